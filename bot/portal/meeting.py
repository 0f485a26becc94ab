"""What the pages about times, candidates and interviews share: who acts, and what things are called."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from sqlalchemy import Connection

from bot.features.interviews import vacancies
from bot.features.interviews.matching import Viewer, known_refs
from bot.features.interviews.slots import Booking, By
from bot.features.interviews.zones import describe
from bot.portal.visit import Visit
from bot.store.cipher import Unreadable

DAY = 24 * 3600
STAFF = frozenset({"case_worker", "manager"})
"""Roles of an NGO that help with interviews of every employer."""


def by_of(visit: Visit) -> By:
    """Who acts on slots and bookings: an employer's account sees what is its organisation's, staff all."""
    me = visit.me
    return By("staff", me.account) if me.kind == "ngo" else By("employer", me.account, me.organisation)


def viewer_of(visit: Visit) -> Viewer:
    return Viewer(visit.me.account, visit.me.organisation)


def work_name(visit: Visit, isco: str) -> str:
    """The name of an occupation in the reader's language; "" for a code that is none."""
    try:
        return visit.desk.adverts.knows.occupations.title(isco, visit.lang).text
    except KeyError:
        return ""


def vacancy_name(visit: Visit, record: vacancies.Record | None) -> str:
    """How a vacancy is called on pages: its work and its town; "…" for one that is not whole."""
    vacancy = record.vacancy if record else None
    return f"{work_name(visit, vacancy.isco)} · {vacancy.town}" if vacancy else "…"


def vacancy_names(conn: Connection, visit: Visit, ids: Iterable[str]) -> dict[str, str]:
    """Names of vacancies by id."""
    return {id_: vacancy_name(visit, load(conn, visit, id_)) for id_ in set(ids)}


def load(conn: Connection, visit: Visit, vacancy: str) -> vacancies.Record | None:
    """A vacancy; None for one that is gone, or whose key is."""
    try:
        return vacancies.load(conn, visit.desk.hiring.desk, vacancy)
    except Unreadable:
        return None


def references(conn: Connection, found: Iterable[Booking]) -> dict[str, str]:
    """By booking: how its organisation names the candidate, never her id (E3)."""
    by_organisation: dict[str, list[Booking]] = {}
    for one in found:
        by_organisation.setdefault(one.slot.organisation, []).append(one)
    names: dict[str, str] = {}
    for organisation, bookings in by_organisation.items():
        known = known_refs(conn, (one.person for one in bookings), organisation)
        names |= {one.id: known.get(one.person, one.uid) for one in bookings}
    return names


def host_of(link: str) -> str:
    """The real host of a link (I10)."""
    return urlsplit(link).hostname or ""


def zone_words(zone: str, lang: str) -> str:
    """A zone as its city and country: what can be typed to find it again."""
    found = describe(zone, lang)
    return f"{found.city}, {found.country}" if found.country else found.city
