"""What is kept no longer (D5), and what becomes of the bookings of somebody who goes (C6)."""

from __future__ import annotations

from sqlalchemy import Table, func, select

from bot.delivery.retention import sweep_store
from bot.delivery.tables import persons
from bot.features.interviews import slots as booking
from bot.features.interviews.slots import ending, tables
from bot.features.people.erasing import erase
from tests.features.interviews.slots.office import DAY, HOST, HOUR, TOMORROW_TEN, Office, wall_after

ALL = (tables.slots, tables.bookings, tables.cells, tables.notices)


async def counts(office: Office, *of: Table) -> list[int]:
    queries = [select(func.count()).select_from(table) for table in of]
    return await office.store.read(lambda conn: [conn.scalar(query) or 0 for query in queries])


async def sweep(office: Office) -> dict[str, int]:
    return await office.write(lambda conn: booking.sweep(conn, office.ctx))


async def test_D5_details_are_gone_30_days_after_the_interview_and_not_before(office: Office) -> None:
    anna, slot = await office.person(), await office.slot()
    await office.booked(anna, slot)
    until_end = slot.end - await office.store.read(office.time)
    office.forward(until_end + ending.KEPT - HOUR)
    await sweep(office)
    assert await counts(office, tables.slots, tables.bookings) == [1, 1]
    office.forward(HOUR)
    assert (await sweep(office))["slots"] == 1
    assert await counts(office, *ALL) == [0, 0, 0, 0]


async def test_holds_that_ended_and_cells_of_the_past_are_swept(office: Office) -> None:
    anna, berta = await office.person(), await office.person()
    slots = [await office.slot(wall_after(TOMORROW_TEN, 60 * number)) for number in range(2)]
    await office.hold(anna, slots[0])
    await office.booked(berta, slots[1])
    assert (await sweep(office))["holds"] == 0
    office.forward(booking.HOLD)
    assert (await sweep(office))["holds"] == 1
    assert await office.cells() == 6 + 6 + 1
    office.forward(3 * DAY)
    await sweep(office)
    assert await office.cells() == 0


async def test_D5_who_has_an_interview_coming_is_kept_for_it(office: Office) -> None:
    anna, berta = await office.person(), await office.person()
    slot = await office.slot(wall_after(TOMORROW_TEN, 60 * 1440))
    await office.booked(anna, slot)

    async def round_after(days: int) -> set[str]:
        office.forward(days * DAY)
        now = await office.store.read(office.time)
        await sweep_store(office.store, office.keys.data, now, (), (booking.keeps(),))
        return set(await office.store.read(lambda conn: conn.scalars(select(persons.c.id)).all()))

    await round_after(0)  # from here on their date runs
    left = await round_after(45)
    assert anna in left and berta not in left


async def test_C6_what_is_coming_is_cancelled_before_she_is_erased_and_the_host_told(office: Office) -> None:
    anna, berta = await office.person(), await office.person()
    slots = [await office.slot(wall_after(TOMORROW_TEN, 60 * number)) for number in range(2)]
    booked = await office.booked(anna, slots[0])
    await office.hold(anna, slots[1])
    told = await office.write(lambda conn: booking.forget(conn, office.ctx, anna))
    assert [(event.what, event.to, event.booking.id) for event in told] == [("cancelled", HOST, booked.id)]
    assert await office.cells() == 0
    assert await office.write(lambda conn: erase(conn, office.keys.data, anna))
    assert await counts(office, tables.bookings) == [0]
    assert (await office.hold(berta, slots[0])).outcome == "done"
    assert (await office.hold(berta, slots[1])).outcome == "done"


async def test_a_time_is_free_again_even_where_she_was_erased_without_a_word(office: Office) -> None:
    anna, berta, slot = await office.person(), await office.person(), await office.slot(minutes=30)
    beside = await office.slot(wall_after(TOMORROW_TEN, 15))
    await office.booked(anna, slot)
    await office.write(lambda conn: erase(conn, office.keys.data, anna))
    # Only the host's cells are left, of a slot of which no seat is taken.
    assert await office.cells() == 6
    assert await office.free(berta) == [slot.wall, beside.wall]
    assert (await office.hold(berta, beside)).outcome == "done"
