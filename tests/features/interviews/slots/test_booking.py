"""Holding, booking, cancelling: by one person after the other."""

from __future__ import annotations

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from bot.features.interviews import slots as booking
from bot.features.interviews.slots import By, Needs, model, tables
from tests.features.interviews.slots.office import (
    DAY,
    EMPLOYER,
    HOST,
    HOUR,
    ORGANISATION,
    OTHERS,
    STAFF,
    TOMORROW_TEN,
    Office,
    wall_after,
)


async def test_a_time_is_held_then_booked_and_both_sides_are_to_be_told(office: Office) -> None:
    anna, slot = await office.person(), await office.slot()
    held = await office.hold(anna, slot)
    assert held.outcome == "done" and held.events == ()
    needs = Needs(interpreter=True, lang="ar", fallback=("audio", "phone"))
    booked = await office.book(anna, held.booking, needs)
    assert booked.outcome == "done" and booked.booking is not None
    assert [(event.what, event.side, event.to) for event in booked.events] == [
        ("booked", "candidate", anna),
        ("booked", "host", HOST),
    ]
    kept = await office.store.read(lambda conn: booking.of_person(conn, anna))
    assert kept == [booked.booking]
    assert kept[0].needs == needs


async def test_B6_the_same_press_twice_changes_nothing(office: Office) -> None:
    anna, slot = await office.person(), await office.slot()
    first, again = await office.hold(anna, slot), await office.hold(anna, slot)
    assert (again.outcome, again.booking) == ("already", first.booking)
    booked, twice = await office.book(anna, first.booking), await office.book(anna, first.booking)
    assert (twice.outcome, twice.events) == ("already", ())
    assert booked.booking is not None
    assert (await office.hold(anna, slot)).outcome == "already"
    assert (await office.cancel(booked.booking)).outcome == "done"
    assert (await office.cancel(booked.booking)).outcome == "already"
    assert (await office.book(anna, first.booking)).outcome == "no_longer_valid"


async def test_a_taken_time_comes_with_the_next_free_ones(office: Office) -> None:
    anna, berta = await office.person(), await office.person()
    slots = [await office.slot(wall_after(TOMORROW_TEN, 60 * number)) for number in range(5)]
    await office.booked(anna, slots[1])
    lost = await office.hold(berta, slots[1])
    assert lost.outcome == "taken" and lost.booking is None
    assert [one.id for one in lost.alternatives] == [slots[2].id, slots[3].id, slots[4].id]
    assert await office.free(berta) == [slots[number].wall for number in (0, 2, 3, 4)]


async def test_B1_the_database_itself_refuses_a_cell_twice(office: Office) -> None:
    anna, slot = await office.person(), await office.slot()
    booked = await office.booked(anna, slot)
    row = {"owner": f"h:{HOST}", "cell": slot.cells()[0], "slot": slot.id, "booking": booked.id}
    with pytest.raises(IntegrityError):
        await office.write(lambda conn: conn.execute(insert(tables.cells).values(row)))


async def test_B4_a_hold_ends_by_the_databases_time_and_can_be_extended_once(office: Office) -> None:
    anna, berta, slot = await office.person(), await office.person(), await office.slot()
    held = (await office.hold(anna, slot)).booking
    assert held is not None
    office.forward(model.HOLD - 10)
    extend = lambda conn: booking.extend(conn, office.ctx, anna, held.id)  # noqa: E731
    assert (await office.write(extend)).outcome == "done"
    assert (await office.write(extend)).outcome == "already"
    office.forward(model.HOLD - 10)
    assert (await office.hold(berta, slot)).outcome == "taken"
    office.forward(10)
    late = await office.book(anna, held)
    assert late.outcome == "no_longer_valid"
    assert [one.id for one in late.alternatives] == [slot.id]  # nobody else has taken it yet
    assert (await office.hold(berta, slot)).outcome == "done"
    assert (await office.write(extend)).outcome == "gone"


