"""Her number for the office: by it staff book an interview for her, and by nothing else of hers (E3, S4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.conversation.messages import Text
from bot.delivery.actions import Outcome, Turning
from bot.features.interviews.chat import texts
from bot.features.interviews.chat.openings import name_of
from bot.features.interviews.chat.ports import Chat
from bot.features.interviews.chat.said import lines, said
from bot.features.people import shared_with

MOST = 8
"""Employers that are listed, the newest yes last."""


def list_(chat: Chat, turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """Her numbers: another one with each employer whom she lets see her profile, so none is joined (D9)."""
    rows = [
        chat.label(Text(texts.NUMBER.ctxt, texts.NUMBER.msg, {"name": name, "number": number}), turning.lang)
        for employer in shared_with(turning.conn, turning.person)[-MOST:]
        if (name := name_of(chat, turning, employer))
        and (number := chat.hiring.reference(turning.conn, turning.person, employer))
    ]
    if not rows:
        return Outcome("none")
    intro = chat.label(texts.NUMBERS, turning.lang)
    return Outcome("some", {"text": said(lines(turning.lang, [intro, *rows], heading=False))})
