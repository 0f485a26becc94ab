"""The contract of a channel, kept by each of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.channels.console_phone import ConsolePhone
from tests.channels.contract import ChannelContract, full_disk
from tests.channels.phones import Phone
from tests.channels.telegram.stand_in import StandIn
from tests.channels.telegram_phone import TelegramPhone
from tests.channels.web_phone import WebPhone

__all__ = ["full_disk"]


class TestConsole(ChannelContract):
    @pytest.fixture
    async def phone(self, tmp_path: Path) -> Phone:
        return ConsolePhone(tmp_path)


class TestWeb(ChannelContract):
    @pytest.fixture
    async def phone(self, tmp_path: Path) -> Phone:
        return WebPhone(tmp_path)


class TestTelegram(ChannelContract):
    @pytest.fixture
    async def phone(self, tmp_path: Path) -> AsyncIterator[Phone]:
        server = await StandIn().start()
        yield TelegramPhone(tmp_path, server)
        await server.stop()
