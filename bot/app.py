"""The one place where the parts are put together: store, mind, delivery, channels, server."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

import structlog
from sqlalchemy import Connection
from starlette.routing import BaseRoute

from bot import fleet, site, upkeep
from bot import mind as minds
from bot.announcing import Rules, listed_hosts
from bot.channels.mail import open_mail
from bot.conversation.messages import Incoming, Outgoing
from bot.delivery.bells import Wakeups
from bot.delivery.budget import Budget
from bot.delivery.fleet import muting
from bot.delivery.fleet.jobs import Alone
from bot.delivery.keys import Keys
from bot.delivery.ports import Channel, Clock, Reception
from bot.delivery.runner import Runner
from bot.delivery.sender import Sender
from bot.demo import furnish
from bot.features import statistics
from bot.features.interviews import slots
from bot.features.library.unanswered import Unanswered
from bot.features.staff import Site, Staff, demo, installation, is_demo
from bot.hiring import Rooms
from bot.mind import Mind
from bot.operations.readiness import Readiness
from bot.serving import Server, bound, told_to_stop
from bot.settings import Settings, SettingsError
from bot.store import durability
from bot.store.database import Store, StoreUnavailable
from bot.store.datakeys import DataKeys
from bot.store.keyring import Keyring
from bot.store.lookup import Lookup
from bot.store.opening import open_store

if TYPE_CHECKING:
    from bot.delivery.redis.pace import SharedPace
    from bot.operations.meters import Meters

log = structlog.get_logger("app")

STOP_WITHIN = 15.0
"""Seconds for turns and sends to end, after the connections: together well below the 30 of O3."""
LONGEST_REST = 60.0
"""Seconds at most between two tries of a part that ended."""


class SystemClock:
    """The machine's own time."""

    def now(self) -> float:
        return time.time()


class TelegramLike(Channel, Protocol):
    """What app needs of the Telegram channel; its package is imported only where a token is set."""

    async def run(self) -> None: ...
    def webhook_route(self) -> BaseRoute: ...
    async def close(self) -> None: ...


@dataclass(frozen=True)
class Assistant:
    """The running parts of one process."""

    settings: Settings
    mind: Mind
    store: Store
    keys: Keys
    runner: Runner
    clock: Clock
    telegram: TelegramLike | None
    staff: Staff
    wakeups: Wakeups
    alone: Alone
    readiness: Readiness
    pace: SharedPace | None
    """What counts calls and messages for the whole fleet."""
    weak: tuple[str, ...]
    """Settings by which the database may lose what it has committed (bot/store/durability.py)."""
    muted: muting.Muted | None
    """Why nothing may be sent, as it was when these parts were put together (O2)."""
    mute_changed: asyncio.Event
    """Set once that is no longer so: these parts are then to be closed, and others put together."""


@dataclass(frozen=True)
class DemoDoor:
    """One account of the demo: whose it is, and an address that signs in once."""

    name: str
    organisation: str
    address: str


class Door:
    """A reception that is there before the runner behind it: channels need the one, the runner needs them."""

    def __init__(self) -> None:
        self.runner: Reception | None = None

    def _open(self) -> Reception:
        if self.runner is None:
            raise StoreUnavailable("starting")
        return self.runner

    async def accept(self, channel: str, external_id: str, address: str, incoming: Incoming) -> bool:
        return await self._open().accept(channel, external_id, address, incoming)

    async def reject(self, channel: str, external_id: str, length: int, reason: str) -> None:
        await self._open().reject(channel, external_id, length, reason)

    async def waiting(self, channel: str, address: str) -> list[tuple[int, Outgoing]]:
        return await self._open().waiting(channel, address)

    async def shown(self, channel: str, address: str, ids: list[int]) -> None:
        await self._open().shown(channel, address, ids)

    def listen(self, channel: str, address: str) -> AbstractContextManager[asyncio.Event]:
        return self._open().listen(channel, address)


def today(clock: Clock) -> date:
    return datetime.fromtimestamp(clock.now(), UTC).date()


