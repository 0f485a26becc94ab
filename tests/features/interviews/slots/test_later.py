"""B10: a host is told once of what a candidate changed, and of a slip that she took back not at all."""

from __future__ import annotations

import pytest

from bot.features.interviews import slots as booking
from bot.features.interviews.slots import Booking, By, Event, Result, Slot, later, telling
from tests.features.interviews.slots.office import HOST, TOMORROW_TEN, Office, wall_after

SECOND = "host-bbbbbbbbbbbbbbbbb"


async def told(office: Office) -> list[Event]:
    """All that hosts are to be told by now."""
    found: list[Event] = []
    while (events := await office.write(lambda conn: booking.due(conn, office.ctx))) is not None:
        found += events
    return found


async def told_in_time(office: Office) -> list[tuple[str, str, str]]:
    """What hosts are told once nothing can be taken back any more: what, to whom, of which wall time."""
    office.forward(later.TAKE_BACK - 5)
    assert await told(office) == [], "she may still be reading what she pressed"
    office.forward(5)
    found: list[tuple[str, str, str]] = [
        (one.what, one.to, one.booking.slot.wall) for one in await told(office)
    ]
    assert await told(office) == []
    return found


async def restored(office: Office, one: Booking) -> Booking:
    result = await office.write(lambda conn: booking.restore(conn, office.ctx, one.id, one.person))
    assert result.booking is not None and result.outcome == "done", result
    office.forward(1)
    return result.booking


async def times(office: Office) -> tuple[Slot, Slot, Slot]:
    first, second, third = [await office.slot(wall_after(TOMORROW_TEN, 60 * hour)) for hour in range(3)]
    return first, second, third


def hosts(result: Result) -> list[bool]:
    """Of each event to a host: is it told later?"""
    return [event.later for event in result.events if event.side == "host"]


async def moved(office: Office, one: Booking, to: Slot, by: By | None = None) -> Booking:
    result = await office.move(one, to, by)
    assert result.outcome == "done" and result.booking is not None
    office.forward(1)
    return result.booking


async def test_B10_of_a_cancellation_that_was_taken_back_no_host_hears(office: Office) -> None:
    first, _, _ = await times(office)
    made = await office.booked(await office.person(), first)
    for _ in range(2):
        assert hosts(await office.cancel(made)) == [True]
        office.forward(1)
        await restored(office, made)
    assert await told_in_time(office) == []
    office.forward(telling.PATIENCE)
    untold = await office.store.read(lambda conn: booking.untold(conn, office.time(conn)))
    assert [one.what for one in untold if one.side == "host"] == ["booked"], "of the first booking alone"


async def test_B10_without_the_wait_the_same_slip_is_told_twice(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(later, "TAKE_BACK", 0)
    first, _, _ = await times(office)
    made = await office.booked(await office.person(), first)
    await office.cancel(made)
    found = await told(office)
    office.forward(1)
    await restored(office, made)
    found += await told(office)
    assert [one.what for one in found] == ["cancelled", "booked"]


async def test_B10_a_cancellation_that_stands_is_told_once(office: Office) -> None:
    first, _, _ = await times(office)
    made = await office.booked(await office.person(), first)
    await office.cancel(made)
    assert await told_in_time(office) == [("cancelled", HOST, first.wall)]
    # What she takes back after that is news for the host.
    await restored(office, made)
    office.forward(later.TAKE_BACK)
    assert [(one.what, one.booking.state) for one in await told(office)] == [("booked", "booked")]


async def test_B10_moves_are_told_as_one_and_back_again_as_none(office: Office) -> None:
    first, second, third = await times(office)
    made = await office.booked(await office.person(), first)
    there = await moved(office, await moved(office, made, second), first)
    assert await told_in_time(office) == []
    last = await moved(office, await moved(office, there, second), third)
    office.forward(later.TAKE_BACK)
    (event,) = await told(office)
    assert event.before is not None
    assert (event.what, event.before.wall, event.booking.id) == ("moved", first.wall, last.id)


async def test_B10_moved_and_called_off_is_told_as_called_off_at_the_time_that_the_host_knows(
    office: Office,
) -> None:
    first, second, _ = await times(office)
    made = await office.booked(await office.person(), first)
    await office.cancel(await moved(office, made, second))
    assert await told_in_time(office) == [("cancelled", HOST, first.wall)]


async def test_B10_what_others_change_is_told_at_once_and_stands_for_all_before_it(office: Office) -> None:
    first, second, third = await times(office)
    made = await moved(office, await office.booked(await office.person(), first), second)
    result = await office.move(made, third, By("staff", "staff-aaaaaaaaaaaaaaaa"))
    assert hosts(result) == [False]
    assert await told_in_time(office) == []


async def test_B10_shortly_before_an_interview_nothing_waits(office: Office) -> None:
    first, _, _ = await times(office)
    made = await office.booked(await office.person(), first)
    office.forward(first.start - later.SOON - await office.store.read(office.time))
    assert hosts(await office.cancel(made)) == [False]
    assert await told_in_time(office) == []


async def test_B10_both_hosts_are_told_where_an_interview_goes_from_one_to_the_other(office: Office) -> None:
    office.accounts[SECOND] = await office.person("mail")
    first = await office.slot()
    second = await office.slot(wall_after(TOMORROW_TEN, 60), host=SECOND)
    made = await office.booked(await office.person(), first)
    there = await moved(office, made, second)
    await moved(office, there, first)
    assert await told_in_time(office) == []
    await moved(office, (await mine(office, made.person)), second)
    assert sorted(await told_in_time(office)) == [
        ("booked", SECOND, second.wall),
        ("cancelled", HOST, first.wall),
    ]
    # By staff at once, to both.
    result = await office.move(await mine(office, made.person), first, By("staff", "staff-aaaaaaaaaaaaaaaa"))
    told_now = {(event.what, event.to) for event in result.events if event.side == "host"}
    assert told_now == {("cancelled", SECOND), ("booked", HOST)}


async def mine(office: Office, person: str) -> Booking:
    (found,) = await office.store.read(lambda conn: booking.of_person(conn, person))
    return found


async def test_B10_a_host_whom_nobody_came_to_tell_is_shown_to_staff(office: Office) -> None:
    first, _, _ = await times(office)
    made = await office.booked(await office.person(), first)
    await office.cancel(made)
    office.forward(telling.PATIENCE)
    found = await office.store.read(lambda conn: booking.untold(conn, office.time(conn)))
    assert ("cancelled", "host", "unwritten") in [(one.what, one.side, one.why) for one in found]
