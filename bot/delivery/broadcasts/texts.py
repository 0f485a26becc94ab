"""The words of broadcasts, asked for once in each process."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.conversation.messages import Outgoing
from bot.delivery.broadcasts.model import Words


class NoWords(Exception):
    """Whoever knows the words of this broadcast failed; others can be sent meanwhile."""

    def __init__(self, broadcast_id: str, reason: str) -> None:
        super().__init__(reason)
        self.broadcast_id = broadcast_id
        self.reason = reason


class Texts:
    """The words of each broadcast by language and channel, asked for once."""

    MOST = 1_000

    def __init__(self, words: Words) -> None:
        self._words = words
        self._known: dict[tuple[str, str, str], Outgoing] = {}

    def of(self, conn: Connection, broadcast_id: str, lang: str, channel: str) -> Outgoing | None:
        """The message, or None where nothing is to be said. Raises NoWords."""
        key = (broadcast_id, lang, channel)
        known = self._known.get(key)
        if known is not None:
            return known
        try:
            found = self._words(conn, *key)
        except Exception as error:
            raise NoWords(broadcast_id, type(error).__name__) from error
        if found is not None:
            if len(self._known) >= self.MOST:
                self._known.clear()
            self._known[key] = found
        return found