@asynccontextmanager
async def assistant(
    settings: Settings, clock: Clock | None = None, *, telegram: bool = True, meters: Meters | None = None
) -> AsyncIterator[Assistant]:
    """Everything but the web server, running; ended cleanly when the context ends (O3).

    Of a database that is muted nothing is sent, and no platform is asked (O2). `meters` count what is done.

    Raises SettingsError, KeyringError, BrokenFlows, BrokenContent, CatalogError or StoreError, each with a
    sentence that says what to mend.
    """
    settings.check()
    ground = await _ground(settings, clock or SystemClock())
    try:
        async with (
            fleet.joined(settings, ground.ring) as joined,
            _running(ground, joined, telegram, meters) as all_,
        ):
            yield all_
    finally:
        await ground.store.close()


@dataclass(frozen=True)
class _Ground:
    """What all parts stand on."""

    settings: Settings
    clock: Clock
    ring: Keyring
    data_keys: DataKeys
    keys: Keys
    store: Store
    staff: Staff
    unanswered: Unanswered
    mind: Mind


async def _ground(settings: Settings, clock: Clock) -> _Ground:
    """All is read before the database is opened: what is broken stops the start and migrates nothing."""
    watched = settings.watched_keys()
    ring = settings.keyring()
    data_keys = DataKeys(ring, fresh=watched.fresh)
    keys = Keys(data_keys, Lookup(ring.newest("lookup").secret))
    unanswered = Unanswered(data_keys, ring.newest("lookup").secret)
    staff = staff_of(settings, ring, data_keys)
    mind = _mind(settings, ring, staff, unanswered, today(clock))
    url = settings.database_url.get_secret_value() if settings.database_url else None
    store = await open_store(settings.data_dir, url)
    return _Ground(settings, clock, ring, data_keys, keys, store, staff, unanswered, mind)


@asynccontextmanager
async def _running(
    on: _Ground, joined: fleet.Joined, telegram: bool, meters: Meters | None
) -> AsyncIterator[Assistant]:
    """The parts, started in their order, and ended in the other."""
    settings, store, clock, mind = on.settings, on.store, on.clock, on.mind
    await store.read(on.data_keys.check)
    muted = await store.write(lambda conn: _prepare(conn, settings, mind, clock.now()))
    _say_muted(muted)
    weak = await store.read(durability.weak)
    door = Door()
    wants_telegram = telegram and settings.telegram_token and not muted
    channel = await _telegram(settings, door, mind) if wants_telegram else None
    is_a_demo = await store.read(is_demo)
    mail = None if muted else open_mail(settings, store, on.keys, clock, demo=is_a_demo)
    sending, budgets = await _ways_out(channel, mail, joined, meters)
    sender = Sender(store, on.keys, clock, sending, budgets=budgets)
    runner = door.runner = _runner(on, sender, joined.wakeups, meters)
    await runner.start()
    alone, changed = Alone(store, clock, sender.holder), asyncio.Event()
    jobs = _jobs(on, alone, runner)
    jobs.append(asyncio.create_task(fleet.watch_mute(store, sender, muted is not None, changed)))
    ready = fleet.readiness(store, on.data_keys, runner, joined.wakeups)
    try:
        yield Assistant(
            settings,
            mind,
            store,
            on.keys,
            runner,
            clock,
            channel,
            on.staff,
            joined.wakeups,
            alone,
            ready,
            joined.pace(),
            weak,
            muted,
            changed,
        )
    finally:
        await _end(jobs)
        if not await runner.stop(STOP_WITHIN):
            log.warning("app.stopped_late")
        if channel is not None:
            await channel.close()


def _runner(on: _Ground, sender: Sender, wakeups: Wakeups, meters: Meters | None) -> Runner:
    """What takes turns; its time is taken where there are meters."""
    mind = on.mind
    return Runner(
        on.store,
        on.keys,
        on.clock,
        sender,
        turn=meters.turn(mind.turns.run) if meters else mind.turns.run,
        find=mind.find,
        apology=lambda lang, code: minds.apology(mind, lang, code),
        wakeups=wakeups,
        stars=on.settings.paid_broadcast_stars,
        words=mind.announcing.words,
    )


def _jobs(on: _Ground, alone: Alone, runner: Runner) -> list[asyncio.Task[None]]:
    """What goes on beside answering: some of it in one process of a fleet, some in each."""
    sweeps = upkeep.sweeps(on.mind, on.staff, on.unanswered)
    in_one = (
        upkeep.retention(on.store, on.data_keys, on.clock, sweeps),
        upkeep.telling(on.store, on.mind.hiring, on.clock),
        statistics.job(on.store, on.clock, _veil(on.staff)),
    )
    in_each = (
        upkeep.stay_fresh(on.store, on.mind, on.clock),
        on.mind.announcing.run(on.store, on.clock, runner.hurry_bulk),
    )
    return [asyncio.create_task(job) for job in (*map(alone.regularly, in_one), *in_each)]


