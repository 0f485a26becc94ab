"""B10: both sides are told of each change; whom nobody could tell is shown to staff within five minutes."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, delete, func, select, update

from bot.delivery import tables as delivery
from bot.features.interviews import slots as booking
from bot.features.interviews.slots import Booking, tables, telling
from tests.features.interviews.slots.office import HOST, Office


async def untold(office: Office) -> list[tuple[str, str, str]]:
    found = await office.store.read(lambda conn: booking.untold(conn, office.time(conn)))
    return [(one.what, one.side, one.why) for one in found]


async def ends(office: Office, person: str, state: str) -> None:
    """The newest message to this person comes to this end."""
    newest = select(func.max(delivery.outbox.c.id)).where(delivery.outbox.c.person_id == person)
    change = update(delivery.outbox).where(delivery.outbox.c.id == newest.scalar_subquery())
    await office.write(lambda conn: conn.execute(change.values(state=state)))


async def booked_and_told(office: Office, anna: str) -> Booking:
    """A booking, with a message to both sides in its transaction as callers write them."""
    held = (await office.hold(anna, await office.slot())).booking
    assert held is not None

    def book(conn: Connection) -> Booking | None:
        result = booking.book(conn, office.ctx, anna, held.id, booking.Needs())
        for event in result.events:
            office.says(conn, event.to if event.side == "candidate" else office.accounts[event.to])
        return result.booking

    made = await office.write(book)
    assert made is not None
    return made


async def test_B10_what_both_have_received_is_no_matter_for_staff(office: Office) -> None:
    anna = await office.person()
    await booked_and_told(office, anna)
    assert await untold(office) == []
    for person in (anna, office.accounts[HOST]):
        await ends(office, person, "sent")
    office.forward(telling.PATIENCE)
    assert await untold(office) == []


@pytest.mark.parametrize("state", ["unreachable", "dead", "dropped"])
async def test_B10_who_cannot_be_reached_is_shown_at_once_and_stays_shown(office: Office, state: str) -> None:
    anna = await office.person()
    await booked_and_told(office, anna)
    await ends(office, office.accounts[HOST], "sent")
    await ends(office, anna, state)
    assert await untold(office) == [("booked", "candidate", state)]
    await office.write(lambda conn: booking.sweep(conn, office.ctx))
    # The outbox forgets its rows after a day; staff still know.
    await office.write(lambda conn: conn.execute(delete(delivery.outbox)))
    office.forward(26 * 3600)
    assert await untold(office) == [("booked", "candidate", state)]


async def test_B10_what_still_waits_is_shown_after_five_minutes_until_it_arrives(office: Office) -> None:
    anna = await office.person()
    await booked_and_told(office, anna)
    await ends(office, office.accounts[HOST], "sent")
    office.forward(telling.PATIENCE - 5)
    assert await untold(office) == []
    office.forward(5)
    await office.write(lambda conn: booking.sweep(conn, office.ctx))
    assert await untold(office) == [("booked", "candidate", "waiting")]
    await ends(office, anna, "sent")
    assert await untold(office) == []


async def test_B10_a_change_that_nobody_wrote_about_is_shown(office: Office) -> None:
    anna, slot = await office.person(), await office.slot()
    office.accounts.clear()  # the host's account was closed meanwhile
    await office.booked(anna, slot)
    office.forward(telling.PATIENCE)
    assert sorted(await untold(office)) == [
        ("booked", "candidate", "unwritten"),
        ("booked", "host", "unwritten"),
    ]


async def test_B10_an_earlier_message_does_not_count_for_a_later_change(office: Office) -> None:
    anna = await office.person()
    made = await booked_and_told(office, anna)
    for person in (anna, office.accounts[HOST]):
        await ends(office, person, "sent")
    await office.write(lambda conn: telling.settle(conn, office.time(conn)))
    await office.cancel(made)  # and nobody writes
    office.forward(telling.PATIENCE)
    assert sorted(await untold(office)) == [
        ("cancelled", "candidate", "unwritten"),
        ("cancelled", "host", "unwritten"),
    ]


async def test_what_staff_have_told_another_way_is_shown_no_more(office: Office) -> None:
    anna = await office.person()
    await booked_and_told(office, anna)
    await ends(office, anna, "unreachable")
    (found,) = await office.store.read(lambda conn: booking.untold(conn, office.time(conn)))
    assert found.booking.person == anna
    assert await office.write(lambda conn: booking.seen(conn, found.notice))
    assert await untold(office) == []
    assert not await office.write(lambda conn: booking.seen(conn, "no such notice"))
    states = await office.store.read(lambda conn: set(conn.scalars(select(tables.notices.c.state))))
    assert states == {"open", "seen"}
