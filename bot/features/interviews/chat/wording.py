"""Names of what can be chosen: made of codes in the choice's own id, since words are looked up without a
database. An opening is `ISCO.COUNTRY.ID`, a time `START.SLOT.ZONE` (seconds UTC, the reader's IANA zone)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

import msgspec

from bot.conversation.messages import Attachment, Rich, Text
from bot.delivery.wording import Maker, Namer
from bot.features.interviews import calendars, zones
from bot.features.interviews.calendars import Entry
from bot.features.interviews.chat import texts
from bot.features.interviews.chat.ports import Chat
from bot.features.interviews.chat.said import shown
from bot.features.interviews.employers import words as employer_words
from bot.features.interviews.vacancies import Record
from bot.language.bidi import isolate
from bot.language.languages import row
from bot.language.names import country_name

MORE = "more"
MOST_PLAIN = 256
"""Words of one kind that are kept: all of them in every language are fewer."""


def job_id(record: Record) -> str:
    """An opening as a choice."""
    isco, country = (record.vacancy.isco, record.vacancy.country) if record.vacancy else ("", "")
    return f"{isco}.{country}.{record.id}"


def vacancy_of(choice: str) -> str:
    return choice.rpartition(".")[2]


def time_id(start: int, slot: str, zone: str) -> str:
    """A time as a choice."""
    return f"{start}.{slot}.{zone}"


def slot_of(choice: str) -> str:
    return [*choice.split(".", 2), "", ""][1]


def namers(chat: Chat) -> Mapping[str, Namer]:
    """By the kind that the flows name."""

    def plain(known: Mapping[str, Text]) -> Namer:
        return lru_cache(MOST_PLAIN)(
            lambda id_, lang: Rich(chat.label(known.get(id_, texts.REFUSED["over"]), lang), lang)
        )

    def job(id_: str, lang: str) -> Rich:
        if id_ == MORE:
            return Rich(chat.label(texts.MORE, lang), lang)
        isco, country, _ = [*id_.split(".", 2), "", ""][:3]
        title = isolate(chat.work(isco, lang), row(lang))
        return Rich(f"{title} ({_country(country, lang)})", lang)

    def time(id_: str, lang: str) -> Rich:
        if id_ == MORE:
            return Rich(chat.label(texts.MORE, lang), lang)
        start, _, zone = [*id_.split(".", 2), "", ""][:3]
        return Rich(zones.said(int(start), zone, lang) if start.isdecimal() and zone else "…", lang)

    def zone(id_: str, lang: str) -> Rich:
        found = zones.describe(id_, lang)
        return Rich(f"{found.city} ({found.country})" if found.country else found.city, lang)

    return {
        "work_text": shown,
        "work_job": job,
        "work_time": _never(time),
        "work_zone": _never(zone),
        "work_option": plain(texts.OPTIONS),
        "work_reason": plain(texts.REASONS),
        "work_wish": plain(texts.WISHES),
        "work_refused": plain(texts.REFUSED),
        "work_news": plain(texts.NEWS),
        "work_result": plain(texts.RESULTS),
        "work_employer": lambda id_, lang: Rich(isolate(id_.partition(".")[2], row(lang)), lang),
        "work_report": plain(employer_words.REPORTS),
    }


def makers(chat: Chat) -> Mapping[str, Maker]:
    def calendar(entry: str, lang: str) -> Attachment:
        return calendars.attachment(msgspec.json.decode(entry, type=Entry), lang, chat.label)

    return {"work_calendar": calendar}


def _never(namer: Callable[[str, str], Rich]) -> Namer:
    """A zone that the time zone data of this machine no longer has is shown as it is called."""

    def named(id_: str, lang: str) -> Rich:
        try:
            return namer(id_, lang)
        except (LookupError, ValueError):
            return Rich(id_.rpartition("/")[2], lang)

    return named


def _country(code: str, lang: str) -> str:
    try:
        return country_name(code, lang)
    except KeyError:
        return code
