"""Presses in any order, against a model of what they should come to.

The model knows nothing of cells: it compares times of bookings pair by pair. Its clock stands still between
steps, so that no second is in doubt.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, replace
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Connection, delete, func, select

from bot.delivery.tables import persons, reminders
from bot.features.interviews import slots as booking
from bot.features.interviews.slots import HOLD, By, Needs, Result, Slot, tables
from bot.store.database import T
from tests.features.interviews.slots.office import NOON_BEFORE, STAFF, TOMORROW_TEN, Office, wall_after

PEOPLE, SLOTS = 3, 7
ANY_PERSON = st.integers(0, PEOPLE - 1)
ANY_SLOT = st.integers(0, SLOTS - 1)


@dataclass(frozen=True)
class Known:
    """A live booking as the model sees it."""

    person: str
    slot: Slot
    hold_until: int | None
    extended: bool = False

    def lives(self, now: int) -> bool:
        return self.hold_until is None or self.hold_until > now


def overlap(one: Slot, other: Slot, buffer: bool) -> bool:
    ends = [slot.end + 60 * slot.buffer * buffer for slot in (one, other)]
    return one.start < ends[1] and other.start < ends[0]


class Presses(RuleBasedStateMachine):
    """`office` and `runner` are set by the test, on one engine."""

    office: ClassVar[Office]
    runner: ClassVar[asyncio.Runner]

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON_BEFORE
        self.live: dict[str, Known] = {}
        self.ended: list[str] = []
        self.called_off: dict[str, Known] = {}

    def wait(self, work: Awaitable[T]) -> T:
        async def run() -> T:
            return await work

        return self.runner.run(run())

    @initialize()
    def begin(self) -> None:
        office = self.office
        office.ctx = replace(office.ctx, now=lambda conn: self.now)
        self.people = [self.wait(office.person()) for _ in range(PEOPLE)]
        day = wall_after(TOMORROW_TEN, 3 * 1440)
        # Two hosts, times that lie over each other, buffers that touch, and one slot for two people.
        self.slots = [
            self.wait(office.slot(wall_after(day, minutes), host=host, buffer=buffer, capacity=capacity))
            for minutes, host, buffer, capacity in (
                (0, "host-a", 10, 1),
                (20, "host-a", 0, 1),
                (30, "host-a", 0, 2),
                (40, "host-a", 0, 1),
                (0, "host-b", 0, 1),
                (30, "host-b", 15, 2),
                (75, "host-b", 0, 1),
            )
        ]

    @rule(who=ANY_PERSON, which=ANY_SLOT)
    def hold(self, who: int, which: int) -> None:
        person, slot = self.people[who], self.slots[which]
        self._forget_ended()
        expected = self._would(person, slot)
        result = self.wait(self.office.hold(person, slot))
        assert result.outcome == expected
        if result.outcome == "done":
            assert result.booking is not None and result.booking.hold_until == self.now + HOLD
            self.live[result.booking.id] = Known(person, slot, self.now + HOLD)
        elif result.outcome != "already":
            self._could_be_held(person, result)

    @precondition(lambda self: self._all_ids())
    @rule(data=st.data())
    def extend(self, data: st.DataObject) -> None:
        id_ = data.draw(st.sampled_from(self._all_ids()))
        known = self.live.get(id_)
        person = known.person if known else self.people[0]
        work = lambda conn: booking.extend(conn, self.office.ctx, person, id_)  # noqa: E731
        outcome = self.wait(self.office.write(work)).outcome
        if known is None or known.hold_until is None or not known.lives(self.now):
            assert outcome in ("no_longer_valid", "gone")
        elif known.extended:
            assert outcome == "already"
        else:
            assert outcome == "done"
            self.live[id_] = replace(known, hold_until=self.now + HOLD, extended=True)

    @precondition(lambda self: self._all_ids())
    @rule(data=st.data(), who=ANY_PERSON)
    def book(self, data: st.DataObject, who: int) -> None:
        id_, person = data.draw(st.sampled_from(self._all_ids())), self.people[who]
        known = self.live.get(id_)
        work = lambda conn: booking.book(conn, self.office.ctx, person, id_, Needs())  # noqa: E731
        outcome = self.wait(self.office.write(work)).outcome
        if known is None:
            assert outcome in ("no_longer_valid", "gone")
        elif known.person != person:
            assert outcome == "gone"
        elif known.hold_until is None:
            assert outcome == "already"
        elif not known.lives(self.now):
            assert outcome in ("no_longer_valid", "gone")
        else:
            assert outcome == "done"
            self.live[id_] = replace(known, hold_until=None)

    @precondition(lambda self: self._all_ids())
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        id_ = data.draw(st.sampled_from(self._all_ids()))
        known = self.live.get(id_)
        actor = By("candidate", known.person) if known else STAFF
        work = lambda conn: booking.cancel(conn, self.office.ctx, id_, actor, "other")  # noqa: E731
        outcome = self.wait(self.office.write(work)).outcome
        if known is None:
            assert outcome in ("already", "no_longer_valid", "gone")
        elif known.lives(self.now):
            assert outcome == "done"
            if known.hold_until is None:
                self.called_off[id_] = known
        else:
            assert outcome in ("no_longer_valid", "gone")
        self._end(id_)

    @precondition(lambda self: self._all_ids())
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        id_ = data.draw(st.sampled_from([*self.called_off, *self._all_ids()]))
        known = self.live.get(id_)
        gone = self.called_off.get(id_)
        person = (known or gone or Known(self.people[0], self.slots[0], None)).person
        work = lambda conn: booking.restore(conn, self.office.ctx, id_, person)  # noqa: E731
        outcome = self.wait(self.office.write(work)).outcome
        if gone is not None:
            assert outcome == self._would(person, gone.slot, moved=id_)
            if outcome == "done":
                self.ended.remove(id_)
                self.live[id_] = self.called_off.pop(id_)
        elif known is not None and known.hold_until is None:
            assert outcome == "already"
        else:
            assert outcome in ("no_longer_valid", "gone")

    @precondition(lambda self: self._all_ids())
    @rule(data=st.data(), which=ANY_SLOT)
    def move(self, data: st.DataObject, which: int) -> None:
        id_, slot = data.draw(st.sampled_from(self._all_ids())), self.slots[which]
        known = self.live.get(id_)
        work = lambda conn: booking.move(conn, self.office.ctx, id_, slot.id, STAFF)  # noqa: E731
        result = self.wait(self.office.write(work))
        if known is None or known.hold_until is not None:
            assert result.outcome in ("no_longer_valid", "already", "gone")
            return
        if known.slot == slot:
            assert result.outcome == "already"
            return
        assert result.outcome == self._would(known.person, slot, moved=id_)
        if result.outcome == "done":
            assert result.booking is not None
            self._end(id_)
            self.live[result.booking.id] = Known(known.person, slot, None)

    @rule(seconds=st.sampled_from((1, 60, 299, 300, 301)))
    def forward(self, seconds: int) -> None:
        self.now += seconds

    @rule()
    def sweep(self) -> None:
        self._forget_ended()
        self.wait(self.office.write(lambda conn: booking.sweep(conn, self.office.ctx)))

    @invariant()
    def the_database_says_what_the_model_says(self) -> None:
        live = {id_: known for id_, known in self.live.items() if known.lives(self.now)}
        found, taken, reminded = self.wait(self.office.store.read(self._state))
        assert {id_: row for id_, row in found.items() if row[2] is None or row[2] > self.now} == {
            id_: (known.person, known.slot.id, known.hold_until) for id_, known in live.items()
        }
        for id_, known in live.items():
            covered = set(known.slot.cells())
            assert {cell for owner, cell, _, by in taken if by == id_ and owner[0] == "p"} == covered
            assert sum(by == id_ and owner[0] == "s" for owner, _, _, by in taken) == 1
            host = {cell for owner, cell, slot, _ in taken if owner[0] == "h" and slot == known.slot.id}
            assert host == set(known.slot.cells(buffer=True))
        assert len({(owner, cell) for owner, cell, _, _ in taken}) == len(taken)
        assert reminded == 2 * sum(known.hold_until is None for known in live.values())

    def teardown(self) -> None:
        def clear(conn: Connection) -> None:
            for table in (tables.slots, persons):
                conn.execute(delete(table))

        self.wait(self.office.write(clear))

    def _state(
        self, conn: Connection
    ) -> tuple[dict[str, tuple[str, str, int | None]], list[tuple[str, int, str, str | None]], int]:
        rows = conn.execute(select(tables.bookings).where(tables.bookings.c.state.in_(("held", "booked"))))
        found = {row.id: (row.person_id, row.slot, row.hold_until) for row in rows}
        taken = [(row.owner, row.cell, row.slot, row.booking) for row in conn.execute(select(tables.cells))]
        return found, taken, conn.scalar(select(func.count()).select_from(reminders)) or 0

    def _would(self, person: str, slot: Slot, moved: str = "") -> str:
        others = {
            id_: known for id_, known in self.live.items() if id_ != moved and known.lives(self.now)
        }.values()
        mine = [known for known in others if known.person == person]
        if not moved:
            if any(known.slot == slot for known in mine):
                return "already"
            if sum(known.hold_until is not None for known in mine) >= 2:
                return "too_many"
        if sum(known.slot == slot for known in others) >= slot.capacity:
            return "taken"
        at_host = [known.slot for known in others if known.slot.host == slot.host and known.slot != slot]
        if any(overlap(slot, other, buffer=True) for other in at_host):
            return "taken"
        return "overlaps" if any(overlap(slot, known.slot, buffer=False) for known in mine) else "done"

    def _could_be_held(self, person: str, result: Result) -> None:
        """What is offered instead is really free."""
        for slot in result.alternatives:
            assert self._would(person, slot) in ("done", "too_many")

    def _all_ids(self) -> list[str]:
        return [*self.live, *self.ended]

    def _end(self, id_: str) -> None:
        if self.live.pop(id_, None) is not None:
            self.ended.append(id_)

    def _forget_ended(self) -> None:
        for id_ in [id_ for id_, known in self.live.items() if not known.lives(self.now)]:
            self._end(id_)
