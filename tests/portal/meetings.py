"""Times, candidates and interviews of an organisation, made by the real parts."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from bot.features.interviews import matching, slots
from bot.features.interviews.matching import Codes, Viewer, keeping
from bot.features.interviews.matching.model import Occupation
from bot.features.interviews.slots import Booking, By, Needs, Opening, Slot
from bot.features.interviews.slots.tables import notices
from bot.features.interviews.zones import local
from bot.features.staff import directory
from tests.features.interviews.matching.people import meet, share
from tests.portal.world import World

LINK = "https://meet.jit.si/demo-room"
ZONE = "Africa/Nairobi"
HOUR, DAY = 3600, 86_400


def tomorrow(world: World, hour: int = 10, days: int = 1) -> datetime:
    """Wall time in ZONE."""
    day = local(world.now, ZONE).replace(hour=hour, minute=0, second=0, microsecond=0, fold=0)
    return day + timedelta(days=days)


def host(conn: Connection, world: World, organisation: str) -> str:
    """Somebody of the organisation, its own person of the role where there is one."""
    if organisation == world.employer:
        return world.people["employer"]
    return next(iter(directory.members(conn, organisation)), "") or world.account(
        conn, organisation, "employer"
    )


def slot(conn: Connection, world: World, organisation: str, **values: Any) -> Slot:
    """An open time of tomorrow."""
    wanted: dict[str, Any] = {
        "series": secrets.token_urlsafe(16),
        "organisation": organisation,
        "host": host(conn, world, organisation),
        "vacancy": f"vacancy-of-{organisation}"[:22],
        "zone": ZONE,
        "first": tomorrow(world),
        "link": LINK,
        **values,
    }
    by = By("employer", wanted["host"], organisation)
    opened = slots.open_slots(conn, world.hiring.slots, by, Opening(**wanted))
    assert not opened.problems, opened.problems
    return opened.slots[0]


def candidate(conn: Connection, world: World, organisation: str, *, shares: bool = True) -> tuple[str, str]:
    """Somebody who takes part in matching, and shows her profile to the organisation: person, reference."""
    person = meet(conn, world.staff.keys, f"candidate-{secrets.token_hex(6)}", world.now)
    if shares:
        share(conn, person, world.now, organisation=organisation)
    return person, world.hiring.reference(conn, person, organisation)


def book(conn: Connection, world: World, one: Slot, person: str, needs: Needs | None = None) -> Booking:
    """She holds and books it herself; both sides are told."""
    ctx = world.hiring.slots
    held = slots.hold(conn, ctx, person, one.id)
    assert held.booking is not None, held
    booked = slots.book(conn, ctx, person, held.booking.id, needs or Needs())
    assert booked.outcome == "done" and booked.booking is not None, booked
    world.hiring.tell(conn, booked.events, world.now)
    return booked.booking


def booking(
    conn: Connection, world: World, organisation: str, needs: Needs | None = None, **values: Any
) -> Booking:
    """An interview of somebody, at a time of its own where none is given."""
    number = next(world.count)
    values.setdefault("first", tomorrow(world, 8 + number % 12, 1 + number // 12 % 170))
    person, _ = candidate(conn, world, organisation)
    return book(conn, world, slot(conn, world, organisation, **values), person, needs)


def notice(conn: Connection, world: World, organisation: str) -> str:
    """That somebody has to be told of a booking."""
    made = booking(conn, world, organisation)
    return str(conn.scalar(select(notices.c.id).where(notices.c.booking == made.id).limit(1)))


def canary(conn: Connection, world: World, organisation: str) -> str:
    codes = Codes((Occupation("3435", 2, 1, 1),))
    planted = matching.plant_canary(conn, "sample", codes, world.hiring.ports.note, world.now)
    assert keeping.read(conn, [planted])
    return str(planted)


def request(conn: Connection, world: World, organisation: str) -> str:
    """Somebody asks to open more profiles."""
    viewer = Viewer(f"asker-{secrets.token_hex(4)}", organisation)
    assert matching.ask_staff(conn, viewer, world.hiring.ports.note, world.now)
    return next(one.id for one in matching.open_requests(conn) if one.account == viewer.account)
