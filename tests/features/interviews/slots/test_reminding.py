"""B9: reminders are made and taken back with the booking, and asked again before they are told."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, update

from bot.delivery import reminders
from bot.delivery.actions import Outcome, Turning
from bot.features.interviews import slots as booking
from bot.features.interviews.slots import Booking, tables
from bot.features.reminders.actions import actions
from tests.features.interviews.slots.office import DAY, HOUR, TOMORROW_TEN, Office, wall_after

IN_THREE_DAYS = wall_after(TOMORROW_TEN, 2 * 1440)


async def still_true(office: Office, one: Booking, at: int) -> bool:
    return await office.store.read(lambda conn: booking.reminder_still_true(conn, one.id, one.slot.start, at))


async def test_B9_she_is_reminded_a_day_and_an_hour_before(office: Office) -> None:
    anna, slot = await office.person(), await office.slot(IN_THREE_DAYS)
    assert (await office.hold(anna, slot)).outcome == "done"
    assert await office.reminded(anna) == []
    booked = await office.booked(anna, slot)
    assert await office.reminded(anna) == [(booked.id, slot.start - DAY), (booked.id, slot.start - HOUR)]
    assert await still_true(office, booked, slot.start - DAY)
    assert not await still_true(office, booked, slot.start)


async def test_B9_no_reminder_of_a_time_that_has_passed(office: Office) -> None:
    anna, slot = await office.person(), await office.slot()  # 22 hours from now
    booked = await office.booked(anna, slot)
    assert await office.reminded(anna) == [(booked.id, slot.start - HOUR)]


async def test_B9_reminders_of_other_bookings_and_of_other_things_stay(office: Office) -> None:
    anna = await office.person()
    slots = [await office.slot(wall_after(IN_THREE_DAYS, 60 * number)) for number in range(3)]
    first, second = await office.booked(anna, slots[0]), await office.booked(anna, slots[1])

    def family(conn: Connection) -> None:
        cipher = office.keys.data.for_person(conn, anna)
        reminders.put(conn, cipher, anna, "family", [(slots[2].start, {"day": "2030-05-20"})])

    await office.write(family)
    moved = await office.move(second, slots[2])
    assert moved.booking is not None
    assert {about for about, _ in await office.reminded(anna)} == {first.id, moved.booking.id, ""}
    await office.cancel(first)
    assert [about for about, _ in await office.reminded(anna)] == [moved.booking.id, moved.booking.id, ""]


async def test_B9_what_was_moved_or_cancelled_is_true_no_more(office: Office) -> None:
    anna = await office.person()
    slots = [await office.slot(wall_after(IN_THREE_DAYS, 60 * number)) for number in range(2)]
    first = await office.booked(anna, slots[0])
    second = (await office.move(first, slots[1])).booking
    assert second is not None
    now = slots[0].start - HOUR
    assert not await still_true(office, first, now)
    assert await still_true(office, second, now)
    await office.cancel(second)
    assert not await still_true(office, second, now)


@pytest.mark.parametrize("step", ["book", "cancel", "move"])
async def test_B9_M4_a_transaction_that_fails_leaves_no_reminder_and_none_too_few(
    office: Office, step: str
) -> None:
    anna = await office.person()
    slots = [await office.slot(wall_after(IN_THREE_DAYS, 60 * number)) for number in range(2)]
    held = (await office.hold(anna, slots[0])).booking
    assert held is not None
    if step != "book":
        await office.book(anna, held)
    before = await office.reminded(anna), await office.cells()

    def fails(conn: Connection) -> None:
        actor = booking.By("candidate", anna)
        if step == "book":
            result = booking.book(conn, office.ctx, anna, held.id, booking.Needs())
        elif step == "cancel":
            result = booking.cancel(conn, office.ctx, held.id, actor, "other")
        else:
            result = booking.move(conn, office.ctx, held.id, slots[1].id, actor)
        assert result.outcome == "done"
        raise RuntimeError("after the work")

    with pytest.raises(RuntimeError, match="after the work"):
        await office.write(fails)
    assert (await office.reminded(anna), await office.cells()) == before


async def test_B9_an_interview_is_told_of_only_while_it_is_true(office: Office) -> None:
    """As the flow `reminder` asks, in the turn that tells her."""
    anna, slot = await office.person(), await office.slot(IN_THREE_DAYS)
    booked = await office.booked(anna, slot)
    seen = {one.name: one for one in actions(office.keys.data, {booking.KIND: booking.tell})}
    assert {"gone", "interview"} <= seen["reminders.see"].outcomes

    async def asks(name: str, now: int) -> Outcome:
        def ask(conn: Connection) -> Outcome:
            cipher = office.keys.data.for_person(conn, anna)
            (first, *_) = reminders.of(conn, cipher, anna)
            return seen[name].run(Turning(conn, anna, "en", now), {"reminder": first.id})

        return await office.store.read(ask)

    assert (await asks("reminders.open", slot.start - DAY)).name == "news"
    told = await asks("reminders.see", slot.start - DAY)
    assert (told.name, told.data) == (
        "interview",
        {"booking": booked.id, "start": slot.start, "zone": "UTC"},
    )
    assert (await asks("reminders.open", slot.start)).name == "gone"
    # A cancellation whose reminders were left behind, however that may come about.
    await office.write(lambda conn: conn.execute(update(tables.bookings).values(state="cancelled")))
    assert (await asks("reminders.see", slot.start - DAY)).name == "gone"


async def test_a_reminder_that_no_flow_can_tell_is_gone(office: Office) -> None:
    anna, slot = await office.person(), await office.slot(IN_THREE_DAYS)
    await office.booked(anna, slot)
    (see,) = [one for one in actions(office.keys.data) if one.name == "reminders.see"]

    def ask(conn: Connection) -> Outcome:
        (first, *_) = reminders.of(conn, office.keys.data.for_person(conn, anna), anna)
        return see.run(Turning(conn, anna, "en", slot.start - DAY), {"reminder": first.id})

    assert (await office.store.read(ask)).name == "gone"
