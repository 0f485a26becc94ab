"""Whom an announcement is for: one select, which counts, and from which the rows to send are made.

A13: an organisation reaches the people of its own places: those that name it in the register, with all below
them. The organisation that runs the installation reaches every place. Who chose no place gets nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, String, case, func, literal, select

from bot.delivery.tables import persons
from bot.features.announcements import readers
from bot.features.announcements.model import Draft
from bot.features.announcements.ports import Desk
from bot.features.announcements.quiet import due_in
from bot.features.disclosure import FEWEST_SHOWN, Veil, publish
from bot.features.staff import organisations
from bot.language.languages import TAGS

HIDDEN = FEWEST_SHOWN - 1
"""What is typed for a hidden count: at most so many."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many people an audience has, as it may be shown (L4): None is "fewer than 20", the rest is rounded
    to five. A language whose number would follow from the others is hidden too."""

    people: int | None
    by_language: Mapping[str, int | None]

    @property
    def number(self) -> int:
        """What the approver types (A6): the number shown, or 19 for fewer than 20."""
        return HIDDEN if self.people is None else self.people


def own_places(conn: Connection, desk: Desk, organisation: str) -> frozenset[str] | None:
    """The ids of the places whose people an organisation may reach; None: all (A13)."""
    found = organisations.get(conn, organisation)
    if found is not None and found.operator:
        return None
    register = desk.register.places.c
    named = conn.scalars(select(register.id).where(register.organisation_id == organisation)).all()
    return frozenset(id_ for place in named for id_ in conn.scalars(desk.register.within(place)))


def places_of(conn: Connection, desk: Desk, organisation: str, draft: Draft) -> list[str] | None:
    """The ids of the places whose people get it, all below them included; None: every place."""
    own = own_places(conn, desk, organisation)
    if not draft.audience.places:
        return None if own is None else sorted(own)
    wanted = {id_ for place in draft.audience.places for id_ in conn.scalars(desk.register.within(place))}
    return sorted(wanted if own is None else wanted & own)


def everybody(conn: Connection, desk: Desk, organisation: str, draft: Draft, now: float) -> Select[Any]:
    """One row a person: person_id, lang (one of ours), channel and zone."""
    if draft.mode == "exercise":
        return staff_of(conn, organisation)  # A5
    chosen, subscribed, register = desk.register.chosen.c, desk.register.subscribed.c, desk.register.places.c
    wanted = (
        select(
            persons.c.id.label("person_id"),
            _lang().label("lang"),
            persons.c.channel.label("channel"),
            register.zone.label("zone"),
        )
        .join(desk.register.chosen, chosen.person_id == persons.c.id)
        .join(desk.register.places, register.id == chosen.place_id)
    )
    places = places_of(conn, desk, organisation, draft)
    if places is not None:
        wanted = wanted.where(chosen.place_id.in_(places))
    about = draft.audience
    if about.languages:
        wanted = wanted.where(_lang().in_(about.languages))
    if about.topics:
        theirs = select(subscribed.person_id).where(subscribed.topic.in_(about.topics))
        wanted = wanted.where(persons.c.id.in_(theirs))
    if about.interviewing:
        wanted = wanted.where(persons.c.id.in_(desk.interviewing(now)))
    return wanted


def staff_of(conn: Connection, organisation: str, most: int | None = None) -> Select[Any]:
    """As `everybody`: the organisation's people who read in the chat, the first ones up to `most`."""
    theirs = readers.persons_of(conn, organisation, most)
    return select(
        persons.c.id.label("person_id"),
        _lang().label("lang"),
        persons.c.channel.label("channel"),
        literal("UTC", String).label("zone"),
    ).where(persons.c.id.in_(theirs))


def among(people: Select[Any]) -> Select[Any]:
    """As `everybody`, for these person ids: nobody waits for a correction until the morning."""
    return select(
        persons.c.id.label("person_id"),
        _lang().label("lang"),
        persons.c.channel.label("channel"),
        literal("UTC", String).label("zone"),
    ).where(persons.c.id.in_(people))


def due_rows(rows: Select[Any], due: Mapping[str, int], otherwise: int) -> Select[Any]:
    """One row a person: person_id, lang, channel, due. `due`: by zone; `otherwise`: for all other zones."""
    who = rows.subquery()
    moment = case(due, value=who.c.zone, else_=otherwise) if due else literal(otherwise)
    return select(who.c.person_id, who.c.lang, who.c.channel, moment.label("due"))


def zones_of(conn: Connection, rows: Select[Any]) -> list[str]:
    """The zones of an audience's places."""
    who = rows.subquery()
    return sorted(conn.scalars(select(who.c.zone).distinct()))


def dues(conn: Connection, rows: Select[Any], draft: Draft, now: float) -> dict[str, int]:
    """When readers get it, by zone."""
    return {zone: due_in(zone, draft, now) for zone in zones_of(conn, rows)}


def sizes(conn: Connection, rows: Select[Any]) -> dict[str, int]:
    """How many people there are of each language, exactly: for decisions, never to be shown."""
    who = rows.subquery()
    counted = select(who.c.lang, func.count()).group_by(who.c.lang)
    return {lang: number for lang, number in conn.execute(counted)}  # noqa: C416 - typed rows


def count(conn: Connection, desk: Desk, organisation: str, draft: Draft, now: float) -> Counted:
    """How many people would get it, as it may be shown."""
    exact = sizes(conn, everybody(conn, desk, organisation, draft, now))
    return veiled(conn, desk, organisation, draft, exact)


def veiled(
    conn: Connection, desk: Desk, organisation: str, draft: Draft, exact: Mapping[str, int]
) -> Counted:
    """Numbers of each language as they may be shown (L4).

    Whoever composes may ask for one audience after the other, and join them herself: so the same people are
    veiled alike whichever way they are asked for, and from which count on a number is shown is a secret.
    """
    group = _group(conn, desk, organisation, draft)
    counts = {"": sum(exact.values()), **exact}
    shown = publish(counts, [("", tuple(exact))], group, Veil(desk.staff.figures_secret))
    return Counted(shown.get(""), {lang: shown.get(lang) for lang in exact})


def _group(conn: Connection, desk: Desk, organisation: str, draft: Draft) -> Callable[[str], str]:
    """What the people of a language are called; "" is all languages that are asked for."""
    about = draft.audience
    if draft.mode == "exercise":
        who = ["staff", organisation]
    else:
        places = places_of(conn, desk, organisation, draft)
        who = ["readers", "*" if places is None else " ".join(places), " ".join(sorted(about.topics))]
        who.append("interviewing" if about.interviewing else "")
    wanted = " ".join(sorted(set(about.languages) or TAGS))
    return lambda lang: "\n".join([*who, lang or wanted])


def _lang() -> Any:
    return case((persons.c.lang.in_(TAGS), persons.c.lang), else_=literal("en", String))


def anybody(conn: Connection, rows: Select[Any]) -> bool:
    """Is there anyone?"""
    return conn.execute(rows.limit(1)).first() is not None
