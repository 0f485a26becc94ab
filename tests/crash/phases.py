"""What each chat is at, in a file that outlives the process: so that a kill can be aimed."""

from __future__ import annotations

import mmap
from pathlib import Path

IDLE, ACCEPTING, TURNING, COMMITTED, SENDING, SENT = range(6)
"""At rest; being accepted; in a turn that is not committed; committed and not begun to be sent; the request
may have left; shown, and not marked yet. The last two are kept apart: a chat can be at one and another."""

BEFORE_COMMIT = "before commit"
BEFORE_SEND = "between commit and send"
BEFORE_MARK = "between send and mark"
PLACES = (BEFORE_COMMIT, BEFORE_SEND, BEFORE_MARK)

_AIMS = {BEFORE_COMMIT: (ACCEPTING, TURNING), BEFORE_SEND: (COMMITTED,), BEFORE_MARK: (SENT,)}


class Phases:
    """Two bytes a chat, for what is before a send and for the send itself; and where the next kill is aimed.

    A process that is at the place aimed at lingers there for `LINGER` seconds, so that the kill finds it.
    """

    LINGER = 0.03

    def __init__(self, path: Path, chats: int) -> None:
        if not path.exists():
            path.write_bytes(bytes(2 * chats + 1))
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), 2 * chats + 1)
        self._chats = chats

    def before(self, chat: int, phase: int) -> None:
        """The newest message of a chat that is not being sent is at this phase."""
        self._map[chat] = phase

    def send(self, chat: int, phase: int) -> None:
        """The send to a chat is at this phase."""
        self._map[self._chats + chat] = phase

    def aim(self, place: str | None) -> None:
        self._map[2 * self._chats] = 0 if place is None else 1 + PLACES.index(place)

    def aimed_at(self, place: str) -> bool:
        return self._map[2 * self._chats] == 1 + PLACES.index(place)

    def reached(self, place: str) -> bool:
        """True while some chat is at the place."""
        now = self._map[: 2 * self._chats]
        return any(phase in now for phase in _AIMS[place])

    def active(self) -> int:
        """Chats that something is being done for."""
        now = self._map[:]
        return sum(bool(now[chat] or now[self._chats + chat]) for chat in range(self._chats))

    def uncommitted(self) -> set[int]:
        """Chats with something not yet committed."""
        return {chat for chat in range(self._chats) if self._map[chat] in (ACCEPTING, TURNING)}

    def sends_in_flight(self) -> int:
        """Sends that may have been shown and are not marked."""
        return sum(phase != IDLE for phase in self._map[self._chats : 2 * self._chats])

    def clear(self) -> None:
        self._map[:] = bytes(2 * self._chats + 1)
