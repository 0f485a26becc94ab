"""Sending: one person's messages in order, many people side by side.

The next message to a person goes only after the one before it was marked. So after a crash at most one
message of each chat may have been shown without our knowing it (M12).
"""

from __future__ import annotations

import asyncio
import random
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import structlog
from msgspec import structs

from bot.conversation.messages import Outgoing
from bot.delivery import attempt, claims, gates, hiding
from bot.delivery.budget import Budget, Unlimited
from bot.delivery.held import Held
from bot.delivery.keys import Keys
from bot.delivery.lane import Lane, Ticket
from bot.delivery.marker import Marker
from bot.delivery.marks import Gone, Later, Mark, Shut
from bot.delivery.ports import Channel, Clock, Failed, SendError
from bot.store.database import Store, StoreUnavailable

log = structlog.get_logger("delivery")

AT_ONCE = 50
"""Sends under way at once in this process, over each channel."""
MOST_HELD = 2 * AT_ONCE
"""People whose messages are claimed at once: about three seconds' worth at Telegram's 30 a second."""
REFILL = 0.5
"""Seconds until the next claim where one was cut short."""
HURRY = (0.15, 0.5, 1.5)
RETRY_MARK = 0.5
"""Seconds between tries to write a mark down while the database cannot be used."""


class _NotBegun(SendError):
    """Nothing was tried: it goes back to wait."""


