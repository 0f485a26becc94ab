"""What joins this process with the others of its installation: bell, mute, the operator's port."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Protocol

import structlog
import uvicorn

from bot.delivery.bells import LocalBell, Topics, Wakeups
from bot.delivery.budget import PER_SECOND, Budget
from bot.delivery.fleet import muting
from bot.delivery.pacing import Paced
from bot.delivery.ports import Clock
from bot.delivery.sender import Sender
from bot.operations.readiness import Readiness
from bot.serving import Server, bound
from bot.settings import Settings
from bot.store.database import Store, StoreUnavailable
from bot.store.datakeys import DataKeys
from bot.store.keyring import Keyring

if TYPE_CHECKING:
    from bot.delivery.redis.link import Link
    from bot.delivery.redis.pace import SharedPace
    from bot.operations.meters import Meters

log = structlog.get_logger("app")

LOOK_EVERY = 1.0
"""Seconds between two looks whether the installation was muted or unmuted."""
LAG_EVERY = 1.0
FOR_EVER = 253_402_300_799.0
"""The last second of the year 9999."""


class Joined:
    """What this process shares with others: a bell, a budget for each channel, the pace of calls."""

    def __init__(self, wakes: Wakeups, topics: Topics, link: Link | None, ending: AsyncExitStack) -> None:
        self.wakeups = wakes
        self._topics = topics
        self._link = link
        self._ending = ending

    async def budget(self, channel: str) -> Budget:
        """When sends over this channel may begin: counted for the fleet, or for this process where it is
        alone."""
        if self._link is None:
            return Paced(PER_SECOND)
        from bot.delivery.redis.budget import SharedBudget

        secret = self._topics.sending(channel)
        budget = SharedBudget(self._link, secret.hex(), secret, PER_SECOND)
        await budget.start()
        self._ending.push_async_callback(budget.close)
        return budget

    def pace(self) -> SharedPace | None:
        """What counts calls and messages for the fleet; None where this process is alone."""
        if self._link is None:
            return None
        from bot.delivery.redis.pace import SharedPace

        return SharedPace(self._link, self._topics.installation(), self._topics.calling())


@asynccontextmanager
async def joined(settings: Settings, ring: Keyring) -> AsyncIterator[Joined]:
    """Over Redis where the settings name one; else this process is alone."""
    topics = Topics(ring.newest("lookup").secret)
    async with AsyncExitStack() as ending:
        if settings.redis_url is None:
            yield Joined(Wakeups(LocalBell(), topics), topics, None, ending)
            return
        from bot.delivery.redis.bell import RedisBell  # 0.3 s: only where a Redis is set
        from bot.delivery.redis.link import Link

        url = settings.redis_url.get_secret_value()
        link = Link(url)
        ending.push_async_callback(link.close)
        bell = RedisBell(url, link, topics)
        await bell.start()
        ending.push_async_callback(bell.close)
        yield Joined(Wakeups(bell, topics), topics, link, ending)


async def watch_mute(store: Store, sender: Sender, muted: bool, changed: asyncio.Event) -> None:
    """Notice that a person muted or unmuted the installation; then no send begins any more, and all is
    put together anew without or with what may send (O2, O6)."""
    while not changed.is_set():
        await asyncio.sleep(LOOK_EVERY)
        try:
            now_muted = await store.read(muting.muted) is not None
        except StoreUnavailable:
            continue
        except Exception as error:
            # Ending here would leave an installation that nobody can stop (O6).
            log.error("app.mute_unknown", reason=type(error).__name__, alarm=True)
            continue
        if now_muted != muted:
            log.warning("app.muted" if now_muted else "app.unmuted")
            if now_muted:
                sender.note_gates(dict.fromkeys(sender.channels, FOR_EVER))
            changed.set()


class Ending(Protocol):
    """What readiness asks of the runner."""

    stopping: bool


def readiness(store: Store, keys: DataKeys, runner: Ending, wakes: Wakeups) -> Readiness:
    return Readiness(store, keys, stopping=lambda: runner.stopping, redis=lambda: wakes.bell.state)


def meters(settings: Settings, process: str) -> Meters | None:
    """What counts, where somebody wants to see the figures. `process`: serve or work."""
    if settings.metrics_port is None:
        return None
    from bot.operations.meters import Meters

    return Meters(process, version("rafiq"))


class Running(Protocol):
    """What the operator's port shows of a process."""

    @property
    def settings(self) -> Settings: ...
    @property
    def store(self) -> Store: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def readiness(self) -> Readiness: ...


@asynccontextmanager
async def operators_port(running: Running, meters: Meters | None) -> AsyncIterator[None]:
    """/healthz, /readyz and /metrics on an address of their own, where the settings name a port."""
    settings, store, clock = running.settings, running.store, running.clock
    if settings.metrics_port is None or meters is None:
        yield
        return
    from bot.operations.kept import Kept
    from bot.operations.pages import Pages
    from bot.operations.queues import queues

    token = settings.metrics_token.get_secret_value() if settings.metrics_token else None
    figures = Kept(lambda: store.read(lambda conn: queues(conn, clock.now())), clock.now)
    pages = Pages(meters, running.readiness, figures, token)
    door = bound(settings.metrics_host, settings.metrics_port)
    server = Server(
        uvicorn.Config(pages.app(), log_config=None, access_log=False, server_header=False), lambda: None
    )
    forget = meters.count_alarms()
    jobs = [
        asyncio.create_task(server.serve(sockets=[door])),
        asyncio.create_task(_lag(meters.lagged)),
    ]
    try:
        yield
    finally:
        forget()
        server.should_exit = True
        jobs[1].cancel()
        await asyncio.gather(*jobs, return_exceptions=True)


async def _lag(tell: Callable[[float], None]) -> None:
    """How late a timer comes: what everybody who talks to this process has to wait."""
    while True:
        began = time.monotonic()
        await asyncio.sleep(LAG_EVERY)
        tell(max(0.0, time.monotonic() - began - LAG_EVERY))
