"""Closing a slot, and freezing an organisation (E7)."""

from __future__ import annotations

from bot.features.interviews import slots as booking
from bot.features.interviews.slots import Event, Slot
from tests.features.interviews.slots.office import (
    DAY,
    EMPLOYER,
    HOST,
    ORGANISATION,
    OTHERS,
    STAFF,
    TOMORROW_TEN,
    Office,
    wall_after,
)


async def freeze(office: Office) -> tuple[Event, ...]:
    return await office.write(lambda conn: booking.freeze(conn, office.ctx, ORGANISATION))


async def unfreeze(office: Office) -> tuple[Event, ...]:
    return await office.write(lambda conn: booking.unfreeze(conn, office.ctx, ORGANISATION, STAFF))


async def close(office: Office, slot: Slot) -> str:
    return (await office.write(lambda conn: booking.close_slot(conn, office.ctx, slot.id, EMPLOYER))).outcome


async def test_a_closed_slot_takes_nobody_new_and_keeps_whom_it_has(office: Office) -> None:
    anna, berta, slot = await office.person(), await office.person(), await office.slot(capacity=2)
    await office.booked(anna, slot)
    assert [await close(office, slot), await close(office, slot)] == ["done", "already"]
    assert (await office.hold(berta, slot)).outcome == "no_longer_valid"
    assert await office.free(berta) == []
    assert len(await office.store.read(lambda conn: booking.of_person(conn, anna))) == 1
    reopened = await office.write(lambda conn: booking.reopen_slot(conn, office.ctx, slot.id, EMPLOYER))
    assert reopened.outcome == "done"
    assert (await office.hold(berta, slot)).outcome == "done"


async def test_E7_of_a_frozen_organisation_nothing_can_be_held_booked_or_moved(office: Office) -> None:
    anna, berta = await office.person(), await office.person()
    slots = [await office.slot(wall_after(TOMORROW_TEN, 60 * number)) for number in range(4)]
    other = await office.slot(organisation=OTHERS, host="another-host-aaaaaaaaa")
    booked, held = await office.booked(anna, slots[0]), await office.hold(berta, slots[1])
    assert await close(office, slots[3]) == "done"
    told = await freeze(office)
    assert [(event.what, event.to, event.booking.id) for event in told] == [
        ("frozen", anna, booked.id),
        ("frozen", HOST, booked.id),
    ]
    assert await freeze(office) == ()
    assert await office.free(await office.person()) == [other.wall]
    assert (await office.hold(anna, slots[2])).outcome == "frozen"
    assert (await office.book(berta, held.booking)).outcome == "frozen"
    assert (await office.move(booked, slots[2])).outcome == "frozen"
    assert (await office.cancel(booked, EMPLOYER)).outcome == "frozen"
    assert await close(office, slots[2]) == "frozen"
    asked = office.asking(wall_after(TOMORROW_TEN, 300))
    opened = await office.write(lambda conn: booking.open_slots(conn, office.ctx, EMPLOYER, asked))
    assert [problem.code for problem in opened.problems] == ["frozen"]
    assert await office.store.read(lambda conn: booking.frozen(conn, ORGANISATION))
    assert (await office.cancel(booked)).outcome == "done"  # she may always go


async def test_E7_what_staff_let_go_on_is_as_it_was_with_new_reminders(office: Office) -> None:
    anna, slot = await office.person(), await office.slot(wall_after(TOMORROW_TEN, 2 * 1440))
    closed = await office.slot(wall_after(TOMORROW_TEN, 60))
    booked = await office.booked(anna, slot)
    await close(office, closed)
    await freeze(office)

    async def true(by: int) -> bool:
        return await office.store.read(
            lambda conn: booking.reminder_still_true(conn, booked.id, slot.start, by)
        )

    assert not await true(slot.start - DAY)
    told = await unfreeze(office)
    assert [(event.what, event.to) for event in told] == [("unfrozen", anna), ("unfrozen", HOST)]
    assert await unfreeze(office) == ()
    assert await true(slot.start - DAY)
    assert len(await office.reminded(anna)) == 2
    assert (await office.hold(anna, closed)).outcome == "no_longer_valid"
    assert ("staff-aaaaaaaaaaaaaaaa", "slots.unfrozen", ORGANISATION) in office.notes
