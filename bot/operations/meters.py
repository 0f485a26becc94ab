"""Figures of one process for Prometheus: counts, ages and rates, of nobody.

Labels are the kind of a channel and codes of the program, never a bot, a chat, a place or a person, so that
the figures may be kept where people's data may not (L1, L4 holds for what is published of them).
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, get_args

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from sqlalchemy import Connection

from bot.conversation.messages import Found, Incoming, Outgoing
from bot.delivery.budget import Budget, Kind, Permit
from bot.delivery.ports import Channel, PaidChannel, PersonState, SendError, Turn, TurnResult

_FAST = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)


def kind_of(channel: str) -> str:
    """`telegram` of `telegram:12345`: the rest names an account."""
    return channel.partition(":")[0]


class Meters:
    """Counters that grow while the process works, in a registry of their own."""

    def __init__(self, process: str, version: str) -> None:
        """`process`: serve or work."""
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        own: dict[str, Any] = {"registry": self.registry}
        info = Gauge("rafiq_info", "What runs: always 1.", ("process", "version"), **own)
        info.labels(process, version).set(1)
        self._turns = Histogram(
            "rafiq_turn_seconds", "Time that a turn took within its transaction.", buckets=_FAST, **own
        )
        self._sends = Histogram(
            "rafiq_send_seconds", "Time that one send took.", ("channel",), buckets=_FAST, **own
        )
        self._ended = Counter("rafiq_sends", "Sends by how they ended.", ("channel", "outcome"), **own)
        self._permits = Counter(
            "rafiq_permits", "Sends that the budget let begin.", ("channel", "kind"), **own
        )
        self._unpermitted = Counter(
            "rafiq_permits_missing", "Sends for which no permit came in time.", ("channel", "kind"), **own
        )
        self._floods = Counter(
            "rafiq_floods", "Times that a platform said it was too much (429).", ("channel",), **own
        )
        self._alarms = Counter("rafiq_alarms", "Log lines that a person has to look at.", ("event",), **own)
        self._lag = Gauge("rafiq_event_loop_lag_seconds", "How late the last timer was.", **own)

    def turn(self, turn: Turn) -> Turn:
        """The same turn, with its time taken."""

        def timed(
            conn: Connection, state: PersonState, incoming: Incoming, found: Found | None, now: float
        ) -> TurnResult:
            with self._turns.time():
                return turn(conn, state, incoming, found, now)

        return timed

    def channel(self, channel: Channel) -> Channel:
        """The same channel, with its sends counted."""
        if isinstance(channel, PaidChannel):
            return _CountedPaid(channel, channel, self._sends, self._ended)
        return _Counted(channel, self._sends, self._ended)

    def budget(self, channel: str, budget: Budget) -> Budget:
        """The same budget, with what it gives and what a platform refused counted."""
        return _CountedBudget(
            kind_of(channel), budget, self._permits, self._unpermitted, self._floods.labels(kind_of(channel))
        )

    def alarm(self, logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        """A processor of structlog: counts alarms by their event, and changes nothing."""
        if event.get("alarm") is True:
            self._alarms.labels(str(event.get("event", ""))[:60]).inc()
        return event

    def lagged(self, seconds: float) -> None:
        self._lag.set(seconds)

    def count_alarms(self) -> Callable[[], None]:
        """Count alarms from now on; what is given back ends that."""
        before = structlog.get_config()["processors"]
        structlog.configure(processors=[self.alarm, *before])
        return lambda: structlog.configure(processors=before)


class _Counted:
    """A channel whose sends are counted by how they end."""

    def __init__(self, channel: Channel, sends: Histogram, ended: Counter) -> None:
        self.name = channel.name
        self._channel = channel
        self._kind = kind_of(channel.name)
        self._seconds = sends.labels(self._kind)
        self._ended = ended

    async def send(self, address: str, message: Outgoing) -> str:
        return await self._counted(self._channel.send(address, message))

    async def _counted(self, sending: Awaitable[str]) -> str:
        began = time.perf_counter()
        try:
            number = await sending
        except SendError as error:
            self._count(_snake(type(error).__name__))
            raise
        except BaseException:
            self._count("fault")
            raise
        finally:
            self._seconds.observe(time.perf_counter() - began)
        self._count("sent")
        return number

    def _count(self, outcome: str) -> None:
        self._ended.labels(self._kind, outcome).inc()


class _CountedPaid(_Counted):
    """The same for a channel that can be paid: delivery asks for that by the method."""

    def __init__(self, channel: Channel, payable: PaidChannel, sends: Histogram, ended: Counter) -> None:
        super().__init__(channel, sends, ended)
        self._payable = payable

    async def send_paid(self, address: str, message: Outgoing) -> str:
        return await self._counted(self._payable.send_paid(address, message))


class _CountedBudget:
    """A Budget whose permits are counted by kind: reply, bulk, paid."""

    def __init__(
        self, channel: str, budget: Budget, given: Counter, missing: Counter, floods: Counter
    ) -> None:
        self._budget, self._floods = budget, floods
        kinds = get_args(Kind)
        self._given = {kind: given.labels(channel, kind) for kind in kinds}
        self._missing = {kind: missing.labels(channel, kind) for kind in kinds}

    def at_once(self, chat: str, kind: Kind) -> Permit | None:
        permit = self._budget.at_once(chat, kind)
        if permit is not None:
            self._given[kind].inc()
        return permit

    async def begin(self, chat: str, kind: Kind, within: float) -> Permit | None:
        permit = await self._budget.begin(chat, kind, within)
        (self._missing if permit is None else self._given)[kind].inc()
        return permit

    def ended(self, permit: Permit, retry_after: float | None = None) -> None:
        if retry_after is not None:
            self._floods.inc()
        self._budget.ended(permit, retry_after)


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")
