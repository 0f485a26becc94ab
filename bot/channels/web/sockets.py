"""Which connections are open: a few a chat, and a bounded number in all (I13)."""

from __future__ import annotations

from collections import defaultdict

from starlette.websockets import WebSocket


class Sockets:
    def __init__(self, per_chat: int, in_all: int) -> None:
        self._per_chat = per_chat
        self._in_all = in_all
        self._open: defaultdict[str, list[WebSocket]] = defaultdict(list)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def full(self) -> bool:
        return self._count >= self._in_all

    def enter(self, key: str, socket: WebSocket) -> WebSocket | None:
        """Count a connection in; returns the chat's oldest where it has too many: the caller closes it."""
        mine = self._open[key]
        mine.append(socket)
        self._count += 1
        return mine[0] if len(mine) > self._per_chat else None

    def leave(self, key: str, socket: WebSocket) -> None:
        """Count a connection out; safe to say twice."""
        mine = self._open[key]
        if socket in mine:
            mine.remove(socket)
            self._count -= 1
        if not mine:
            del self._open[key]
