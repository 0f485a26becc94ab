"""An announcement as its readers get it: its kind, the text, until when, from whom, why, how to check it.

The first 60 characters are the same for all of a kind, so that a locked screen tells nothing of place, name,
health or faith (C11), whatever was written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from bot.conversation.messages import Outgoing, Span, Text
from bot.features.announcements import codes, records, texts
from bot.features.announcements.model import Announcement, Wave
from bot.features.announcements.ports import Desk
from bot.features.announcements.tables import announcements, waves
from bot.features.staff import organisations
from bot.language.bidi import isolate
from bot.language.languages import row

CHECK_PATH = "/check"
MOST_PLACES = 3
"""Places that are named; of more, none is."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands around the text. `places`: their names. `about`: the number of another announcement."""

    organisation: str
    places: Sequence[str] = ()
    about: str = ""


def words(conn: Connection, desk: Desk, broadcast: str, lang: str, channel: str) -> Outgoing | None:
    """What a broadcast says to readers of a language: the Words of bot.delivery.broadcasts, the same in every
    channel. None where it is erased, and nothing may be sent."""
    found = conn.execute(select(waves.c.announcement, waves.c.wave).where(waves.c.id == broadcast)).first()
    one = None if found is None else records.find(conn, desk, found.announcement)
    return None if one is None or found is None else message(conn, desk, one, lang, found.wave)


def message(conn: Connection, desk: Desk, one: Announcement, lang: str, wave: Wave = "main") -> Outgoing:
    """The same, of an announcement as it is at this moment: also the preview of a draft."""
    return rendered(desk, one, lang, wave, facts_of(conn, desk, one, lang))


def facts_of(conn: Connection, desk: Desk, one: Announcement, lang: str) -> Facts:
    """Who sends it, which places it is for, in words of a language, and which one it is about."""
    organisation = organisations.get(conn, one.organisation)
    chosen = one.draft.audience.places
    places = desk.register.names(conn, chosen, lang) if 0 < len(chosen) <= MOST_PLACES else ()
    number = select(announcements.c.number).where(announcements.c.id == one.draft.about)
    about = conn.scalar(number) if one.draft.about else None
    return Facts(organisation.name if organisation else "", places, str(about or ""))


def rendered(desk: Desk, one: Announcement, lang: str, wave: Wave, facts: Facts) -> Outgoing:
    """The whole message. A reader for whose language nobody decided gets English, else the first text."""
    draft = one.draft
    versions = draft.correction if wave == "correction" else draft.texts
    chosen = draft.language(lang) or "en"
    in_lang = chosen if chosen in versions else next(iter(versions), "")
    say = _Speaker(desk, lang)
    kind = "correction" if wave == "correction" else draft.kind
    opening = say(_opening(one, kind))
    if draft.mode == "exercise":
        opening = f"{say(texts.OPENINGS['exercise'])} {opening}"
    head = [f"{opening} {say(texts.NEVER)}"]
    if in_lang != lang and in_lang:
        head.append(say(_filled(texts.OTHER_LANGUAGE, language=in_lang)))
    body = isolate(versions.get(in_lang, ""), row(lang)) if in_lang != lang else versions.get(in_lang, "")
    foot = " ".join(say(text) for text in _foot(one, kind, wave, facts))
    last = "\n".join(say(text) for text in _last(desk, one, wave, facts))
    whole = "\n\n".join([*head, body, foot, last])
    return Outgoing(whole, lang, (Span(0, len(opening), "bold"),))


def length(message: Outgoing) -> int:
    """How long a message is for Telegram: UTF-16 units (I8)."""
    return len(message.text.encode("utf-16-le")) // 2


class _Speaker:
    """Says texts in one language."""

    def __init__(self, desk: Desk, lang: str) -> None:
        self._desk, self._lang = desk, lang

    def __call__(self, text: Text) -> str:
        return self._desk.rich(text, self._lang).text


def _opening(one: Announcement, kind: str) -> Text:
    urgent = one.draft.urgent and kind == "new"
    return texts.OPENINGS["urgent" if urgent else kind]


def _foot(one: Announcement, kind: str, wave: Wave, facts: Facts) -> list[Text]:
    said = []
    if wave != "correction":
        said.append(_filled(texts.UNTIL, end=(one.draft.ends, one.draft.zone)))
    said.append(_filled(texts.SENDER, organisation=facts.organisation, reference=one.reference))
    about = one.reference if wave == "correction" else facts.about
    if kind in texts.REFERS and about:
        said.append(_filled(texts.REFERS[kind], about=about))
    return said


def _last(desk: Desk, one: Announcement, wave: Wave, facts: Facts) -> list[Text]:
    why = texts.AS_STAFF
    if one.draft.mode == "live" and wave != "pilot":
        why = _filled(texts.CHOSE, places=list(facts.places)) if facts.places else texts.SUBSCRIBED
    last = [texts.STAFF_FIRST] if wave == "pilot" else []
    last.append(why)
    if why is not texts.AS_STAFF:
        last.append(texts.STOP)
    address = desk.origin + CHECK_PATH
    return [*last, _filled(texts.CHECK, code=codes.shown(one.code), address=address)]


def _filled(text: Text, **values: object) -> Text:
    return Text(text.ctxt, text.msg, values)
