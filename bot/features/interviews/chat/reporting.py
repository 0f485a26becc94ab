"""One press says that something is wrong, from every page of an employer (E7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.conversation.messages import Text
from bot.delivery.actions import Outcome, Turning
from bot.features.interviews import employers, slots
from bot.features.interviews.chat import texts
from bot.features.interviews.chat.openings import name_of
from bot.features.interviews.chat.ports import Chat
from bot.features.interviews.chat.said import lines, said
from bot.features.interviews.employers import REPORT_KINDS, About, No
from bot.features.interviews.employers import words as employer_words
from bot.features.people import shared_with

Values = Mapping[str, Any]
MOST = 12
"""Employers that she may choose from, those with a time of hers first, then the newest yes."""


def kinds(chat: Chat, turning: Turning, values: Values) -> Outcome:
    """What can be reported."""
    return Outcome("kinds", {"kinds": list(REPORT_KINDS)})


def met(chat: Chat, turning: Turning, values: Values) -> Outcome:
    """The employers whom she let see her profile or booked a time with, also where that is over."""
    booked = (one.slot.organisation for one in slots.of_person(turning.conn, turning.person))
    known = dict.fromkeys((*booked, *reversed(shared_with(turning.conn, turning.person))))
    items = [f"{employer}.{name}" for employer in known if (name := name_of(chat, turning, employer))][:MOST]
    return Outcome("some" if items else "none", {"items": items})


def report(chat: Chat, turning: Turning, values: Values) -> Outcome:
    """Report the booking, advert or employer that she chose; only what was shown to her comes here."""
    about = next((kind for kind in ("booking", "vacancy") if values.get(kind)), "employer")
    id_ = str(values.get(about) or "").partition(".")[0]
    return told(chat, turning, about, id_, str(values["kind"]))


def money(chat: Chat, turning: Turning, values: Values) -> Outcome:
    """“I was asked for money”, below an interview or an opening: one press, whoever holds the phone (E7)."""
    about = "booking" if values.get("booking") else "vacancy"
    return told(chat, turning, about, str(values.get(about) or ""), "asked_for_money")


def told(
    chat: Chat, turning: Turning, about: str, id_: str, kind: str, words: str = "", thanks: Text | None = None
) -> Outcome:
    """Keep the report and say what happens now, that her name is protected, and whom to call."""
    made = employers.report(
        turning.conn, chat.hiring.desk, turning.person, About(about, id_), kind, words, turning.now
    )
    if isinstance(made, No):
        sentences = [made.text]
    elif thanks is not None and not made.froze:
        sentences = [thanks]
    else:
        sentences = [employer_words.REPORTED[made.froze], *([texts.STOPPED] if made.froze else [])]
    call = Text(texts.CALL.ctxt, texts.CALL.msg, {"contact": None})
    words_ = [chat.label(text, turning.lang) for text in (*sentences, call)]
    return Outcome("told", {"text": said(lines(turning.lang, words_, heading=False))})
