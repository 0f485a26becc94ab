"""From the start to the last row: exercises, staff first, kills, stop and correction (A5, A7-A10)."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from bot.delivery import broadcasts
from bot.delivery.broadcasts.tables import broadcast_sends
from bot.delivery.broadcasts.tables import broadcasts as broadcast_rows
from bot.features import announcements, people
from bot.features.announcements import Audience, approval, checking, records, starting
from bot.features.staff import StaffRefused
from tests.contention import Meeting
from tests.features.announcements.world import DAY, HOUR, World

ALL_STAFF = ("announcer", "approver", "both")


async def _link(world: World, *names: str) -> dict[str, str]:
    """These members of staff read in the chat; their persons by name."""

    def link(conn: Connection) -> dict[str, str]:
        persons = world.readers(conn, len(names))
        for name, person in zip(names, persons, strict=True):
            token = announcements.link_token(conn, world.desk, world.people[name], world.now)
            assert announcements.redeem(conn, world.desk, person, token, world.now)
        return dict(zip(names, persons, strict=True))

    return await world.write(link)


async def test_A5_an_exercise_reaches_staff_only_and_says_so(world: World) -> None:
    await world.write(lambda conn: world.readers(conn, 12, world.camp))
    with pytest.raises(StaffRefused, match="nobody"):
        await world.submitted(mode="exercise")
    staff = await _link(world, *ALL_STAFF, "outsider")
    drill = await world.running(mode="exercise")
    assert {person for person, _, _ in await world.rows(drill.id)} == {staff[name] for name in ALL_STAFF}
    said = await world.read(lambda conn: announcements.message(conn, world.desk, drill, "en"))
    assert said.text.startswith("EXERCISE for staff only: this is not happening.")
    # Negative control: the same live one goes to people, and says nothing of an exercise.
    live = await world.running()
    rows = {person for person, _, _ in await world.rows(live.id)}
    assert len(rows) == 12 and rows.isdisjoint(staff.values())
    said = await world.read(lambda conn: announcements.message(conn, world.desk, live, "en"))
    assert "EXERCISE" not in said.text
    # An exercise is updated by an exercise alone.
    with pytest.raises(StaffRefused, match="bad_about"):
        await world.submitted(kind="update", about=drill.id)


async def test_A7_very_many_get_it_five_minutes_after_staff_unless_both_chose_urgent(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (approval, checking, starting):
        monkeypatch.setattr(module, "STAGED_ABOVE", 20)
    monkeypatch.setattr(starting, "STAFF_FIRST", 2)
    await world.write(lambda conn: world.readers(conn, 21, world.camp))
    with pytest.raises(StaffRefused, match="no_staff"):
        await world.submitted()
    staff = await _link(world, *ALL_STAFF)
    one = await world.running()
    assert {person for person, _, _ in await world.rows(one.id, "pilot")} <= set(staff.values())
    assert len(await world.rows(one.id, "pilot")) == 2
    with pytest.raises(KeyError):
        await world.broadcast(one.id, "main")
    world.clock.forward(5 * 60 - 1)
    await world.announcing.step(world.store, world.clock.now)
    with pytest.raises(KeyError):
        await world.broadcast(one.id, "main")
    world.clock.forward(1)
    await world.announcing.step(world.store, world.clock.now)
    assert len(await world.rows(one.id)) == 21
    # What somebody stops in the five minutes goes to nobody else.
    other = await world.running()
    await world.do(announcements.stop, world.people["approver"], other.id)
    world.clock.forward(HOUR)
    await world.announcing.step(world.store, world.clock.now)
    with pytest.raises(KeyError):
        await world.broadcast(other.id, "main")
    # Urgent by the writer alone still waits; by both it does not.
    for both in (False, True):
        urgent = await world.submitted(urgent=True)
        await world.approve(urgent.id, urgent=both)
        await world.announcing.step(world.store, world.clock.now)
        waves = await world.read(lambda conn, urgent=urgent: starting.waves_of(conn, urgent.id))  # type: ignore[misc]
        assert set(waves) == ({"main"} if both else {"pilot"})


async def test_A8_it_starts_at_its_time_in_her_day_and_never_after_its_end(world: World) -> None:
    def fill(conn: Connection) -> tuple[str, str]:
        return world.readers(conn, 1, world.camp)[0], world.readers(conn, 1, world.town)[0]

    camp, town = await world.write(fill)
    # 10:00 UTC: 13:00 in Nairobi and 15:45 in Kathmandu. Quiet there from 15:00 to 16:00.
    values: dict[str, Any] = {"audience": Audience(), "quiet": (15 * 60, 16 * 60), "fallbacks": {}}
    world.people["a"] = world.people["administrator"]
    await world.write(lambda conn: world.account(conn, "second", world.operator, "announcer"))
    start, end = int(world.now) + 60, int(world.now) + HOUR
    one = await world.submitted("second", starts=start, ends=end, **values)
    late = await world.submitted("second", starts=start, ends=start + 600, **{**values, "quiet": None})
    for each in (one, late):
        await world.approve(each.id, "a")
    world.clock.forward(59)
    await world.announcing.step(world.store, world.clock.now)
    assert (await world.found(one.id)).state == "approved"
    world.clock.forward(1)
    await world.announcing.step(world.store, world.clock.now)
    dues = {person: due for person, _, due in await world.rows(one.id)}
    assert dues == {camp: start, town: start + 14 * 60}
    broadcast = await world.broadcast(one.id)
    stands = await world.read(lambda conn: broadcasts.progress(conn, broadcast))
    assert stands.broadcast.ends == end
    # All is over at the end: what was not sent is expired, by counts and by state.
    world.clock.forward(HOUR)
    await world.announcing.step(world.store, world.clock.now)
    assert (await world.found(one.id)).state == "done"
    counted = (await world.do(announcements.progress, world.people["a"], one.id)).waves[0].counts
    assert (counted.expired, counted.sent, counted.waiting) == (2, 0, 0)
    # One whose start was missed, because no process lived, is not sent late.
    missed = await world.submitted("second", ends=int(world.now) + 600, **{**values, "quiet": None})
    await world.approve(missed.id, "a")
    world.clock.forward(600)
    await world.announcing.step(world.store, world.clock.now)
    found = await world.found(missed.id)
    assert (found.state, found.started) == ("done", None)


async def test_A10_kills_between_and_within_batches_miss_nobody_and_give_nobody_two(world: World) -> None:
    people_ = await world.write(lambda conn: world.readers(conn, 40, world.camp))
    one = await world.submitted()
    await world.approve(one.id)

    class Killed(Exception):
        pass

    def dies(conn: Connection) -> None:
        """As a process that is killed with its batch not committed."""
        world.announcing.begin(conn, world.now)
        announcements.fan_out(conn, world.desk, world.now, 7)
        raise Killed

    def lives(conn: Connection) -> bool:
        world.announcing.begin(conn, world.now)  # every process does this at every step
        return announcements.fan_out(conn, world.desk, world.now, 7)

    more = True
    while more:
        with pytest.raises(Killed):
            await world.write(dies)
        more = await world.write(lives)
    assert sorted(person for person, _, _ in await world.rows(one.id)) == sorted(people_)
    number = select(func.count()).select_from(broadcast_rows)
    assert await world.read(lambda conn: conn.scalar(number)) == 1
    # Sums of rows, also when somebody who got it is erased, and somebody who waits.
    world.clock.forward(10)
    await world.deliver(one.id, people_[:10])
    await world.deliver(one.id, people_[10:12], "unreachable")

    def erase(conn: Connection) -> None:
        for person in (people_[0], people_[39]):
            broadcasts.forget(conn, person)
            people.erase(conn, world.staff.keys.data, person)

    await world.write(erase)
    counted = (await world.do(announcements.progress, world.people["approver"], one.id)).waves[0]
    assert (counted.counts.sent, counted.counts.unreachable, counted.counts.waiting) == (10, 3, 27)
    assert counted.counts.total == 40 and counted.filled
    # 9 that are still there were sent in 10 seconds, 27 wait.
    assert counted.rate == 0.9 and counted.left == 30
    rows = select(func.count()).where(broadcast_sends.c.person_id == people_[0])
    assert await world.read(lambda conn: conn.scalar(rows)) == 0


async def test_A9_either_of_the_two_or_an_administrator_stops_it_and_nobody_else(world: World) -> None:
    await world.write(lambda conn: world.readers(conn, 12, world.camp))
    who = {"announcer": True, "approver": True, "administrator": True, "both": False, "outsider": False}
    for name, may in who.items():
        one = await world.running()
        if not may:
            with pytest.raises(StaffRefused):
                await world.do(announcements.stop, world.people[name], one.id)
            assert not await world.stopped(one.id)
            continue
        # No factor is asked for: stopping must not wait. Twice is as once.
        for _ in range(2):
            stopped = await world.do(announcements.stop, world.stale(name), one.id)
        assert (stopped.state, stopped.stopped_by) == ("stopped", world.people[name].account)
        assert await world.stopped(one.id)
        before = len(await world.rows(one.id))
        await world.announcing.step(world.store, world.clock.now)
        assert len(await world.rows(one.id)) == before


async def test_A9_a_correction_goes_first_to_exactly_those_who_got_the_original(world: World) -> None:
    people_ = await world.write(lambda conn: world.readers(conn, 12, world.camp))
    with pytest.raises(StaffRefused, match="no_correction"):
        await world.submitted(correction={})
    one = await world.running()
    got, leased, waits = people_[:4], people_[4], people_[5]
    await world.deliver(one.id, got[:3])
    await world.deliver(one.id, got[3:], "unknown")
    await world.deliver(one.id, [leased], "leased")
    with pytest.raises(StaffRefused, match="stale"):
        await world.do(announcements.correct, world.stale("announcer"), one.id)
    await world.do(announcements.correct, world.people["announcer"], one.id)
    assert await world.stopped(one.id)
    await world.announcing.step(world.store, world.clock.now)
    # A send that was under way when it was stopped has ended since: she gets the correction too.
    assert {person for person, _, _ in await world.rows(one.id, "correction")} == set(got)
    await world.deliver(one.id, [leased])
    for _ in range(3):
        await world.announcing.step(world.store, world.clock.now)
    rows = {person for person, _, _ in await world.rows(one.id, "correction")}
    assert rows == {*got, leased} and waits not in rows
    broadcast, main = await world.broadcast(one.id, "correction"), await world.broadcast(one.id)
    stands = await world.read(lambda conn: broadcasts.progress(conn, broadcast))
    assert (stands.broadcast.urgent, stands.broadcast.before, stands.filled) == (True, main, True)
    assert stands.broadcast.ends >= world.now + DAY
    said = await world.read(lambda conn: world.announcing.words(conn, broadcast, "en", "telegram:1"))
    assert (
        said is not None and "Food distribution stays at Gate 1." in said.text and "Gate 3" not in said.text
    )
    with pytest.raises(StaffRefused, match="corrected"):
        await world.do(announcements.correct, world.people["approver"], one.id)


async def test_A9_a_stop_and_a_cancellation_at_one_moment_never_wait_for_each_other(world: World) -> None:
    """In a circle the database would end one of them after a second: half of what a stop has (A9)."""
    await world.write(lambda conn: world.readers(conn, 12, world.camp))
    first, meeting, runs = await world.running(), Meeting(), 0
    cancel = await world.submitted(kind="cancel", about=first.id)
    await world.approve(cancel.id)

    def stops(conn: Connection) -> None:
        nonlocal runs
        runs += 1
        records.lock(conn, first.id)
        meeting.hold(conn)
        announcements.stop(conn, world.desk, world.people["announcer"], first.id, world.now)

    def starts(conn: Connection) -> int:
        nonlocal runs
        runs += 1
        return announcements.start_due(conn, world.desk, world.now)

    stopping = asyncio.create_task(world.write(stops))
    await meeting.locked.wait()
    assert await world.write(starts) == 1
    await stopping
    assert runs == 2, "each once: nobody was ended and run again"


async def test_A9_a_cancellation_stops_the_original_and_comes_after_it(world: World) -> None:
    await world.write(lambda conn: world.readers(conn, 12, world.camp))
    first = await world.running()
    update = await world.running(kind="update", about=first.id)
    broadcast = await world.broadcast(update.id)
    stands = await world.read(lambda conn: broadcasts.progress(conn, broadcast))
    assert stands.broadcast.before == await world.broadcast(first.id)
    assert not await world.stopped(first.id)
    cancel = await world.running(kind="cancel", about=first.id)
    assert await world.stopped(first.id)
    assert len(await world.rows(cancel.id)) == 12
    said = await world.read(lambda conn: announcements.message(conn, world.desk, cancel, "en"))
    assert f"It takes back number {first.number}" in said.text
