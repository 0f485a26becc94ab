"""Entries for the tests, words from the real catalogs, and files read back by another library."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event

from bot.conversation.messages import Text
from bot.delivery.wording import Wording
from bot.features.interviews.calendars import Entry
from bot.language.catalogs import Catalogs
from bot.language.speech import LanguageSpeech

LOCALES = Path(__file__).parents[4] / "locales"
LINK = "https://rafiq.example.org/portal/interviews/hRgk2v6nTQyzJrDq0mZ9Cw"


def seconds(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp())  # type: ignore[misc, arg-type]


@cache
def wording() -> Wording:
    return Wording(LanguageSpeech(Catalogs.load(LOCALES)), {}, {})


def label(text: Text, lang: str) -> str:
    return wording().label(text, lang)


def entry(**other: Any) -> Entry:
    values: dict[str, Any] = {
        "uid": "hRgk2v6nTQyzJrDq0mZ9Cw",
        "sequence": 0,
        "start": seconds(2026, 12, 7, 9, 30),
        "minutes": 30,
        "zone": "Europe/Berlin",
        "changed": seconds(2026, 11, 21, 10),
        "audience": "host",
        "link": LINK,
        "reference": "K7QF-2M",
    }
    return Entry(**(values | other))


def candidate(**other: Any) -> Entry:
    return entry(audience="candidate", reference="", **other)


def read(content: bytes) -> Calendar:
    return IcsCalendarStream.calendar_from_ics(content.decode())


def only(content: bytes) -> Event:
    (event,) = read(content).events
    return event


def unfolded(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")
