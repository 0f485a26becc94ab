"""Which way mails go in this installation."""

from __future__ import annotations

import structlog

from bot.channels.mail.demo import DemoMail
from bot.channels.mail.letters import MailServer
from bot.delivery.keys import Keys
from bot.delivery.ports import Channel, Clock
from bot.settings import Settings
from bot.store.database import Store

log = structlog.get_logger("mail")


def server_of(settings: Settings) -> MailServer | None:
    """The mail server of the settings, or None where none is set."""
    if not settings.smtp_host:
        return None
    password = settings.smtp_password.get_secret_value() if settings.smtp_password else ""
    return MailServer(
        settings.smtp_host, settings.smtp_port, settings.smtp_from, settings.smtp_user, password
    )


def open_mail(settings: Settings, store: Store, keys: Keys, clock: Clock, *, demo: bool) -> Channel | None:
    """The channel "mail": a server's where one is set, else the page of a demo, else none.

    With none, mails wait in the outbox until one is set; this is logged once, at the start.
    """
    server = server_of(settings)
    if server is not None:
        from bot.channels.mail.channel import SmtpMail  # 13 MB: only where mails are sent

        return SmtpMail(server, clock)
    if demo:
        return DemoMail(store, keys, clock)
    log.warning("mail.nobody_sends", reason="set_RAFIQ_SMTP_HOST_and_RAFIQ_SMTP_FROM")
    return None