async def _ways_out(
    channel: TelegramLike | None, mail: Channel | None, joined: fleet.Joined, meters: Meters | None
) -> tuple[list[Channel], dict[str, Budget]]:
    """The channels that are sent over, and by name when sends over each may begin; counted by the meters."""
    sending: list[Channel] = [each for each in (channel, mail) if each is not None]
    budgets = {} if channel is None else {channel.name: await joined.budget(channel.name)}
    if meters is not None:
        sending = [meters.channel(each) for each in sending]
        budgets = {name: meters.budget(name, budget) for name, budget in budgets.items()}
    return sending, budgets


def _mind(settings: Settings, ring: Keyring, staff: Staff, unanswered: Unanswered, day: date) -> Mind:
    """What answers, of these settings. Raises SettingsError for a place that there is not."""
    mind = minds.build(
        operator=settings.operator,
        contact=settings.contact,
        place=settings.place,
        today=day,
        keys=staff.keys.data,
        secret=ring.newest("lookup").secret,
        unanswered=unanswered,
        origin=staff.site.origin,
        organizer=settings.smtp_from,
        rooms=rooms_of(settings),
        staff=staff,
        rules=Rules(listed_hosts(settings.announcement_hosts), settings.announcements_a_day),
    )
    if settings.place and mind.library.place is None:
        raise SettingsError(
            [f"RAFIQ_PLACE is {settings.place!r}, which content/places.yaml does not have: add it there."]
        )
    return mind


def _prepare(conn: Connection, settings: Settings, mind: Mind, now: float) -> muting.Muted | None:
    """What a start writes down before anybody is answered; whether anything may be sent (O2)."""
    installation.mark(conn, settings.demo, now)
    mind.hiring.renew_zones(conn, now)
    upkeep.refresh(conn, mind, now)
    return muting.settle(conn, now)


def _say_muted(muted: muting.Muted | None) -> None:
    if muted is not None:
        log.error("app.muted", reason=muted.reason, alarm=True)


def _veil(staff: Staff) -> statistics.Veil:
    return statistics.Veil(staff.figures_secret)


def staff_of(settings: Settings, ring: Keyring, data_keys: DataKeys) -> Staff:
    """What the functions of bot.features.staff work with: keys, and the address of the portal."""
    return Staff.of(ring, data_keys, Site.of(settings.public_url, settings.port))


def rooms_of(settings: Settings) -> Rooms:
    """Where interviews may take place (E6)."""
    hosts = tuple(host.strip().lower() for host in settings.video_hosts.split(",") if host.strip())
    return Rooms(hosts or slots.VIDEO_HOSTS, settings.jitsi_url)


async def _telegram(settings: Settings, reception: Reception, mind: Mind) -> TelegramLike:
    from bot.channels.telegram import connect  # 3 s and 160 MB: only where a token is set

    return await connect(settings, reception, mind.say)


async def _end(jobs: Sequence[asyncio.Task[Any]]) -> None:
    for job in jobs:
        job.cancel()
    await asyncio.gather(*jobs, return_exceptions=True)


async def serve(
    settings: Settings,
    ready: Callable[[], None] = lambda: None,
    show: Callable[[list[DemoDoor]], None] = lambda doors: None,
    silent: Callable[[muting.Muted], None] = lambda muted: None,
    warn: Callable[[str], None] = lambda sentence: None,
) -> None:
    """The web chat, the portal, and Telegram where a token is set, until SIGTERM or SIGINT; a clean end (O3).

    `ready` is called once people can connect, then `warn` with each sentence on a database that may lose
    what it has kept, `silent` where nothing is sent, and `show` with the ways into the demo's accounts.
    Raises what `assistant` raises.
    """
    settings.check()
    meters = fleet.meters(settings, "serve")
    with contextlib.closing(bound(settings.host, settings.port)) as door, told_to_stop() as stop:
        while not stop.was_asked():
            async with assistant(settings, meters=meters) as running, fleet.operators_port(running, meters):
                doors, is_a_demo = await _demo(running)

                def opened(running: Assistant = running, doors: list[DemoDoor] = doors) -> None:
                    ready()
                    _warn(running.weak, warn)
                    if running.muted:
                        silent(running.muted)
                    show(doors)

                server = site.server_of(running, opened, is_a_demo)
                stop.server = server
                jobs = [asyncio.create_task(_until_muted(running, server)), *_listening(running, web=True)]
                try:
                    with contextlib.closing(door.dup()) as own:  # the server closes those that it is given
                        await server.serve(sockets=[own])
                finally:
                    await _end(jobs)


