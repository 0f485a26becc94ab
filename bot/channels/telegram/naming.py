"""The user name of the bot, as start links and posters need it."""

from __future__ import annotations

import json

from telegram.error import NetworkError

from bot.channels.telegram.transport import Transport
from bot.settings import Settings


class NoName(Exception):
    """Telegram did not tell the bot's user name; says what to do."""


async def user_name(settings: Settings) -> str:
    """The bot's user name without @, asked of the Bot API (getMe). Raises NoName."""
    if settings.telegram_token is None:
        raise NoName("RAFIQ_TELEGRAM_TOKEN is not set: set it, or give the bot's name with --bot.")
    transport = Transport(settings.telegram_api, settings.telegram_token.get_secret_value())
    try:
        _, body = await transport.post("getMe", b"{}")
        name = json.loads(body)["result"]["username"]
    except (NetworkError, ValueError, LookupError, TypeError) as error:
        reason = type(error).__name__
        raise NoName(
            f"Telegram did not tell the bot's name ({reason}): try again, or give it with --bot."
        ) from None
    finally:
        await transport.close()
    return str(name)
