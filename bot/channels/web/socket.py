"""The live connection of a chat: one WebSocket, two loops, nothing kept that a reconnect could lose."""

from __future__ import annotations

import asyncio
import math
import secrets
from collections.abc import Collection
from contextlib import suppress

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketDisconnected

from bot.channels.web import frames
from bot.channels.web.chat import CHANNEL, external_id, message_token, pace_key, read_secret
from bot.channels.web.desk import Desk, desk_of
from bot.channels.web.frames import Frame, Unreadable
from bot.channels.web.guard import known_host, socket_is_ours
from bot.channels.web.pace import Pace
from bot.store.database import StoreUnavailable

# Close codes of our own (4000 to 4999 are free for applications); chat.js knows them.
NO_CHAT = 4401
OTHER_WINDOW = 4409
FULL = 1013  # "try again later"
BAD_FRAMES = 1008  # "policy violation"

BAD_FRAMES_ALLOWED = 20
FRAMES_BURST, FRAMES_RATE = 60, 10  # any frames of one connection, before they are read more slowly
GONE = (WebSocketDisconnect, WebSocketDisconnected)
MANY = 50  # a reception gives out so many or more at once; the rest once these are shown
BUSY_AFTER = 5  # seconds until a phone tries a busy store again


async def chat_socket(socket: WebSocket) -> None:
    """Entry: a page of ours, with a chat, while there is room."""
    desk = desk_of(socket)
    if not (known_host(socket, desk.settings) and socket_is_ours(socket, desk.settings)):
        await socket.close()  # before it was accepted: the browser sees a plain 403
        return
    secret = read_secret(socket, desk.settings)
    await socket.accept()
    if secret is None:
        await socket.close(NO_CHAT)
    elif desk.sockets.full:
        await socket.close(FULL)
    else:
        await _converse(socket, desk, secret)


async def _converse(socket: WebSocket, desk: Desk, secret: str) -> None:
    key = pace_key(secret)
    oldest = desk.sockets.enter(key, socket)
    try:
        if oldest is not None:
            desk.sockets.leave(key, oldest)
            await _close(oldest, OTHER_WINDOW)
        await Conversation(socket, desk, secret).run()
    finally:
        desk.sockets.leave(key, socket)


async def _close(socket: WebSocket, code: int) -> None:
    try:
        await socket.close(code)
    except GONE:
        return  # it was gone already


class Conversation:
    """One connection. Messages are given out until the phone says that they are shown (C13)."""

    def __init__(self, socket: WebSocket, desk: Desk, secret: str) -> None:
        self._socket = socket
        self._desk = desk
        self._secret = secret
        self._bell = asyncio.Event()
        self._given: dict[str, int] = {}
        self._sent: set[int] = set()
        self._more = False
        self._unmarked: set[int] = set()
        self._pace = Pace(FRAMES_BURST, FRAMES_RATE)
        self._bad = 0

    async def run(self) -> None:
        """Until either side ends. A fault in one loop ends the other, so that the phone reconnects."""
        loops = {asyncio.create_task(self._read()), asyncio.create_task(self._give())}
        try:
            await asyncio.wait(loops, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for loop in loops:
                loop.cancel()
            results = await asyncio.gather(*loops, return_exceptions=True)
        for result in results:
            if isinstance(result, Exception) and not isinstance(result, GONE):
                raise result

    async def _give(self) -> None:
        """Send whatever waits and was not sent on this connection yet; then sleep until the bell."""
        reception = self._desk.reception
        with reception.listen(CHANNEL, self._secret) as bell:
            self._bell = bell
            while True:
                bell.clear()
                try:
                    await self._mark(())
                    waiting = await reception.waiting(CHANNEL, self._secret)
                except StoreUnavailable:
                    await asyncio.sleep(BUSY_AFTER)
                    bell.set()
                    continue
                self._more = len(waiting) >= MANY
                for outbox_id, message in waiting:
                    if outbox_id not in self._sent:
                        self._sent.add(outbox_id)
                        token = self._token(outbox_id)
                        self._given[token] = outbox_id
                        await self._socket.send_text(frames.encode_say(frames.say(token, message)))
                await bell.wait()

    def _token(self, outbox_id: int) -> str:
        """A farewell after an erasure is no row: its number, below zero, comes again with the next (C6)."""
        return message_token(self._secret, outbox_id) if outbox_id > 0 else secrets.token_urlsafe(16)

    async def _read(self) -> None:
        while True:
            message = await self._socket.receive()
            if message["type"] == "websocket.disconnect":
                return
            await asyncio.sleep(self._pace.wait("all", self._desk.tick(), math.inf))
            raw = message.get("text") or message.get("bytes") or b""
            try:
                frame = frames.decode(raw)
                await self._take(frame)
            except Unreadable as error:
                await self._refuse(error, len(raw))
                if self._bad > BAD_FRAMES_ALLOWED:
                    await self._socket.close(BAD_FRAMES)
                    return

    async def _take(self, frame: Frame) -> None:
        if frame.kind:
            await self._accept(frame)
        if frame.shown:
            ids = {self._given[token] for token in frame.shown if token in self._given}
            with suppress(StoreUnavailable):  # they stay in _unmarked, and the other loop tries again
                await self._mark(ids)
            if self._more or self._unmarked:
                self._bell.set()

    async def _mark(self, ids: Collection[int]) -> None:
        """Store what the phone has shown, with what could not be stored before."""
        self._unmarked.update(ids)
        marking = sorted(self._unmarked)
        if marking:
            await self._desk.reception.shown(CHANNEL, self._secret, marking)
            self._unmarked.difference_update(marking)
            self._sent.difference_update(id for id in marking if id < 0)

    async def _accept(self, frame: Frame) -> None:
        """Commit first, then acknowledge (M1); a message seen before is acknowledged again (M2)."""
        incoming = frames.incoming(frame)
        wait = await self._desk.wait_for_turn(self._secret)
        if wait > self._desk.settings.patience:
            await self._socket.send_text(frames.encode_error(frame.id, "slow", math.ceil(wait)))
            return
        await asyncio.sleep(wait)
        update = external_id(self._secret, frame.id)
        try:
            await self._desk.reception.accept(CHANNEL, update, self._secret, incoming)
        except StoreUnavailable:
            await self._socket.send_text(frames.encode_error(frame.id, "busy", BUSY_AFTER))
        else:
            await self._socket.send_text(frames.encode_ack(frame.id))

    async def _refuse(self, error: Unreadable, length: int) -> None:
        """Keep id, length and reason, tell the phone, go on with the next (I4)."""
        self._bad += 1
        update = external_id(self._secret, error.client_id or secrets.token_urlsafe(16))
        if error.error == "bad":
            with suppress(StoreUnavailable):  # a count is missed; the person is not kept waiting for it
                await self._desk.reception.reject(CHANNEL, update, length, error.reason)
        await self._socket.send_text(frames.encode_error(error.client_id, error.error))
