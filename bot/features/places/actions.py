"""What flows may ask about places and announcements. Each runs on the turn's connection."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bot.conversation.answers.choice import MOST
from bot.delivery.actions import Action, Outcome, Turning
from bot.delivery.retention import FETCHED
from bot.delivery.tables import persons
from bot.features.places import choices, links, verdicts, wording
from bot.features.places.gazetteer import Gazetteer
from bot.features.places.model import TOPICS, BadPlace
from bot.features.places.ports import Redeem, Verify, never_sent, no_staff

PAGE = MOST - 2
"""Places of a page of a long list, beside "all of it" and the button that turns the page."""
COUNTRY_CODE = 2
"""Letters of a country's code; the id of a place is longer."""
ALONE = 20
"""Signs of what counts as a check code written alone. No call for help fits beside one."""
_CODE = re.compile(r"(?=.*[^\W\d])[^\W_]{3}([-‐‑–—])[^\W_]{3}\1[^\W_]{3}")  # as announcements show it


@dataclass(frozen=True, slots=True)
class Desk:
    """What the actions work with."""

    gazetteer: Gazetteer
    verify: Verify = never_sent
    redeem: Redeem = no_staff


Run = Callable[[Desk, Turning, Mapping[str, Any]], Outcome]


def actions(desk: Desk) -> tuple[Action, ...]:
    """All actions of this feature, bound to what they work with."""
    return tuple(
        Action(name, frozenset(outcomes.split()), _bound(run, desk)) for name, outcomes, run in _ACTIONS
    )


def _bound(run: Run, desk: Desk) -> Callable[[Turning, Mapping[str, Any]], Outcome]:
    return lambda turning, values: run(desk, turning, values)


def _mine(desk: Desk, turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """What she chose; `closed`: her place is out of use by now."""
    place = choices.of(turning.conn, turning.person)
    if place is None:
        return Outcome("none")
    topics = list(choices.topics(turning.conn, turning.person))
    return Outcome("some" if place.active else "closed", {"mine": f"{place.id} {','.join(topics)}"})


def _list(desk: Desk, turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """One page of what lies in `at`, the id of a choice (wording.py): "" for everywhere.

    `leaf`: nothing lies in it, or all of it is meant, so it is `wanted` itself. `nothing`: there is no place.
    """
    at, page, whole = wording.read_choice(str(values.get("at") or ""))
    gazetteer = desk.gazetteer
    at = _straight(gazetteer, at)
    if len(at) <= COUNTRY_CODE:
        items = gazetteer.tops(at) if at else gazetteer.countries()
    else:
        items = gazetteer.below(at)
        if whole or not items:
            return Outcome("leaf", {"wanted": at})
    if not items:
        return Outcome("nothing")
    begin = PAGE * page if PAGE * page < len(items) else 0
    shown = items[begin : begin + PAGE]
    if begin + PAGE < len(items):
        shown.append(wording.more(at, begin // PAGE + 1))
    if len(at) <= COUNTRY_CODE:
        return Outcome("top", {"items": shown})
    return Outcome("inside", {"items": [*shown, wording.whole(at)], "at": at})


def _straight(gazetteer: Gazetteer, at: str) -> str:
    """Past lists with one entry: the only country, and the country itself where all places lie in it."""
    if not at and len(gazetteer.countries()) == 1:
        at = gazetteer.countries()[0]
    if len(at) == COUNTRY_CODE and len(gazetteer.tops(at)) == 1:
        at = gazetteer.tops(at)[0]
    return at


def _choose(desk: Desk, turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """This is her place now; `first`: she had none, so she is asked for topics."""
    before = choices.of(turning.conn, turning.person)
    try:
        choices.choose(turning.conn, turning.person, str(values["place"]), turning.now)
    except BadPlace:
        return Outcome("closed")
    topics = choices.topics(turning.conn, turning.person)
    return Outcome("moved" if before is not None and topics else "first")


def _subscribe(desk: Desk, turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """Exactly these topics; `add`: one more. `fetched`: she sees them only when she opens the page."""
    known = [topic for topic in values.get("topics") or () if topic in TOPICS]
    if values.get("all"):
        known = list(TOPICS)
    if values.get("add"):
        choices.subscribe(turning.conn, turning.person, [str(values["add"])], turning.now)
    else:
        choices.set_topics(turning.conn, turning.person, known, turning.now)
    channel = turning.conn.scalar(select(persons.c.channel).where(persons.c.id == turning.person))
    return Outcome("fetched" if channel in FETCHED else "sent", {"topics": known})


def _leave(desk: Desk, turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """No announcements any more, at once (C4). What she had stays for an undo only in the answers of this
    conversation, which end after half an hour (D5)."""
    place = choices.of(turning.conn, turning.person)
    topics = list(choices.topics(turning.conn, turning.person))
    if not choices.leave(turning.conn, turning.person):
        return Outcome("none")
    return Outcome("left", {"place": place.id if place else "", "topics": topics})


def _undo(desk: Desk, turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """Take the leaving back; `lapsed` where it is too long ago, or the place is out of use by now."""
    place = str(values.get("place") or "")
    try:
        choices.choose(turning.conn, turning.person, place, turning.now)
    except BadPlace:
        return Outcome("lapsed")
    known = [topic for topic in values.get("topics") or () if topic in TOPICS]
    choices.set_topics(turning.conn, turning.person, known, turning.now)
    return Outcome("back")


def _link(desk: Desk, turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """Where a start link leads. A bad one is a plain start (I6)."""
    kind, rest = links.read(str(values["payload"]))
    if kind == "place":
        place = desk.gazetteer.by_code(rest)
        return Outcome("place", {"place": place.id}) if place else Outcome("unknown")
    if kind == "topic":
        return Outcome("topic", {"topic": rest})
    if kind == "staff":
        joined = desk.redeem(turning.conn, turning.person, rest, turning.now)
        return Outcome("staff" if joined else "unknown")
    return Outcome("other")


def _verify(desk: Desk, turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """Was this sent by us (A11)? The typed code is emptied."""
    found = desk.verify(turning.conn, str(values["code"]), turning.now)
    facts = {"code": "", "verdict": verdicts.packed(found)}
    said, lang = verdicts.words(found, turning.lang)
    return Outcome("found", facts | {"said": f"{lang}:{said}"}) if said else Outcome("alone", facts)


def _code(desk: Desk, turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """Is this a check code instead of a question (A11)? Announcements say that theirs may be written here.
    One that we never sent counts only as announcements show codes: nine digits may be a phone number."""
    text = str(values["text"]).strip()
    if len(text) > ALONE:
        return Outcome("none")
    ours = _CODE.fullmatch(text) or desk.verify(turning.conn, text, turning.now)
    return Outcome("code", {"code": text}) if ours else Outcome("none")


_ACTIONS: tuple[tuple[str, str, Run], ...] = (
    ("places.mine", "some closed none", _mine),
    ("places.list", "top inside leaf nothing", _list),
    ("places.choose", "first moved closed", _choose),
    ("places.subscribe", "fetched sent", _subscribe),
    ("places.leave", "left none", _leave),
    ("places.undo", "back lapsed", _undo),
    ("places.link", "place topic staff unknown other", _link),
    ("places.code", "code none", _code),
    ("places.verify", "found alone", _verify),
)
