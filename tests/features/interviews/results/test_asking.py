"""An answer is owed from the interview's end: the host is reminded, then case workers hear of it (D5)."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, update

from bot.features.interviews import results, slots
from bot.features.interviews.results.tables import interview_results
from bot.features.interviews.slots import By
from bot.features.interviews.slots.tables import slots as slot_rows
from bot.features.interviews.zones.tables import zone_rules
from bot.hiring import NEWS
from bot.store.database import Store
from bot.store.datakeys import DataKeys
from bot.store.keyring import Keyring
from tests.clock import FakeClock
from tests.portal import meetings
from tests.portal.meetings import DAY, HOUR
from tests.portal.samples import vacancy
from tests.portal.test_meetings import news
from tests.portal.world import World, new_world

PROMISED = 14
"""Days that the sample vacancy promises."""


@pytest.fixture
async def world(store: Store, keyring: Keyring, data_keys: DataKeys, clock: FakeClock) -> World:
    return await new_world(store, keyring, data_keys, clock)


async def _met(world: World) -> slots.Booking:
    """An interview that has just ended."""
    made = await world.store.write(lambda conn: vacancy(conn, world, world.employer, "released"))
    first = meetings.tomorrow(world)
    booked = await world.store.write(
        lambda conn: meetings.booking(conn, world, world.employer, first=first, vacancy=made)
    )
    world.clock.forward(booked.slot.end - world.now)
    return booked


async def _asked(world: World) -> list[tuple[str, str]]:
    """Every job again; the mails about results so far: (account, kind)."""
    await world.store.write(lambda conn: results.due(conn, world.hiring.results, world.now))
    return [(who, kind) for who, kind, _ in world.posted.mails if "result" in kind]


async def test_D5_the_host_is_reminded_a_day_before_and_case_workers_hear_once_that_it_is_late(
    world: World,
) -> None:
    booked = await _met(world)
    assert await _asked(world) == []
    standing = await world.store.read(lambda conn: results.standing(conn, [booked.id])[booked.id])
    assert standing.promised_by == booked.slot.end + PROMISED * DAY
    world.clock.forward((PROMISED - 1) * DAY - 1)
    assert await _asked(world) == []
    world.clock.forward(1)
    reminded = [(world.people["employer"], "interview.result_due")]
    assert await _asked(world) == reminded
    assert await _asked(world) == reminded
    world.clock.forward(DAY)
    late = [*reminded, (world.people["case_worker"], "result.alarm")]
    assert await _asked(world) == late
    assert await _asked(world) == late


async def test_D5_who_has_answered_or_had_nobody_come_is_not_asked(world: World) -> None:
    booked = await _met(world)
    by = By("employer", world.people["employer"], world.employer)
    await _asked(world)
    answered = await world.store.write(
        lambda conn: world.hiring.record(conn, booked.id, by, "not_this_time", world.now)
    )
    assert answered == "done"
    other = await _met(world)
    await world.store.write(lambda conn: slots.confirm(conn, world.hiring.slots, other.id, by, "not_shown"))
    world.clock.forward(PROMISED * DAY)
    assert await _asked(world) == []


async def test_S4_nobody_records_for_another_organisation_or_as_the_candidate(world: World) -> None:
    booked = await _met(world)
    for by in (By("employer", "other", "other-organisation"), By("candidate", booked.person)):
        got = await world.store.write(
            lambda conn, by=by: world.hiring.record(conn, booked.id, by, "offer", world.now)  # type: ignore[misc]
        )
        assert got == "gone"


async def test_D5_the_promise_goes_with_its_booking(world: World) -> None:
    await _met(world)
    await _asked(world)
    world.clock.forward(31 * DAY)
    await world.store.write(lambda conn: slots.sweep(conn, world.hiring.slots))
    rows = select(func.count()).select_from(interview_results)
    assert await world.store.read(lambda conn: conn.scalar(rows)) == 0


async def test_B8_a_start_under_new_zone_rules_moves_what_is_booked_and_tells_both_sides(
    world: World,
) -> None:
    booked = await world.store.write(lambda conn: meetings.booking(conn, world, world.employer))
    # As if the rules had been others when it was booked: the stored moment is an hour off.
    wrong = update(slot_rows).values(start=slot_rows.c.start + HOUR)
    await world.store.write(lambda conn: conn.execute(wrong))
    before = len(world.posted.mails)
    await world.store.write(lambda conn: world.hiring.renew_zones(conn, world.now))
    found = await world.store.read(lambda conn: slots.find_booking(conn, booked.id))
    assert found is not None and found.slot.start == booked.slot.start
    assert [kind for _, kind, _ in world.posted.mails[before:]] == ["interview.moved"]
    assert [values["what"] for values in await news(world, booked.person, NEWS)] == ["shifted"]
    # The rules are noted: the next start has nothing to do.
    await world.store.write(lambda conn: conn.execute(wrong))
    await world.store.write(lambda conn: world.hiring.renew_zones(conn, world.now))
    assert len(world.posted.mails) == before + 1
    assert await world.store.read(lambda conn: conn.scalar(select(func.count()).select_from(zone_rules))) == 1
