"""Mails by SMTP: one short connection a mail, a few at once."""

from __future__ import annotations

import asyncio
import contextlib
import ssl

from aiosmtplib import SMTP, SMTPDataError, SMTPException

from bot.channels.mail.faults import NoTls, answered, translate
from bot.channels.mail.letters import NAME, MailServer, letter, message_id
from bot.conversation.messages import Outgoing
from bot.delivery.ports import Clock, SendError, TryLater, Uncertain
from bot.store.locality import is_local

IMPLICIT_TLS = 465
AT_ONCE = 5
"""Connections at once: common servers allow ten from one client."""
WAIT = 5.0
"""Seconds to wait for one of them; then the mail goes back, since its lease is running."""
STEP = 6.0
"""Seconds that the server may take for one step."""
WHOLE = 12.0
"""Seconds for a whole mail. With WAIT below delivery's own limit: so we can still say how far it came."""


class SmtpMail:
    """Implements bot.delivery.ports.Channel. `tls` is for a server with an authority of its own; `plain` says
    whether unencrypted is good enough, which by itself it is to this machine alone (K8)."""

    name = NAME

    def __init__(
        self,
        server: MailServer,
        clock: Clock,
        *,
        tls: ssl.SSLContext | None = None,
        plain: bool | None = None,
    ) -> None:
        self._server, self._clock = server, clock
        self._plain = is_local(server.host) if plain is None else plain
        self._tls = tls or ssl.create_default_context()
        self._tls.minimum_version = ssl.TLSVersion.TLSv1_2  # K8
        self._slots = asyncio.Semaphore(AT_ONCE)

    def __repr__(self) -> str:
        return f"SmtpMail({self._server!r})"

    async def send(self, address: str, message: Outgoing) -> str:
        """Send one mail and return its Message-ID. Raises a SendError."""
        content = letter(self._server.sender, address, message, self._clock.now())
        try:
            async with asyncio.timeout(WAIT):
                await self._slots.acquire()
        except TimeoutError:
            raise TryLater("busy", 1.0, everyone=False) from None
        try:
            await self._send(address, content)
        finally:
            self._slots.release()
        return message_id(message, self._server.sender)

    async def _send(self, address: str, content: bytes) -> None:
        client = self._client()
        trouble: SendError | None = None
        left = False
        try:
            async with asyncio.timeout(WHOLE):
                await self._greet(client)
                await client.mail(self._server.sender)
                await client.rcpt(address)
                left = True
                await client.data(content)
        except SMTPDataError as error:
            trouble = answered(error)
        except (SMTPException, OSError, ssl.SSLError, NoTls, ValueError) as error:
            # Cut or silent after the text may have left: it may have arrived (M9).
            trouble = Uncertain("cut") if left else translate(error)
        finally:
            await _part(client, politely=trouble is None)
        if trouble is not None:
            raise trouble

    def _client(self) -> SMTP:
        return SMTP(
            hostname=self._server.host.strip("[]"),
            port=self._server.port,
            local_hostname=self._server.sender.rpartition("@")[2],  # not the name of this machine
            timeout=STEP,
            use_tls=self._server.port == IMPLICIT_TLS,
            start_tls=False,
            tls_context=self._tls,
        )

    async def _greet(self, client: SMTP) -> None:
        await client.connect()
        await client.ehlo()
        if not (client.use_tls or self._plain):
            if not client.supports_extension("starttls"):
                raise NoTls
            await client.starttls()
            await client.ehlo()
        if self._server.user:
            await client.login(self._server.user, self._server.password)


async def _part(client: SMTP, politely: bool) -> None:
    """The mail is with the server by now or never: how we part changes nothing."""
    with contextlib.suppress(SMTPException, OSError, TimeoutError):
        if politely and client.is_connected:
            await client.quit(timeout=1.0)
    client.close()
