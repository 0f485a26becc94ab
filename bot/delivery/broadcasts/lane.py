"""The bulk lane: broadcasts sent beside the replies, which always go first.

A row is claimed only shortly before it is sent, and has to begin within `FRESH` seconds of the claim, which
has read stop and end of its broadcast (A8, A9): else it goes back untouched. So few rows are ever in hand, a
crash repeats only what was under way, and a stop needs no message from anybody to anybody.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence

import structlog

from bot.delivery import attempt
from bot.delivery.broadcasts import claims, marks
from bot.delivery.broadcasts.claims import Bulk, Claimer, Taken
from bot.delivery.broadcasts.flow import FRESH, Flow
from bot.delivery.broadcasts.model import Words
from bot.delivery.broadcasts.texts import NoWords, Texts
from bot.delivery.budget import Kind
from bot.delivery.keys import Keys
from bot.delivery.marker import Marker
from bot.delivery.marks import Later, Mark, Shut
from bot.delivery.ports import Clock, PaidChannel, SendError
from bot.delivery.sender import RETRY_MARK, Sender
from bot.store.database import Store, StoreUnavailable

log = structlog.get_logger("delivery")

IDLE = 1.0
"""Seconds between two looks for something to send."""
LEFT_BEHIND_EVERY = 2.0
"""Seconds between two looks for rows that a dead process left, or that are due once more."""
FROM_START_EVERY = 5.0
"""Seconds between two claims that look at everything that waits: some rows had to wait when they were met."""
SKIP = 30.0
"""Seconds for which a broadcast is left alone whose words could not be had."""
AFTER_REPLY = 2
"""Seconds until a row is looked at again whose person is just being answered."""


class BulkLane:
    """Sends broadcasts over the channels of a Sender, within its budgets and behind its gates.

    `stars` may be spent in a day on paid broadcasts, 0 for none; `monotonic` counts seconds.
    """

    def __init__(
        self,
        store: Store,
        keys: Keys,
        clock: Clock,
        sender: Sender,
        words: Words,
        *,
        stars: int = 0,
        chance: random.Random | None = None,
        monotonic: Callable[[], float] | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._sender = sender
        payable = {
            name: stars for name, channel in sender.channels.items() if isinstance(channel, PaidChannel)
        }
        self._claimer = Claimer(keys, Texts(words), sender.holder, payable)
        self._chance = chance or random.Random()
        self._monotonic = monotonic
        self._marker = Marker(store, clock, marks.apply)
        self._flows = {name: Flow() for name in sender.channels}
        self._skipped: dict[str, float] = {}
        self._loops: list[asyncio.Task[None]] = []
        self._sends: set[asyncio.Task[None]] = set()
        self._stopping = False

    def start(self) -> None:
        """Begin to look for what is to be sent, in every channel that sends by itself."""
        self._loops = [asyncio.create_task(self._run(name)) for name in self._flows]

    async def stop(self, within: float) -> bool:
        """Begin no new send, put back what was not begun, wait for the rest; False if time ran out (O3)."""
        self._stopping = True
        self.hurry()
        loop = asyncio.get_running_loop()
        end = loop.time() + within
        # The loops first: what they are just claiming becomes sends, which then go back.
        in_time = await _ended(self._loops, within)
        return await _ended(list(self._sends), max(0.0, end - loop.time())) and in_time

    def hurry(self) -> None:
        """Look at once: something was opened, or filled."""
        for flow in self._flows.values():
            flow.wanted.set()

    @property
    def idle(self) -> bool:
        """True while nothing of a broadcast is in hand."""
        return not self._sends

    async def once(self, channel: str, limit: int | None = None) -> int:
        """Claim what there is room for and begin to send it; how many rows that were."""
        flow = self._flows[channel]
        room = flow.room() if limit is None else limit
        if self._stopping or room <= 0 or self._sender.closed(channel):
            return 0
        looked = self._now()
        taken = await self._claim(channel, flow, room, looked)
        for bulk in taken.rows:
            flow.not_begun += 1
            task = asyncio.create_task(self._send(flow, bulk, looked))
            self._sends.add(task)
            task.add_done_callback(self._sends.discard)
        if taken.dead:
            log.error("broadcast.dead", channel=channel, count=taken.dead, alarm=True)
        return len(taken.rows) + taken.closed

    async def _run(self, channel: str) -> None:
        flow = self._flows[channel]
        while not self._stopping:
            flow.wanted.clear()
            try:
                found = await self.once(channel)
            except StoreUnavailable as error:
                log.error("broadcast.store_unavailable", reason=error.reason)
                found = 0
            except Exception as error:
                log.error("broadcast.claim_failed", reason=type(error).__name__, alarm=True)
                found = 0
            if found and flow.room() > 0:
                continue
            await _waits(flow.wanted, IDLE)

    async def _claim(self, channel: str, flow: Flow, room: int, looked: float) -> Taken:
        now = self._clock.now()
        again = looked >= flow.left_behind_at
        if looked >= flow.from_start_at:
            flow.places, flow.from_start_at = {}, looked + FROM_START_EVERY
        self._skipped = {id_: until for id_, until in self._skipped.items() if until > looked}
        if flow.resting and not await self._store.read(lambda conn: claims.any_running(conn, now)):
            return Taken([], 0, 0)
        try:
            taken = await self._store.write(
                lambda conn: self._claimer.claim(
                    conn, channel, now, room, again=again, skip=self._skipped, places=flow.places
                )
            )
        except NoWords as error:
            log.error("broadcast.no_words", reason=error.reason, alarm=True)
            self._skipped[error.broadcast_id] = looked + SKIP
            return Taken([], 0, 0)
        self._sender.note_gates(taken.gates)
        flow.places = taken.places
        flow.resting = not taken.rows
        if again and len(taken.rows) < room:
            flow.left_behind_at = looked + LEFT_BEHIND_EVERY
        return taken

    async def _send(self, flow: Flow, bulk: Bulk, looked: float) -> None:
        held = bulk.held
        try:
            result = await self._try(flow, bulk, looked)
        finally:
            flow.moved()
        if result is None:
            wait = AFTER_REPLY if self._sender.busy_with(held.person) else 0
            due = max(self._clock.now() + wait, self._sender.closed_until(held.channel))
            return await self._write(held.until, Later(held, due, held.tries))
        ended = attempt.follow(held, result, self._clock.now(), self._chance)
        for mark in ended.marks:
            if isinstance(mark, Shut):
                self._sender.note_gates({mark.channel: mark.until})
        return await self._write(held.until, *ended.marks)

    async def _try(self, flow: Flow, bulk: Bulk, looked: float) -> str | SendError | None:
        """The ids of what is shown, or the error that the send ended with; None where it did not begin."""
        held, kind = bulk.held, _kind(bulk)
        budget = self._sender.budgets[held.channel]
        try:
            permit = budget.at_once(held.person, kind) or await budget.begin(
                held.person, kind, looked + FRESH - self._now()
            )
        finally:
            flow.not_begun -= 1
        waited = self._now() - looked
        flow.waited(waited)
        if permit is None:
            return None
        result: str | SendError | None = None
        flow.under_way += 1
        try:
            if not self._may_begin(bulk, waited):
                return None
            result = await attempt.send(
                self._sender.channels[held.channel], bulk.address, held, paid=bulk.paid
            )
        finally:
            flow.under_way -= 1
            budget.ended(permit, attempt.flood(result))
        return result

    def _may_begin(self, bulk: Bulk, waited: float) -> bool:
        """Asked right before the send: the look at the broadcast is fresh, it is not over (A8), she is not
        just being answered."""
        return not (
            waited > FRESH
            or self._stopping
            or self._clock.now() >= bulk.ends
            or self._sender.closed(bulk.held.channel)
            or self._sender.busy_with(bulk.held.person)
        )

    async def _write(self, until: float, *found: Mark) -> None:
        """Write marks down, trying for as long as their lease lasts; after that they would change nothing."""
        while True:
            try:
                return await self._marker.write(*found)
            except StoreUnavailable as error:
                log.error("broadcast.not_marked", reason=error.reason)
                if self._stopping or self._clock.now() >= until:
                    return None
            await asyncio.sleep(RETRY_MARK)

    def _now(self) -> float:
        return self._monotonic() if self._monotonic else asyncio.get_running_loop().time()


def _kind(bulk: Bulk) -> Kind:
    return "paid" if bulk.paid else "bulk"


async def _ended(tasks: Sequence[asyncio.Task[None]], within: float) -> bool:
    """Wait for tasks, and cancel those that take too long; True where none did."""
    if not tasks:
        return True
    _, late = await asyncio.wait(tasks, timeout=within)
    for task in late:
        task.cancel()
    return not late


async def _waits(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
