"""Moving a booking: she has the new time or still the old one, and never two."""

from __future__ import annotations

from bot.features.interviews import slots as booking
from tests.features.interviews.slots.office import (
    EMPLOYER,
    HOST,
    HOUR,
    OTHERS,
    STAFF,
    TOMORROW_TEN,
    Office,
    wall_after,
)


async def test_a_move_frees_the_old_time_and_keeps_the_calendar_entry(office: Office) -> None:
    anna, berta = await office.person(), await office.person()
    old, new = await office.slot(), await office.slot(wall_after(TOMORROW_TEN, 60))
    first = await office.booked(anna, old)
    moved = await office.move(first, new)
    assert moved.outcome == "done" and moved.booking is not None
    assert moved.booking.slot.id == new.id and moved.booking.id != first.id
    assert (moved.booking.uid, moved.booking.sequence) == (first.uid, first.sequence + 1)
    assert [(event.what, event.to) for event in moved.events] == [("moved", anna), ("moved", HOST)]
    assert moved.events[0].before == old
    assert (await office.hold(berta, new)).outcome == "taken"
    assert (await office.hold(berta, old)).outcome == "done"


async def test_B6_a_move_pressed_twice_is_one_move_and_old_buttons_are_known_as_old(office: Office) -> None:
    anna = await office.person()
    slots = [await office.slot(wall_after(TOMORROW_TEN, 60 * number)) for number in range(3)]
    first = await office.booked(anna, slots[0])
    moved = await office.move(first, slots[1])
    again = await office.move(first, slots[1])
    assert (again.outcome, again.booking, again.events) == ("already", moved.booking, ())
    assert (await office.move(first, slots[2])).outcome == "no_longer_valid"
    assert (await office.cancel(first)).outcome == "no_longer_valid"
    assert moved.booking is not None
    assert (await office.move(moved.booking, slots[1])).outcome == "already"
    assert (await office.cancel(moved.booking)).outcome == "done"
    assert await office.cells() == 0


async def test_who_cannot_move_keeps_what_she_had(office: Office) -> None:
    anna, berta = await office.person(), await office.person()
    old, new = await office.slot(), await office.slot(wall_after(TOMORROW_TEN, 60))
    later = await office.slot(wall_after(TOMORROW_TEN, 120))
    first = await office.booked(anna, old)
    await office.booked(berta, new)
    before = await office.cells()
    lost = await office.move(first, new)
    assert (lost.outcome, lost.booking) == ("taken", first)
    assert [one.id for one in lost.alternatives] == [later.id]
    assert await office.cells() == before
    assert await office.store.read(lambda conn: booking.of_person(conn, anna)) == [first]


async def test_ten_minutes_later_is_no_overlap_with_oneself(office: Office) -> None:
    anna = await office.person()
    old = await office.slot(minutes=30, buffer=10)
    new = await office.slot(wall_after(TOMORROW_TEN, 10), minutes=30, buffer=10)
    first = await office.booked(anna, old)
    moved = await office.move(first, new)
    assert moved.outcome == "done" and moved.booking is not None
    assert await office.cells() == 6 + 8 + 1  # hers, the host's with the buffer, the seat


async def test_B5_staff_and_employers_cannot_move_somebody_over_another_interview(office: Office) -> None:
    anna = await office.person()
    old, new = await office.slot(), await office.slot(wall_after(TOMORROW_TEN, 60))
    elsewhere = await office.slot(
        wall_after(TOMORROW_TEN, 75), organisation=OTHERS, host="another-host-aaaaaaaaa"
    )
    first = await office.booked(anna, old)
    await office.booked(anna, elsewhere)
    for actor in (STAFF, EMPLOYER):
        assert (await office.move(first, new, actor)).outcome == "overlaps"
    other_vacancy = await office.slot(wall_after(TOMORROW_TEN, 180), vacancy="another-vacancy-aaaaaa")
    assert (await office.move(first, other_vacancy, EMPLOYER)).outcome == "gone"


async def test_a_move_takes_over_a_hold_that_has_ended(office: Office) -> None:
    anna, berta = await office.person(), await office.person()
    old, new = await office.slot(), await office.slot(wall_after(TOMORROW_TEN, 60))
    first = await office.booked(anna, old)
    await office.hold(berta, new)
    assert (await office.move(first, new)).outcome == "taken"
    office.forward(HOUR)
    assert (await office.move(first, new)).outcome == "done"


async def test_needs_go_with_a_move(office: Office) -> None:
    anna = await office.person()
    old, new = await office.slot(), await office.slot(wall_after(TOMORROW_TEN, 60))
    needs = booking.Needs(True, True, "so", ("phone", "chat"))
    booked = await office.book(anna, (await office.hold(anna, old)).booking, needs)
    assert booked.booking is not None
    moved = await office.move(booked.booking, new, EMPLOYER)
    assert moved.booking is not None and moved.booking.needs == needs
    assert office.notes[-1] == (HOST, "booking.moved", moved.booking.id)
