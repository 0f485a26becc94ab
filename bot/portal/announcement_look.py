"""How an announcement reads and whom it reaches, as it is being written; and what else is stored (A2, A6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.conversation.messages import Outgoing, Text
from bot.features import announcements, places
from bot.features.announcements import Announcement, Counted, Desk, Draft, Problem
from bot.features.staff import SignedIn
from bot.language.bidi import isolate
from bot.language.languages import TAGS, row
from bot.portal.forms import Form, Option


@dataclass(frozen=True)
class Reading:
    """What readers of a language get. `written_in`: the language of the text; `people`: how many, as it may
    be shown (None: fewer than 20)."""

    lang: str
    written_in: str
    message: Outgoing
    correction: Outgoing | None
    people: int | None


@dataclass(frozen=True)
class Look:
    """`missing`: languages of people in the audience for whom nobody decided what they get."""

    counted: Counted
    readings: tuple[Reading, ...]
    missing: tuple[str, ...]
    problems: tuple[Problem, ...]


def look_at(conn: Connection, desk: Desk, who: SignedIn, one: Announcement, draft: Draft, now: float) -> Look:
    """Of a draft as it was typed, in the place of what is stored of that announcement."""
    shown = replace(one, draft=announcements.unsaved(who.organisation, draft, now).draft)
    counted = announcements.count(conn, desk, one.organisation, shown.draft, now)
    readings = tuple(
        _reading(conn, desk, shown, lang, counted) for lang in TAGS if shown.draft.language(lang) is not None
    )
    reached = {reading.lang for reading in readings}
    missing = tuple(lang for lang in TAGS if lang in counted.by_language and lang not in reached)
    return Look(counted, readings, missing, announcements.problems(conn, desk, shown, now))


def _reading(conn: Connection, desk: Desk, one: Announcement, lang: str, counted: Counted) -> Reading:
    correction = announcements.message(conn, desk, one, lang, "correction") if one.draft.correction else None
    message = announcements.message(conn, desk, one, lang)
    written_in = one.draft.language(lang) or ""
    return Reading(lang, written_in, message, correction, counted.by_language.get(lang))


def place_options(
    conn: Connection, desk: Desk, organisation: str, lang: str, chosen: Sequence[str] = ()
) -> tuple[Option, ...]:
    """The places whose people an organisation may reach, each with what it lies in, in the order of the tree;
    one that is out of use only where it was chosen already."""
    own = announcements.own_places(conn, desk, organisation)
    known = {place.id: place for place in places.listed(conn)}
    options = [
        Option(id_, path_of(known, id_, lang))
        for id_, place in known.items()
        if id_ in chosen or (place.active and (own is None or id_ in own))
    ]
    return tuple(sorted(options, key=lambda option: str(option.label).casefold()))


def zone_of_places(conn: Connection, desk: Desk, organisation: str) -> str:
    """The IANA zone of most places whose people an organisation may reach; "" without places."""
    own = announcements.own_places(conn, desk, organisation)
    met = Counter(
        place.zone for place in places.listed(conn) if place.active and (own is None or place.id in own)
    )
    return next((zone for zone, _ in met.most_common(1)), "")


def path_of(known: Mapping[str, places.Place], id_: str, lang: str) -> str:
    """The name of a place after those that it lies in, the widest first."""
    names: list[str] = []
    while id_ in known and len(names) < 9:
        names.append(isolate(known[id_].name(lang)[0], row(lang)))
        id_ = known[id_].parent
    return " › ".join(reversed(names))


def differences(mine: Form, stored: Form) -> list[tuple[Text, list[Text | str]]]:
    """Each field in which what is stored is another than what was typed: its label and what is stored."""
    found: list[tuple[Text, list[Text | str]]] = []
    for name, field in mine.fields.items():
        there = tuple(filter(None, stored.values.get(name, ())))
        if field.kind == "hidden" or set(there) == set(filter(None, mine.values.get(name, ()))):
            continue
        labels = {option.value: option.label for option in field.options}
        found.append((field.label, [labels.get(value, value) for value in there] or ["–"]))
    return found