async def test_B4_at_most_two_holds_at_a_time(office: Office) -> None:
    anna = await office.person()
    slots = [await office.slot(wall_after(TOMORROW_TEN, 60 * number)) for number in range(4)]
    assert [(await office.hold(anna, slot)).outcome for slot in slots] == [
        "done",
        "done",
        "too_many",
        "too_many",
    ]
    await office.booked(anna, slots[0])
    assert (await office.hold(anna, slots[2])).outcome == "done"
    assert (await office.hold(anna, slots[3])).outcome == "too_many"
    office.forward(model.HOLD)
    assert (await office.hold(anna, slots[3])).outcome == "done"


async def test_B4_only_its_holder_can_book_or_extend_or_let_go_of_a_hold(office: Office) -> None:
    anna, berta, slot = await office.person(), await office.person(), await office.slot()
    held = (await office.hold(anna, slot)).booking
    assert held is not None
    assert (await office.book(berta, held)).outcome == "gone"
    stolen = await office.write(lambda conn: booking.extend(conn, office.ctx, berta, held.id))
    assert stolen.outcome == "gone"
    assert (await office.cancel(held, By("candidate", berta))).outcome == "gone"
    assert (await office.book(anna, held)).outcome == "done"


async def test_B5_nobody_has_two_interviews_at_once(office: Office) -> None:
    anna = await office.person()
    first = await office.slot(minutes=30)
    elsewhere = await office.slot(
        wall_after(TOMORROW_TEN, 25), organisation=OTHERS, host="another-host-aaaaaaaaa"
    )
    right_after = await office.slot(
        wall_after(TOMORROW_TEN, 30), organisation=OTHERS, host="another-host-aaaaaaaaa"
    )
    await office.booked(anna, first)
    assert await office.free(anna) == [right_after.wall]
    assert (await office.hold(anna, elsewhere)).outcome == "overlaps"
    assert (await office.hold(anna, elsewhere, STAFF)).outcome == "overlaps"
    assert (await office.hold(anna, right_after)).outcome == "done"


async def test_B1_a_host_is_in_one_place_and_has_the_buffer_to_himself(office: Office) -> None:
    anna, berta = await office.person(), await office.person()
    first = await office.slot(minutes=30, buffer=10)
    in_buffer = await office.slot(wall_after(TOMORROW_TEN, 35))
    after = await office.slot(wall_after(TOMORROW_TEN, 40))
    await office.booked(anna, first)
    assert await office.free(berta) == [after.wall]
    assert (await office.hold(berta, in_buffer)).outcome == "taken"
    assert (await office.hold(berta, after)).outcome == "done"


async def test_a_slot_for_several_has_so_many_seats_and_keeps_the_host(office: Office) -> None:
    people = [await office.person() for _ in range(4)]
    group, beside = await office.slot(capacity=3), await office.slot(wall_after(TOMORROW_TEN, 15))
    booked = [await office.booked(person, group) for person in people[:3]]
    assert (await office.hold(people[3], group)).outcome == "taken"
    assert (await office.hold(people[3], beside)).outcome == "taken"
    for one in booked[:2]:
        await office.cancel(one)
    assert (await office.hold(people[3], beside)).outcome == "taken"  # one seat is still taken
    await office.cancel(booked[2])
    assert await office.cells() == 0
    assert (await office.hold(people[3], beside)).outcome == "done"
    assert (await office.hold(people[0], group)).outcome == "taken"


async def test_a_cancelled_time_is_free_again(office: Office) -> None:
    anna, berta, slot = await office.person(), await office.person(), await office.slot()
    booked = await office.booked(anna, slot)
    gone = await office.cancel(booked, reason="cannot_come")
    assert gone.booking is not None
    assert (gone.booking.state, gone.booking.cancelled_by, gone.booking.reason) == (
        "cancelled",
        "candidate",
        "cannot_come",
    )
    assert gone.booking.sequence == booked.sequence + 1 and gone.booking.uid == booked.uid
    assert [(event.what, event.side, event.by) for event in gone.events] == [
        ("cancelled", "candidate", "candidate"),
        ("cancelled", "host", "candidate"),
    ]
    assert await office.cells() == 0
    assert (await office.hold(berta, slot)).outcome == "done"
    assert (await office.hold(anna, slot)).outcome == "taken"


