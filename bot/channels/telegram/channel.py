"""The Telegram channel as the rest of the program sees it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable

import structlog
from starlette.routing import Route
from telegram.error import TelegramError

from bot.channels.telegram.courtesies import Courtesies, Say
from bot.channels.telegram.faults import translate
from bot.channels.telegram.intake import Intake, OnPresence
from bot.channels.telegram.patience import Patience, Pause
from bot.channels.telegram.polling import HOLD_SECONDS, REFUSED, Poller
from bot.channels.telegram.presentation import present
from bot.channels.telegram.quiet import hush
from bot.channels.telegram.reading import KINDS
from bot.channels.telegram.sender import Sender, open_bot
from bot.channels.telegram.transport import Transport
from bot.channels.telegram.webhook import PATH, Webhook
from bot.conversation.messages import Outgoing
from bot.delivery.ports import Reception, SendError, TryLater
from bot.language.languages import TAGS
from bot.settings import Settings

log = structlog.get_logger("telegram")


class TelegramChannel:
    """One bot: what it hears goes to the reception, what it is given to `send` goes to Telegram.

    `run` is for the processes that take updates; a process that only sends needs nothing but `send`.
    """

    def __init__(
        self,
        settings: Settings,
        reception: Reception,
        say: Say,
        *,
        tags: Iterable[str] = TAGS,
        on_presence: OnPresence | None = None,
        pause: Pause = asyncio.sleep,
        hold_seconds: int = HOLD_SECONDS,
        transport: Transport | None = None,
    ) -> None:
        assert settings.telegram_token is not None
        token = settings.telegram_token.get_secret_value()
        self.name = f"telegram:{token.partition(':')[0]}"
        self._settings, self._say, self._tags, self._pause = settings, say, tuple(tags), pause
        self._transport = transport or Transport(settings.telegram_api, token)
        self._bot = open_bot(self._transport, token, settings.telegram_api)
        self._sender = Sender(self._bot)
        self._paid_sender = Sender(self._bot, paid=True)
        self._courtesies = Courtesies(self._bot, say, self._tags[0])
        self._intake = Intake(self.name, reception, self._courtesies.follow, on_presence)
        self._hold_seconds = hold_seconds

    def __repr__(self) -> str:
        return f"TelegramChannel({self.name!r})"

    async def send(self, address: str, message: Outgoing) -> str:
        """Send one message and return the ids of what it became, the one with the buttons last.

        Raises a SendError.
        """
        return await self._sender.send(address, message)

    async def send_paid(self, address: str, message: Outgoing) -> str:
        """As `send`, with `allow_paid_broadcast`: up to 1,000 a second, at a tenth of a Star each."""
        return await self._paid_sender.send(address, message)

    def webhook_route(self) -> Route:
        """The route for Telegram to call. Raises ValueError without RAFIQ_TELEGRAM_SECRET (K6)."""
        return Webhook(self._intake, self._secret()).route()

    async def run(self) -> None:
        """Take updates until cancelled: by webhook where there is a public address, else by asking."""
        if self._settings.webhook:
            await self.use_webhook()
            await self._present()
        else:
            await self.poll()

    async def poll(self) -> None:
        """Ask for updates until cancelled; an existing webhook is taken down first, nothing is dropped."""
        await self._insist(lambda: self._bot.delete_webhook(drop_pending_updates=False))
        poller = Poller(self._transport, self._intake, Patience(self._pause), self._hold_seconds)
        presenting = asyncio.create_task(self._present())
        try:
            await poller.run()
        finally:
            presenting.cancel()
            await asyncio.gather(presenting, return_exceptions=True)

    async def use_webhook(self) -> None:
        """Tell Telegram where to call; tries until it is told."""
        await self._insist(
            lambda: self._bot.set_webhook(
                self._settings.public_url.rstrip("/") + PATH,
                secret_token=self._secret(),
                allowed_updates=KINDS,
                drop_pending_updates=False,
            )
        )

    async def close(self) -> None:
        """End what is still under way and close all connections."""
        await self._courtesies.close()
        await self._transport.close()

    def _secret(self) -> str:
        secret = self._settings.telegram_secret
        return secret.get_secret_value() if secret else ""

    async def _present(self) -> None:
        await present(self._bot, self._say, self._tags)

    async def _insist(self, request: Callable[[], Awaitable[object]]) -> None:
        """Repeat a request until it succeeds: Telegram being away must not stop the web chat's start."""
        patience = Patience(self._pause)
        while True:
            try:
                await request()
                return
            except (TelegramError, SendError) as error:
                trouble = translate(error)
            if trouble.reason == "token_refused":
                log.error("telegram.token_refused", reason=REFUSED)
            else:
                log.warning("telegram.start_failed", reason=trouble.reason)
            await patience.wait(trouble.after if isinstance(trouble, TryLater) else 0.0)


async def connect(
    settings: Settings, reception: Reception, say: Say, *, on_presence: OnPresence | None = None
) -> TelegramChannel:
    """The channel of RAFIQ_TELEGRAM_TOKEN, nothing sent yet. Call it only where that is set."""
    hush()
    return TelegramChannel(settings, reception, say, on_presence=on_presence)