class Sender:
    """Sends what this process holds the lease of, and claims what nobody holds."""

    def __init__(
        self,
        store: Store,
        keys: Keys,
        clock: Clock,
        channels: Iterable[Channel],
        *,
        budgets: Mapping[str, Budget] | None = None,
        chance: random.Random | None = None,
    ) -> None:
        self.holder = secrets.token_urlsafe(16)
        self.channels: Mapping[str, Channel] = {channel.name: channel for channel in channels}
        self.more = asyncio.Event()
        """Set when a claim would find something: the sweep need not wait for its next time."""
        self._store = store
        self._keys = keys
        self._clock = clock
        self._chance = chance or random.Random()
        self._marker = Marker(store, clock)
        self._lanes: dict[str, Lane] = {}
        self._tickets: dict[str, Ticket] = {}
        self._gates: dict[str, float] = {}
        given = budgets or {}
        self.budgets: Mapping[str, Budget] = {name: given.get(name, Unlimited()) for name in self.channels}
        """By channel: when sends may begin. What is not given has no limits."""
        self._slots = {name: asyncio.Semaphore(AT_ONCE) for name in self.channels}
        self.stopping = False

    def pushes(self, channel: str) -> bool:
        """True for a channel that sends by itself; False for one that people fetch from."""
        return channel in self.channels

    def ticket(self, person: str) -> Ticket:
        """To be taken before a turn of this person begins, and given back with `offer`."""
        lane = self._lanes.get(person)
        ticket = Ticket(person, valid=lane is None or not lane.halted)
        self._tickets[person] = ticket
        return ticket

    def offer(self, ticket: Ticket, address: str, rows: Sequence[Held]) -> None:
        """Send what a turn has leased to this process (nothing, where it failed); returns at once."""
        if self._tickets.get(ticket.person) is ticket:
            del self._tickets[ticket.person]
        if rows:
            self._enqueue(ticket.person, address, rows, halted=not ticket.valid)

    def hurry(self) -> None:
        """A message was put behind one that another process is sending: look for it soon, and again."""
        loop = asyncio.get_running_loop()
        for seconds in HURRY:
            loop.call_later(seconds, self.more.set)

    async def say_once(self, channel: str, address: str, message: Outgoing) -> None:
        """Send without keeping anything, for someone whose data were just erased (C6)."""
        held = Held("", 0, 0, "", channel, message)
        result = await self._within_budget(address, held, attempt.SEND_TIMEOUT)
        if isinstance(result, SendError):
            log.warning("outbox.farewell_lost", channel=channel, reason=result.reason)

    async def claim_due(self) -> int:
        """Claim and begin to send what is due in every channel; returns how much was claimed."""
        if self.stopping:
            return 0
        self.more.clear()
        await self._learn_gates()
        return sum([await self._claim(channel) for channel in self.channels if not self.closed(channel)])

    async def drain(self, within: float) -> bool:
        """Begin no new send, put back what was not begun, wait for the rest; False if time ran out (O3)."""
        self.stopping = True
        tasks = [lane.task for lane in self._lanes.values() if lane.task is not None]
        if not tasks:
            return True
        _, late = await asyncio.wait(tasks, timeout=within)
        for task in late:
            task.cancel()
        return not late

    @property
    def idle(self) -> bool:
        """True while nothing is being sent."""
        return not self._lanes

    def closed_until(self, channel: str) -> float:
        """When that time is over, in seconds since 1970; 0.0 where nobody ever asked."""
        return self._gates.get(channel, 0.0)

    def busy_with(self, person: str) -> bool:
        """True while a reply to this person is in this process's hands."""
        return person in self._lanes

    async def _learn_gates(self) -> None:
        self.note_gates(await self._store.read(gates.closed_until))

    def note_gates(self, until: Mapping[str, float]) -> None:
        """Take over gates that another process has shut."""
        for channel, time in until.items():
            self._gates[channel] = max(time, self._gates.get(channel, 0.0))

    def closed(self, channel: str) -> bool:
        """The platform asked everybody to wait, and the time is not over (M7)."""
        return self._clock.now() < self._gates.get(channel, 0.0)

    async def _claim(self, channel: str) -> int:
        now = self._clock.now()
        limit = MOST_HELD - len(self._lanes)
        if limit <= 0:
            asyncio.get_running_loop().call_later(REFILL, self.more.set)
            return 0
        found = await self._store.write(
            lambda conn: claims.claim(conn, self._keys, channel, self.holder, now, limit)
        )
        for claimed in found.rows:
            lane = self._enqueue(claimed.held.person, claimed.address, [claimed.held], halted=False)
            lane.recheck = True
        if found.given_up:
            log.error("outbox.dead", channel=channel, count=found.given_up, alarm=True)
        if len(found.rows) + found.given_up >= limit:
            asyncio.get_running_loop().call_later(REFILL, self.more.set)
        return len(found.rows)

    def _enqueue(self, person: str, address: str, rows: Sequence[Held], halted: bool) -> Lane:
        lane = self._lanes.get(person)
        if lane is None:
            lane = self._lanes[person] = Lane(address)
            lane.task = asyncio.create_task(self._run(person, lane))
        if any(held.message.clears for held in rows):
            lane.clear()
        lane.rows.extend(rows)
        lane.halted = lane.halted or halted
        return lane

    async def _run(self, person: str, lane: Lane) -> None:
        try:
            while lane.rows:
                if lane.halted or self.stopping:
                    await self._put_back(lane)
                else:
                    await self._send_first(person, lane)
        finally:
            del self._lanes[person]
            if lane.recheck:
                self.more.set()

    async def _send_first(self, person: str, lane: Lane) -> None:
        held = lane.rows[0]
        patience = held.until - attempt.SEND_TIMEOUT - self._clock.now()
        result = await self._within_budget(lane.address, held, patience)
        if isinstance(result, _NotBegun):
            self._halt(person, lane)
        else:
            await self._ended(person, lane, held, result)

    async def _within_budget(self, address: str, held: Held, patience: float) -> str | SendError:
        """Send as soon as the budget lets it; `patience`: the seconds to wait for that."""
        budget = self.budgets[held.channel]
        permit = budget.at_once(held.person, "reply") or await budget.begin(held.person, "reply", patience)
        if permit is None:
            return _NotBegun("budget")
        result: str | SendError | None = None
        try:
            async with self._slots[held.channel]:
                # Asked only now: the wait may have been long.
                if held.person and self._may_not_begin(held):
                    return _NotBegun("late")
                result = await self._send(address, held)
        finally:
            budget.ended(permit, attempt.flood(result))
        return result

    async def _send(self, address: str, held: Held) -> str | SendError:
        """What a message clears is looked up only now: whatever went before it is marked by then (C12)."""
        if held.message.clears and held.person:
            now = self._clock.now()
            try:
                shown = await self._store.read(lambda conn: hiding.shown(conn, held.person, now))
            except StoreUnavailable as error:
                return Failed(f"store:{error.reason}")
            held = replace(held, message=structs.replace(held.message, cleared=shown))
        return await attempt.send(self.channels[held.channel], address, held)

    def _may_not_begin(self, held: Held) -> bool:
        late = held.until - self._clock.now() < attempt.SEND_TIMEOUT
        return self.stopping or late or self.closed(held.channel)

    async def _ended(self, person: str, lane: Lane, held: Held, result: str | SendError) -> None:
        ended = attempt.follow(held, result, self._clock.now(), self._chance)
        if not ended.go_on:
            self._halt(person, lane)
        for mark in ended.marks:
            if isinstance(mark, Shut):
                self.note_gates({mark.channel: mark.until})
        lane.rows.popleft()
        gone = any(isinstance(mark, Gone) for mark in ended.marks)
        behind = [] if ended.go_on else self._back(lane, gone)
        await self._write(held.until, *ended.marks, *behind)

    async def _write(self, until: float, *marks: Mark) -> None:
        """Write marks down, trying for as long as their lease lasts; after that they would change nothing.

        A message that was never marked is found by its lapsed lease, and may be sent once more (M9).
        """
        while True:
            try:
                return await self._marker.write(*marks)
            except StoreUnavailable as error:
                log.error("outbox.not_marked", reason=error.reason)
                if self.stopping or self._clock.now() >= until:
                    return None
            await asyncio.sleep(RETRY_MARK)

    def _halt(self, person: str, lane: Lane) -> None:
        lane.halted = True
        ticket = self._tickets.get(person)
        if ticket is not None:
            ticket.valid = False

    async def _put_back(self, lane: Lane) -> None:
        lane.recheck = True
        until = max(held.until for held in lane.rows)
        await self._write(until, *self._back(lane))

    def _back(self, lane: Lane, gone: bool = False) -> list[Mark]:
        """Nothing in the lane was begun: it waits in the database, for whoever claims it when it is time."""
        now = self._clock.now()
        rows = [] if gone else list(lane.rows)
        lane.rows.clear()
        return [Later(held, max(now, self._gates.get(held.channel, 0.0)), held.tries) for held in rows]