async def test_a_hold_that_she_lets_go_is_told_to_nobody(office: Office) -> None:
    anna, slot = await office.person(), await office.slot()
    held = (await office.hold(anna, slot)).booking
    assert held is not None
    let_go = await office.cancel(held)
    assert (let_go.outcome, let_go.events) == ("done", ())
    assert await office.cells() == 0


async def test_S4_what_is_anothers_does_not_exist(office: Office) -> None:
    anna, slot = await office.person(), await office.slot()
    booked = await office.booked(anna, slot)
    stranger = By("employer", "stranger-aaaaaaaaaaaaa", OTHERS)
    assert (await office.cancel(booked, stranger)).outcome == "gone"
    assert (await office.move(booked, slot, stranger)).outcome == "gone"
    assert (await office.hold(anna, slot, stranger)).outcome == "gone"
    confirmed = await office.write(
        lambda conn: booking.confirm(conn, office.ctx, booked.id, stranger, "took_place")
    )
    assert confirmed.outcome == "gone"
    closed = await office.write(lambda conn: booking.close_slot(conn, office.ctx, slot.id, stranger))
    assert closed.outcome == "gone"
    assert (await office.cancel(booked, EMPLOYER)).outcome == "done"


async def test_past_times_are_no_longer_valid(office: Office) -> None:
    anna, slot = await office.person(), await office.slot()
    booked, other = await office.booked(anna, slot), await office.slot(wall_after(TOMORROW_TEN, 60))
    office.forward(22 * HOUR)
    assert (await office.cancel(booked)).outcome == "no_longer_valid"
    assert (await office.move(booked, other)).outcome == "no_longer_valid"
    assert (await office.hold(await office.person(), slot)).outcome == "no_longer_valid"


async def test_whether_it_took_place_is_said_after_its_begin_and_can_be_put_right(office: Office) -> None:
    anna, slot = await office.person(), await office.slot()
    booked = await office.booked(anna, slot)

    async def confirm(outcome: model.Took, by: By = EMPLOYER) -> str:
        work = lambda conn: booking.confirm(conn, office.ctx, booked.id, by, outcome)  # noqa: E731
        return (await office.write(work)).outcome

    assert await confirm("took_place") == "too_early"
    office.forward(DAY)
    assert await confirm("took_place", By("candidate", anna)) == "gone"
    assert await confirm("not_shown") == "done"
    assert await confirm("not_shown") == "already"
    assert await confirm("took_place", STAFF) == "done"
    kept = await office.store.read(lambda conn: booking.find_booking(conn, booked.id))
    assert kept is not None and (kept.state, kept.outcome) == ("done", "took_place")
    assert (await office.cancel(booked)).outcome == "no_longer_valid"


async def test_L3_what_accounts_do_is_in_the_audit_log_and_what_people_do_is_not(office: Office) -> None:
    anna, slot = await office.person(), await office.slot(by=EMPLOYER)
    booked = await office.booked(anna, slot)
    assert office.notes == [(HOST, "slots.opened", slot.series)]
    await office.cancel(booked, EMPLOYER)
    assert office.notes[1:] == [(HOST, "booking.cancelled", booked.id)]


async def test_staff_see_a_days_interviews_and_an_employer_its_own(office: Office) -> None:
    anna, slot = await office.person(), await office.slot()
    booked = await office.booked(anna, slot)
    theirs = await office.slot(organisation=OTHERS, host="another-host-aaaaaaaaa")
    await office.booked(await office.person(), theirs)
    day = slot.start - slot.start % DAY

    async def seen(organisation: str) -> int:
        return len(await office.store.read(lambda conn: booking.between(conn, day, day + DAY, organisation)))

    assert [await seen(""), await seen(ORGANISATION), await seen("nobody")] == [2, 1, 0]
    offered = await office.store.read(lambda conn: booking.slots_between(conn, ORGANISATION, day, day + DAY))
    assert offered == [(slot, 1)]
    await office.cancel(booked)
    assert await seen(ORGANISATION) == 0


async def test_a_reason_must_be_one_of_the_list(office: Office) -> None:
    anna, slot = await office.person(), await office.slot()
    booked = await office.booked(anna, slot)
    with pytest.raises(ValueError, match="no reason"):
        await office.cancel(booked, reason="place_filled")
