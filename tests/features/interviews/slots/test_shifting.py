"""B8: after a change of zone rules the wall time stays, the moment moves, and everyone touched is told."""

from __future__ import annotations

from sqlalchemy import update

from bot.features.interviews import slots as booking
from bot.features.interviews.slots import Event, Slot, tables
from tests.features.interviews.slots.office import (
    DAY,
    HOST,
    HOUR,
    OTHERS,
    TOMORROW_TEN,
    Office,
    in_zone,
    wall_after,
)

BERLIN = "Europe/Berlin"
LATER = wall_after(TOMORROW_TEN, 3 * 1440)


async def under_old_rules(office: Office, wall: str = LATER, **values: object) -> Slot:
    """A slot that was opened when its zone was an hour further from UTC."""
    slot = await office.slot(wall, **{"zone": BERLIN, **values})
    change = update(tables.slots).where(tables.slots.c.id == slot.id).values(start=slot.start - HOUR)
    await office.write(lambda conn: conn.execute(change))
    found = await office.store.read(lambda conn: booking.find_slot(conn, slot.id))
    assert found is not None
    return found


async def shift(office: Office) -> list[Event]:
    return list(await office.write(lambda conn: booking.shift_slots(conn, office.ctx)))


async def test_B8_a_booking_moves_with_its_wall_time_and_both_are_told_once(office: Office) -> None:
    anna, slot = await office.person(), await under_old_rules(office)
    booked = await office.booked(anna, slot)
    assert in_zone(slot, BERLIN) != slot.wall
    told = await shift(office)
    assert [(event.what, event.to) for event in told] == [("shifted", anna), ("shifted", HOST)]
    assert told[0].before == slot
    assert told[0].booking.slot.start == slot.start + HOUR
    assert in_zone(told[0].booking.slot, BERLIN) == slot.wall
    assert told[0].booking.sequence == booked.sequence + 1
    assert await office.reminded(anna) == [
        (booked.id, slot.start + HOUR - DAY),
        (booked.id, slot.start + HOUR - HOUR),
    ]
    assert await shift(office) == []


async def test_B8_slots_that_move_together_do_not_stand_in_each_others_way(office: Office) -> None:
    anna, berta = await office.person(), await office.person()
    first = await under_old_rules(office)
    second = await under_old_rules(office, wall_after(LATER, 60))
    await office.booked(anna, first)
    await office.booked(berta, second)
    assert {event.what for event in await shift(office)} == {"shifted"}
    assert await office.cells() == 2 * (6 + 6 + 1)


async def test_B8_B5_what_comes_to_lie_over_another_interview_is_cancelled_and_told(office: Office) -> None:
    anna = await office.person()
    moving = await under_old_rules(office)
    fixed = await office.slot(wall_after(LATER, -120), organisation=OTHERS, host="another-host-aaaaaaaaa")
    assert fixed.start == moving.start + HOUR
    stays = await office.booked(anna, fixed)
    goes = await office.booked(anna, moving)
    told = await shift(office)
    assert [(event.what, event.to, event.booking.id) for event in told] == [
        ("cancelled", anna, goes.id),
        ("cancelled", HOST, goes.id),
    ]
    assert await office.store.read(lambda conn: booking.of_person(conn, anna)) == [stays]
    assert await office.cells() == 6 + 6 + 1
    assert {about for about, _ in await office.reminded(anna)} == {stays.id}


async def test_B8_nothing_happens_where_no_rule_has_changed(office: Office) -> None:
    anna, slot = await office.person(), await office.slot(LATER, zone=BERLIN)
    await office.booked(anna, slot)
    assert await shift(office) == []
