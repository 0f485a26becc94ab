"""A stand-in for Telegram, a reception in memory, and a channel between the two."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from pydantic import SecretStr

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.quiet import hush
from bot.channels.telegram.transport import Transport
from bot.conversation.messages import Text
from bot.settings import Settings
from tests.channels.telegram.desk import Desk
from tests.channels.telegram.stand_in import StandIn

SECRET = "Wb7-kd93_hPqXz51LmNv0tRsAeYcGu84"


def say(text: Text, tag: str) -> str:
    """Every text in "every language"."""
    return f"{text.msg} [{tag}]"


class Pauses:
    """Waits that take no time and are written down."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        await asyncio.sleep(0.001)


@pytest.fixture
async def server() -> AsyncIterator[StandIn]:
    server = await StandIn().start()
    yield server
    await server.stop()


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


def settings_for(server: StandIn, public_url: str = "") -> Settings:
    return Settings(
        telegram_token=SecretStr(server.token),
        telegram_api=server.url,
        telegram_secret=SecretStr(SECRET),
        public_url=public_url,
    )


@pytest.fixture
async def channel(server: StandIn, desk: Desk, pauses: Pauses) -> AsyncIterator[TelegramChannel]:
    """Connected, not yet taking updates; an answer of the server may take a second at most."""
    hush()
    transport = Transport(server.url, server.token, connect_seconds=1.0, read_seconds=1.0)
    channel = TelegramChannel(
        settings_for(server), desk, say, pause=pauses, hold_seconds=5, transport=transport, tags=("en", "ar")
    )
    yield channel
    await channel.close()


@asynccontextmanager
async def polling(channel: TelegramChannel) -> AsyncIterator[asyncio.Task[None]]:
    """Updates are taken while the block runs. A poll that dies by itself fails the test."""
    task = asyncio.create_task(channel.poll())
    try:
        yield task
        assert not task.done(), task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
