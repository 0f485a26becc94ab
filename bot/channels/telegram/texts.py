"""What Telegram shows of the bot besides its messages. Looked up when the bot starts."""

from __future__ import annotations

from bot.conversation.messages import Text
from bot.conversation.texts import T

COMMANDS: tuple[tuple[str, Text], ...] = (
    ("menu", T("telegram.commands", "See all topics")),
    ("language", T("telegram.commands", "Change the language")),
    ("back", T("telegram.commands", "Go one step back")),
    ("stop", T("telegram.commands", "Stop what we are doing")),
    ("help", T("telegram.commands", "How to use this, and how to reach a human")),
    ("hide", T("telegram.commands", "Clear this chat at once")),
    ("delete", T("telegram.commands", "Delete what is kept about you")),
)
"""Names are 1-32 of a-z, 0-9 and _; what they do is told in at most 256 characters (Bot API, BotCommand)."""

DESCRIPTION = T(
    "telegram.description",
    "Rafiq answers questions of refugees about work, papers and family, in your own language, and shows its "
    "sources. It is a machine. It is free. You need not give your name.",
)
"""Shown in the empty chat, at most 512 characters."""

SHORT_DESCRIPTION = T(
    "telegram.short-description", "Free answers for refugees, with sources, in your own language. A machine."
)
"""Shown in the bot's profile and with its link, at most 120 characters."""

GROUP = T(
    "telegram.group",
    "I talk with one person at a time, so I stay silent in groups. Please write to me directly.",
)
