"""Interviews of an organisation or a host, a page at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select

from bot.features.interviews.slots.model import Booking, Slot
from bot.features.interviews.slots.reading import booking_of, joined, listed, slot_of, with_seats
from bot.features.interviews.slots.tables import bookings, slots

LONGEST = 4 * 3600
"""Seconds: no interview is longer (LENGTHS of opening)."""
_PLACE = re.compile(r"(\d{1,11})\.([A-Za-z0-9_-]{1,22})", re.ASCII)
_end = slots.c.start + 60 * slots.c.minutes


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended: the begin of the last one (seconds UTC) and its booking; of slots the slot."""

    start: int
    booking: str

    @classmethod
    def read(cls, text: str) -> Place | None:
        """As `str` wrote it; None for anything else."""
        found = _PLACE.fullmatch(text)
        return None if found is None else cls(int(found[1]), found[2])

    def __str__(self) -> str:
        return f"{self.start}.{self.booking}"


def coming_of(
    conn: Connection, organisation: str, now: int, after: Place | None = None, limit: int = 25
) -> list[Booking]:
    """Booked interviews of an organisation that are not over, the next one first."""
    which = [slots.c.start > now - LONGEST, _end > now, bookings.c.state == "booked"]
    if after is not None:
        same = and_(slots.c.start == after.start, bookings.c.id > after.booking)
        which.append(or_(slots.c.start > after.start, same))
    return _of(conn, organisation, which, (slots.c.start, bookings.c.id), limit)


def coming(
    conn: Connection,
    now: int,
    after: Place | None = None,
    limit: int = 25,
    *,
    interpreter: bool = False,
    quiet_room: bool = False,
    vacancies: Select[tuple[str]] | None = None,
) -> list[Booking]:
    """Booked interviews of all organisations that are not over, the next one first: for staff alone (S4).

    Those with any of the needs that are asked for, or all; of these vacancies, or of every one.
    """
    which = [slots.c.start > now - LONGEST, _end > now, bookings.c.state == "booked"]
    needs = [bookings.c.interpreter] * interpreter + [bookings.c.quiet_room] * quiet_room
    which += [or_(*needs)] if needs else []
    which += [slots.c.vacancy.in_(vacancies)] if vacancies is not None else []
    if after is not None:
        same = and_(slots.c.start == after.start, bookings.c.id > after.booking)
        which.append(or_(slots.c.start > after.start, same))
    query = joined().where(*which).order_by(slots.c.start, bookings.c.id).limit(limit)
    return [booking_of(row) for row in conn.execute(query)]


def past_of(
    conn: Connection, organisation: str, now: int, after: Place | None = None, limit: int = 25
) -> list[Booking]:
    """Interviews of an organisation that are over, the last one first."""
    which = [slots.c.start <= now, _end <= now, bookings.c.state.in_(("booked", "done"))]
    if after is not None:
        same = and_(slots.c.start == after.start, bookings.c.id < after.booking)
        which.append(or_(slots.c.start < after.start, same))
    return _of(conn, organisation, which, (slots.c.start.desc(), bookings.c.id.desc()), limit)


def hosted(conn: Connection, account: str, since: int, limit: int = 1_000) -> list[Booking]:
    """The interviews of one host from a moment on, cancelled ones among them: for a calendar."""
    states = bookings.c.state.in_(("booked", "done", "cancelled"))
    return listed(conn, slots.c.host == account, slots.c.start >= since, states, limit=limit)


def slots_page(
    conn: Connection,
    organisation: str,
    start: int,
    end: int | None,
    *,
    vacancy: str | None = None,
    only: str | None = None,
    after: Place | None = None,
    limit: int = 50,
) -> list[tuple[Slot, int]]:
    """An organisation's slots that begin in [start, end) (seconds UTC), the first one first, each with its
    count of held or booked seats; of one vacancy, or one alone, where that is given. `after`: of a slot."""
    which = [slots.c.organisation == organisation, slots.c.start >= start]
    which += [slots.c.start < end] if end is not None else []
    which += [slots.c.vacancy == vacancy] if vacancy is not None else []
    which += [slots.c.id == only] if only is not None else []
    if after is not None:
        same = and_(slots.c.start == after.start, slots.c.id > after.booking)
        which.append(or_(slots.c.start > after.start, same))
    query = with_seats().where(*which).order_by(slots.c.start, slots.c.id).limit(limit)
    return [(slot_of(row), row[-1]) for row in conn.execute(query)]


def _of(
    conn: Connection,
    organisation: str,
    which: list[ColumnElement[bool]],
    order: tuple[ColumnElement[object], ...],
    limit: int,
) -> list[Booking]:
    query = joined().where(slots.c.organisation == organisation, *which).order_by(*order).limit(limit)
    return [booking_of(row) for row in conn.execute(query)]


def candidates_ahead(now: float) -> Select[tuple[str]]:
    """The ids of people with an interview still to come, for counting audiences; not sorted, may repeat."""
    return (
        select(bookings.c.person_id)
        .join(slots, slots.c.id == bookings.c.slot)
        .where(bookings.c.state == "booked", slots.c.start > int(now))
    )