async def work(
    settings: Settings,
    ready: Callable[[], None] = lambda: None,
    warn: Callable[[str], None] = lambda sentence: None,
) -> None:
    """All that `serve` does but the web: sends, takes turns that are open, reminds, erases, and polls
    Telegram where no other process does. Until SIGTERM or SIGINT; a clean end (O3)."""
    settings.check()
    meters = fleet.meters(settings, "work")
    with told_to_stop() as stop:
        while not stop.was_asked():
            async with assistant(settings, meters=meters) as running, fleet.operators_port(running, meters):
                told = asyncio.Event()
                loop = asyncio.get_running_loop()

                def tell(loop: asyncio.AbstractEventLoop = loop, told: asyncio.Event = told) -> None:
                    loop.call_soon_threadsafe(told.set)

                stop.tell = tell
                if stop.was_asked():  # while all was put together
                    told.set()
                ending = [asyncio.create_task(each) for each in (told.wait(), running.mute_changed.wait())]
                jobs = _listening(running, web=False)
                ready()
                _warn(running.weak, warn)
                try:
                    await asyncio.wait(ending, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    stop.tell = lambda: None
                    await _end([*jobs, *ending])


def _warn(weak: Sequence[str], warn: Callable[[str], None]) -> None:
    """That the database may lose what people were answered for is an alarm (M1)."""
    for setting in weak:
        log.error("store.not_durable", code=setting, alarm=True)
        warn(durability.sentence(setting))


async def _until_muted(running: Assistant, server: Server) -> None:
    await running.mute_changed.wait()
    server.should_exit = True


def _listening(running: Assistant, *, web: bool) -> list[asyncio.Task[None]]:
    """Taking updates: each process with a web server hears webhooks, but only one of a fleet may poll."""
    telegram = running.telegram
    if telegram is None:
        return []
    if running.settings.webhook:
        # Telling Telegram the address comes to its end by itself.
        return [asyncio.create_task(_lasting(telegram.run, for_ever=False))] if web else []
    polling = partial(running.alone.hold, "telegram.poll", telegram.run)
    return [asyncio.create_task(_lasting(polling))]


async def _demo(running: Assistant) -> tuple[list[DemoDoor], bool]:
    """New ways into the accounts of the demo, and whether the database is one."""

    def look(conn: Connection) -> tuple[list[DemoDoor], bool]:
        # A public start makes none, whatever the database was marked as when it was new.
        links = demo.demo_links(conn, staff, now) if running.settings.demo else []
        furnish(conn, running.mind.hiring, running.mind.adverts, links, now)
        doors = [DemoDoor(link.name, link.organisation, staff.site.demo_link(link.token)) for link in links]
        return doors, is_demo(conn)

    staff, now = running.staff, running.clock.now()
    return await running.store.write(look)


async def _lasting(
    job: Callable[[], Awaitable[None]],
    *,
    for_ever: bool = True,
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """A part that should never end by itself does not do so silently, and begins again: nobody would be heard
    until somebody looked at the alarm. Seconds between two tries: 1, 2, 4 to LONGEST_REST."""
    rest = 1.0
    while True:
        began = time.monotonic()
        try:
            await job()
            if not for_ever:
                return
            log.error("app.part_ended", alarm=True)
        except Exception as error:
            log.error("app.part_failed", reason=type(error).__name__, alarm=True)
        if time.monotonic() - began > LONGEST_REST:
            rest = 1.0
        await pause(rest)
        rest = min(2 * rest, LONGEST_REST)


@contextmanager
def opened_store(settings: Settings) -> Iterator[Store]:
    """The store alone, for the command line; may run beside a server on the same database."""
    url = settings.database_url.get_secret_value() if settings.database_url else None
    store = asyncio.run(open_store(settings.data_dir, url))
    try:
        store.write_sync(lambda conn: installation.mark(conn, settings.demo, SystemClock().now()))
        yield store
    finally:
        asyncio.run(store.close())
