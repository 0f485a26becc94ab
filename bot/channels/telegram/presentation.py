"""Commands and descriptions in every shipped language. Decoration: trouble here is only logged."""

from __future__ import annotations

from collections.abc import Iterable

import structlog
from telegram import BotCommand, BotCommandScopeAllPrivateChats
from telegram.error import TelegramError

from bot.channels.telegram.characters import cut_at_character
from bot.channels.telegram.courtesies import Say
from bot.channels.telegram.faults import translate
from bot.channels.telegram.sender import QuietBot
from bot.channels.telegram.texts import COMMANDS, DESCRIPTION, SHORT_DESCRIPTION
from bot.delivery.ports import SendError

log = structlog.get_logger("telegram")

_SCOPE = BotCommandScopeAllPrivateChats()
COMMAND_UNITS, DESCRIPTION_UNITS, SHORT_DESCRIPTION_UNITS = 256, 512, 120


async def present(bot: QuietBot, say: Say, tags: Iterable[str]) -> None:
    """Show the bot in each language, and in the first one to everybody else.

    Telegram limits such changes to a few a day, so what is already right is left alone.
    """
    tags = list(tags)
    for code, tag in [("", tags[0]), *((tag[:2], tag) for tag in tags)]:
        try:
            await _present(bot, say, code, tag)
        except (TelegramError, SendError) as error:
            log.warning("telegram.presentation_failed", reason=translate(error).reason)
            return
        except Exception as error:
            log.error("telegram.presentation_failed", reason=type(error).__name__)
            return


async def _present(bot: QuietBot, say: Say, code: str, tag: str) -> None:
    commands = [BotCommand(name, _fit(say(text, tag), COMMAND_UNITS)) for name, text in COMMANDS]
    if list(await bot.get_my_commands(_SCOPE, language_code=code)) != commands:
        await bot.set_my_commands(commands, _SCOPE, language_code=code)
    description = _fit(say(DESCRIPTION, tag), DESCRIPTION_UNITS)
    if (await bot.get_my_description(language_code=code)).description != description:
        await bot.set_my_description(description, language_code=code)
    short = _fit(say(SHORT_DESCRIPTION, tag), SHORT_DESCRIPTION_UNITS)
    if (await bot.get_my_short_description(language_code=code)).short_description != short:
        await bot.set_my_short_description(short, language_code=code)


def _fit(words: str, limit: int) -> str:
    return cut_at_character(words, limit).strip()
