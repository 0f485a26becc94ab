"""The one place where the parts are put together: store, mind, delivery, channels, server."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol

import structlog
import uvicorn
from sqlalchemy import Connection
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from bot import mind as minds
from bot.announcing import Rules, listed_hosts
from bot.channels import web
from bot.channels.mail import mails, open_mail
from bot.channels.mail import sweep as mail_sweep
from bot.conversation.messages import Incoming, Outgoing
from bot.delivery.keys import Keys
from bot.delivery.pacing import Paced
from bot.delivery.ports import Channel, Clock, Reception
from bot.delivery.retention import Swept, sweep_store
from bot.delivery.runner import Runner
from bot.delivery.sender import Sender
from bot.demo import furnish
from bot.features import places
from bot.features.interviews import slots
from bot.features.interviews.matching import sweeps as matching_sweeps
from bot.features.library.unanswered import Unanswered
from bot.features.skills import records as profiles
from bot.features.staff import Site, Staff, demo, installation, is_demo, keeps, sweeper
from bot.hiring import Rooms
from bot.mind import Mind
from bot.serving import Late, Server, bound, told_to_stop
from bot.settings import Settings, SettingsError
from bot.store.database import Store, StoreUnavailable
from bot.store.datakeys import DataKeys
from bot.store.keyring import Keyring
from bot.store.lookup import Lookup
from bot.store.opening import open_store

log = structlog.get_logger("app")

PORTAL = "/portal"
"""Where staff and employers have their pages."""
RETENTION_EVERY = 300.0
"""Seconds between two rounds of erasing what is past its date (D5)."""
FRESH_EVERY = 0.5
"""Seconds between two looks for articles that another process withdrew."""
CLOSE_WITHIN = 10
STOP_WITHIN = 15.0
"""Seconds for connections to end, and then for turns and sends: together well below the 30 of O3."""


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
    settings: Settings, clock: Clock | None = None, *, telegram: bool = True
) -> AsyncIterator[Assistant]:
    """Everything but the web server, running; ended cleanly when the context ends (O3).

    Raises SettingsError, KeyringError, BrokenFlows, BrokenContent, CatalogError or StoreError, each with a
    sentence that says what to mend.
    """
    settings.check()
    clock = clock or SystemClock()
    ring = settings.keyring()
    data_keys = DataKeys(ring)
    keys = Keys(data_keys, Lookup(ring.newest("lookup").secret))
    unanswered = Unanswered(data_keys, ring.newest("lookup").secret)
    staff = staff_of(settings, ring, data_keys)
    mind = _mind(settings, ring, staff, unanswered, today(clock))
    url = settings.database_url.get_secret_value() if settings.database_url else None
    store = await open_store(settings.data_dir, url)
    try:
        await store.read(data_keys.check)
        await store.write(lambda conn: _prepare(conn, settings, mind, clock.now()))
        door = Door()
        channel = await _telegram(settings, door, mind) if telegram and settings.telegram_token else None
        is_a_demo = await store.read(is_demo)
        mail = open_mail(settings, store, keys, clock, demo=is_a_demo)
        budgets = {} if channel is None else {channel.name: Paced()}
        channels = [each for each in (channel, mail) if each is not None]
        sender = Sender(store, keys, clock, channels, budgets=budgets)
        runner = Runner(
            store,
            keys,
            clock,
            sender,
            turn=mind.turns.run,
            find=mind.find,
            apology=lambda lang, code: minds.apology(mind, lang, code),
            words=mind.announcing.words,
        )
        door.runner = runner
        await runner.start()
        others = (unanswered.sweep, profiles.sweep, sweeper(staff), mail_sweep, places.sweep)
        sweeps = (*others, *matching_sweeps, *mind.hiring.sweeps, *mind.announcing.sweeps)
        jobs = [
            asyncio.create_task(_erase_in_time(store, data_keys, clock, sweeps)),
            asyncio.create_task(_stay_fresh(store, mind, clock)),
            asyncio.create_task(mind.announcing.run(store, clock, runner.hurry_bulk)),
        ]
        try:
            yield Assistant(settings, mind, store, keys, runner, clock, channel, staff)
        finally:
            await _end(jobs)
            if not await runner.stop(STOP_WITHIN):
                log.warning("app.stopped_late")
            if channel is not None:
                await channel.close()
    finally:
        await store.close()


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


def _prepare(conn: Connection, settings: Settings, mind: Mind, now: float) -> None:
    """What a start writes down before anybody is answered."""
    installation.mark(conn, settings.demo, now)
    mind.hiring.renew_zones(conn, now)
    _refresh(conn, mind, now)


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


async def _erase_in_time(store: Store, keys: DataKeys, clock: Clock, others: tuple[Swept, ...]) -> None:
    """The retention job: what is past its date goes, also while nobody writes (D5)."""
    while True:
        try:
            counts = await sweep_store(
                store, keys, clock.now(), others, (profiles.keeps(), keeps(), slots.keeps(), places.keeps())
            )
            if counts:
                log.info("retention.swept", counts=dict(counts))
        except StoreUnavailable as error:
            log.error("retention.store_unavailable", reason=error.reason)
        except Exception as error:
            log.error("retention.failed", reason=type(error).__name__, alarm=True)
        await asyncio.sleep(RETENTION_EVERY)


async def _stay_fresh(store: Store, mind: Mind, clock: Clock) -> None:
    """What was withdrawn elsewhere disappears here too while nobody chats, from the pages to read as well."""
    while True:
        await asyncio.sleep(FRESH_EVERY)
        try:
            await store.write(lambda conn: _refresh(conn, mind, clock.now()))
        except StoreUnavailable as error:
            log.error("library.store_unavailable", reason=error.reason)
        except Exception as error:
            log.error("library.refresh_failed", reason=type(error).__name__, alarm=True)


def _refresh(conn: Connection, mind: Mind, now: float) -> None:
    """What was changed elsewhere is known here too."""
    mind.library.refresh(conn, now)
    mind.gazetteer.refresh(conn, now)


async def _end(jobs: list[asyncio.Task[None]]) -> None:
    for job in jobs:
        job.cancel()
    await asyncio.gather(*jobs, return_exceptions=True)


async def serve(
    settings: Settings,
    ready: Callable[[], None] = lambda: None,
    show: Callable[[list[DemoDoor]], None] = lambda doors: None,
) -> None:
    """The web chat, the portal, and Telegram where a token is set, until SIGTERM or SIGINT; a clean end (O3).

    `ready` is called once people can connect, then `show` with the ways into the demo's accounts. Raises what
    `assistant` raises.
    """
    settings.check()
    with contextlib.closing(bound(settings.host, settings.port)) as door, told_to_stop() as stop:
        async with assistant(settings) as running:
            doors, is_a_demo = await _demo(running)

            def opened() -> None:
                ready()
                show(doors)

            server = _server(running, opened, is_a_demo)
            stop.server = server
            jobs = [asyncio.create_task(_lasting(running.telegram.run))] if running.telegram else []
            try:
                await server.serve(sockets=[door])
            finally:
                await _end(jobs)


async def _demo(running: Assistant) -> tuple[list[DemoDoor], bool]:
    """New ways into the accounts of the demo, and whether the database is one."""

    def look(conn: Connection) -> tuple[list[DemoDoor], bool]:
        # A public start makes none, whatever the database was marked as when it was new.
        links = demo.demo_links(conn, staff, now) if running.settings.demo else []
        furnish(conn, running.mind.hiring.desk, running.mind.adverts, links, now)
        doors = [DemoDoor(link.name, link.organisation, staff.site.demo_link(link.token)) for link in links]
        return doors, is_demo(conn)

    staff, now = running.staff, running.clock.now()
    return await running.store.write(look)


async def _lasting(job: Callable[[], Awaitable[None]]) -> None:
    """A part that should never end by itself must not do so silently."""
    try:
        await job()
        log.error("app.part_ended", alarm=True)
    except Exception as error:
        log.error("app.part_failed", reason=type(error).__name__, alarm=True)


def web_settings(settings: Settings) -> web.WebSettings:
    return web.WebSettings(
        public_url=settings.public_url, operator=settings.operator, contact=settings.contact
    )


def _server(running: Assistant, ready: Callable[[], None], is_a_demo: bool) -> Server:
    pages = web_settings(running.settings)
    app = web.build(running.runner, running.mind.library, running.mind.wording, pages, _checker(running))
    staff_pages = Late(lambda: _portal(running, pages, is_a_demo))
    app.router.routes += [Route(PORTAL, _first_page), Mount(PORTAL, staff_pages)]
    if running.telegram is not None and running.settings.webhook:
        app.router.routes.append(running.telegram.webhook_route())
    options = web.uvicorn_options(pages) | {"timeout_graceful_shutdown": CLOSE_WITHIN}
    return Server(uvicorn.Config(app, log_config=None, **options), ready)


def _checker(running: Assistant) -> web.Check:
    """What the public page says of a check code (A11)."""
    mind, store, clock = running.mind, running.store, running.clock

    async def check(code: str, lang: str) -> web.Checked:
        found = await store.read(lambda conn: mind.verify(conn, code, clock.now()))
        verdict = places.verdicts.said(places.verdicts.packed(found), lang, mind.say)
        return web.Checked(verdict, *places.verdicts.words(found, lang))

    return check


async def _first_page(request: Request) -> Response:
    return RedirectResponse(f"{PORTAL}/", 308)


def _portal(running: Assistant, pages: web.WebSettings, is_a_demo: bool) -> Starlette:
    """The pages of staff and employers, loaded late: the chat needs neither their second nor their 20 MB."""
    from bot import portal

    def shown(
        conn: Connection, person: str | None, after: tuple[int, str] | None, limit: int
    ) -> list[portal.Mail]:
        found = mails(conn, running.keys, person=person, after=after, limit=limit)
        return [
            portal.Mail(
                one.id, one.sent, one.address, one.message.subject, one.message.text, one.message.lang
            )
            for one in found
        ]

    async def bot_name() -> str:
        if running.telegram is None:
            return ""
        from bot.channels.telegram.naming import NoName, user_name

        try:
            return await user_name(running.settings)
        except NoName:
            log.warning("portal.bot_unnamed")
            return ""

    return portal.build(
        running.store,
        running.staff,
        running.mind.hiring,
        running.mind.adverts,
        running.mind.announcing,
        running.clock,
        running.mind.wording,
        pages,
        demo=is_a_demo,
        bot_name=bot_name,
        mails=shown if is_a_demo and not running.settings.smtp_host else None,
    )


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
