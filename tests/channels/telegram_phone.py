"""A person on Telegram."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import SecretStr

from tests.channels.phones import PATIENCE, Phone, Shown
from tests.channels.telegram.stand_in import StandIn
from tests.program import free_port, serving, settings_in

CHAT = 93700123456


class TelegramPhone(Phone):
    channel = "telegram"
    traces = (str(CHAT), "Amina Secretname", "amina_phone", "93799888777", "31.41592")

    def __init__(self, folder: Path, server: StandIn) -> None:
        super().__init__(folder)
        self._server = server
        self._chat = server.chat(CHAT, language="ar", name="Amina Secretname")
        self._port = free_port()
        self._asked = 0

    @property
    def shown(self) -> list[Shown]:
        return [Shown(shown.text, tuple(shown.buttons)) for shown in self._chat.shown]

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        settings = settings_in(
            self.folder,
            port=self._port,
            telegram_token=SecretStr(self._server.token),
            telegram_api=self._server.url,
        )
        async with serving(settings):
            yield

    async def begins(self) -> None:
        self._server.says(CHAT, "/start")

    async def gives_herself_away(self) -> None:
        self._server.brings(CHAT, contact={"phone_number": "+93799888777", "first_name": "Amina Secretname"})
        self._server.brings(CHAT, location={"latitude": 31.41592, "longitude": 34.4})

    async def says(self, text: str) -> None:
        self._asked = len(self._server.called("getUpdates"))
        self._server.says(CHAT, text)

    async def says_twice(self, text: str) -> None:
        await self.says(text)
        number, raw = self._server.updates.waiting[-1]
        self._server.updates.put_again(number, raw)

    async def presses(self, label: str) -> None:
        self._server.presses(CHAT, label)

    async def was_refused(self) -> None:
        """The platform hears nothing of a receipt, and is asked for the same updates again."""
        await self.until(lambda: len(self._server.called("getUpdates")) > self._asked, "the same updates")
        assert self._server.updates.waiting

    async def until(self, happened: Callable[[], bool], wanted: str = "") -> None:
        try:
            await self._server.until(happened, PATIENCE)
        except TimeoutError:
            raise AssertionError(f"waited for {wanted!r}; the phone shows {self.shown[-3:]}") from None
