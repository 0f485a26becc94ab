"""The budget of one process: 30 in any one second, one a second in a chat, replies first, never a burst.

The platform counts a message when it arrives: after our send began and before it ended. So each of the 30
slots is taken from the beginning of a send until one second AFTER ITS END. Two sends in one slot then arrive
more than a second apart, whatever the network does, and 30 slots are at most 30 arrivals in any one second.
That costs rate: 30 / (1 + latency) a second, 29.7 at 10 ms and 29.4 at 20 ms.

A second rule only smooths: announcements begin at least a thirtieth of a second apart. Without it a start, or
a pause, would end in 30 sends at once, and the next reply would find no slot for a second. With it a slot
comes free every 33 ms, and a reply is the first to get it.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass

from bot.delivery.budget import PAID_PER_SECOND, PER_SECOND, SECOND, Kind, Permit

FALL = 0.8
"""What is left of the rate after each 429."""
RECOVER = 10.0
"""Seconds without a 429 after which the rate rises by one."""
CATCH_UP = 3
"""Announcements that may make up for time that a timer came late: without it each delay would cost rate."""
_WAIT = float("inf")


@dataclass(slots=True, eq=False)
class _Waiter:
    chat: str
    kind: Kind
    until: float
    future: asyncio.Future[Permit | None]


class _Slots:
    """Sends of one lane in any one second: those under way, and those that ended within the last second."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.allowed = most
        self._under_way = 0
        self._freed: deque[float] = deque()
        """When the slots of ended sends are free again, ascending."""

    def free_at(self, now: float) -> float:
        """When the next send may begin: `now` or later, infinity while only an end can free a slot."""
        while self._freed and self._freed[0] <= now:
            self._freed.popleft()
        over = self._under_way + len(self._freed) - self.allowed
        if over < 0:
            return now
        return self._freed[over] if over < len(self._freed) else _WAIT

    def take(self) -> None:
        self._under_way += 1

    def give_back(self, free_at: float) -> None:
        self._under_way -= 1
        self._freed.append(free_at)


class Paced:
    """A Budget (budget.py) within this process. `window`: the seconds in which `per_second` are counted."""

    def __init__(
        self,
        per_second: int = PER_SECOND,
        paid: int = PAID_PER_SECOND,
        *,
        window: float = SECOND,
        now: Callable[[], float] | None = None,
    ) -> None:
        self._window = window
        self._free = _Slots(per_second)
        self._paid = _Slots(paid)
        self._chats: OrderedDict[str, float] = OrderedDict()
        """When the next send in a chat may begin; infinity while one is under way."""
        self._next_bulk = 0.0
        self._shut_until = 0.0
        self._rise_at = _WAIT
        self._waiting: dict[Kind, deque[_Waiter]] = {"reply": deque(), "paid": deque(), "bulk": deque()}
        self._timer: asyncio.TimerHandle | None = None
        self._clock = now

    @property
    def rate(self) -> int:
        """Sends in any one second that are allowed at present, without paid ones."""
        return self._free.allowed

    def at_once(self, chat: str, kind: Kind) -> Permit | None:
        if self._waiting["reply"] or (kind != "reply" and self._waiting[kind]):
            return None
        now = self._now()
        return self._grant(chat, kind, now) if self._ready_at(chat, kind, now) <= now else None

    async def begin(self, chat: str, kind: Kind, within: float) -> Permit | None:
        now = self._now()
        if now < self._shut_until or within <= 0:
            return None
        future: asyncio.Future[Permit | None] = asyncio.get_running_loop().create_future()
        waiter = _Waiter(chat, kind, now + within, future)
        self._waiting[kind].append(waiter)
        self._pump()
        try:
            return await future
        except asyncio.CancelledError:
            if future.done() and not future.cancelled() and (granted := future.result()) is not None:
                self.ended(granted)
            raise

    def ended(self, permit: Permit, retry_after: float | None = None) -> None:
        now = self._now()
        (self._paid if permit.kind == "paid" else self._free).give_back(now + self._window)
        if permit.chat:
            self._chats[permit.chat] = now + self._window
            self._chats.move_to_end(permit.chat)
        if retry_after is not None:
            self._shut(now, retry_after)
        self._forget(now)
        if any(self._waiting.values()):
            self._pump()

    def _now(self) -> float:
        return self._clock() if self._clock is not None else asyncio.get_running_loop().time()

    def _ready_at(self, chat: str, kind: Kind, now: float) -> float:
        """When this send may begin as things stand."""
        self._recover(now)
        slots = self._paid if kind == "paid" else self._free
        ready = max(slots.free_at(now), self._chats.get(chat, 0.0), self._shut_until)
        return max(ready, self._next_bulk) if kind == "bulk" else ready

    def _grant(self, chat: str, kind: Kind, now: float) -> Permit:
        (self._paid if kind == "paid" else self._free).take()
        if chat:
            self._chats[chat] = _WAIT
        if kind == "bulk":
            apart = self._window / self._free.allowed
            self._next_bulk = max(self._next_bulk, now - CATCH_UP * apart) + apart
        return Permit(kind, chat)

    def _pump(self) -> None:
        """Give what can be given, and come again when the next may be ready."""
        now = self._now()
        soonest = _WAIT
        for kind in self._waiting:
            soonest = min(soonest, self._serve(kind, now))
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if soonest < _WAIT:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(max(0.0, soonest - now), self._pump)

    def _serve(self, kind: Kind, now: float) -> float:
        """Serve those of one kind; when the next of them is to be looked at."""
        soonest = _WAIT
        left: deque[_Waiter] = deque()
        for waiter in self._waiting[kind]:
            if waiter.future.done():  # cancelled
                continue
            ready = self._ready_at(waiter.chat, kind, now)
            if ready <= now:
                waiter.future.set_result(self._grant(waiter.chat, kind, now))
            elif waiter.until <= now:
                waiter.future.set_result(None)
            else:
                left.append(waiter)
                soonest = min(soonest, ready, waiter.until)
        self._waiting[kind] = left
        return soonest

    def _shut(self, now: float, seconds: float) -> None:
        """Everybody waits, and it goes on more slowly (M7). A 429 of a send that began before this one came
        back falls no further: it speaks of the same moment."""
        if now >= self._shut_until:
            self._free.allowed = max(1, int(self._free.allowed * FALL))
        self._shut_until = max(self._shut_until, now + seconds)
        self._rise_at = self._shut_until + RECOVER * self._window
        for waiters in self._waiting.values():
            for waiter in waiters:
                if not waiter.future.done():
                    waiter.future.set_result(None)
            waiters.clear()

    def _recover(self, now: float) -> None:
        while now >= self._rise_at:
            self._free.allowed = min(self._free.most, self._free.allowed + 1)
            self._rise_at = (
                self._rise_at + RECOVER * self._window if self._free.allowed < self._free.most else _WAIT
            )

    def _forget(self, now: float) -> None:
        """Chats whose second is over. A few wait behind those under way, which stand where they began."""
        while self._chats:
            chat, free_at = next(iter(self._chats.items()))
            if free_at > now:
                break
            del self._chats[chat]
