"""Two NGOs and an employer with one person a role, and browsers of theirs, on a real store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

import httpx
from sqlalchemy import Connection
from starlette.applications import Starlette

from bot.adverts import Adverts, adverts, occupations_of
from bot.announcing import Announcing
from bot.announcing import join as join_announcing
from bot.channels.web import WebSettings
from bot.channels.web.pace import Shared
from bot.delivery.wording import Wording
from bot.features.library.service import Library
from bot.features.skills import showing
from bot.features.skills.portrait import Portrait
from bot.features.skills.tasks import read_tasks
from bot.features.staff import Site, Staff, create, directory, installation, organisations, sessions
from bot.features.staff.model import COMMAND_LINE, ROLES
from bot.hiring import Hiring, Rooms, join
from bot.language.catalogs import Catalogs
from bot.language.speech import LanguageSpeech
from bot.parts import advert_check
from bot.portal import Mail, build, routes_of
from bot.portal.cookies import form_token
from bot.portal.routes import PAGES
from bot.portal.table import Page
from bot.store.database import Store
from bot.store.datakeys import DataKeys
from bot.store.keyring import Keyring, generate
from tests.clock import FakeClock

BASE = "http://localhost:8000"
CONTENT = Path(__file__).resolve().parent.parent.parent / "content"
LOCALES = Path(__file__).resolve().parent.parent.parent / "locales"


@cache
def _speech() -> LanguageSpeech:
    """From the compiled catalogs: to read the others takes two seconds."""
    return LanguageSpeech(Catalogs.load(LOCALES))


@cache
def wording() -> Wording:
    """The real texts in all languages."""
    namers = {
        "skills_seen": lambda id_, lang: showing.seen_by_employers(id_, lang, _portrait()),
    }
    return Wording(_speech(), namers, {})


@cache
def _portrait() -> Portrait:
    occupations = occupations_of(CONTENT)
    return Portrait(occupations, read_tasks(CONTENT, occupations.groups), wording().label, _speech().country)


@cache
def own_adverts() -> Adverts:
    """The real occupations, articles and marks."""
    library = Library.load(CONTENT, wording().label, date(2026, 11, 21))
    return adverts(CONTENT, library, advert_check(CONTENT, checked=True), wording().label)


@cache
def _announcing() -> Announcing:
    """What announcements need of files, read once; each world has its own staff."""
    ring = generate()
    return join_announcing(Staff.of(ring, DataKeys(ring), Site.of("", 8000)), CONTENT, wording().rich)


@dataclass
class Posted:
    """Mails that were put on the outbox: (account, kind, values)."""

    mails: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    def __call__(
        self, conn: Connection, account: str, kind: str, values: Mapping[str, str], now: float
    ) -> None:
        self.mails.append((account, kind, dict(values)))

    def shown(
        self, conn: Connection, person: str | None, after: tuple[int, str] | None, limit: int
    ) -> list[Mail]:
        """The same as the page of a demo is given them, newest first."""
        found = []
        for number, (account, kind, values) in enumerate(self.mails):
            owner = directory.addressee(conn, account)
            if owner and person in (None, owner.person_id) and (after is None or number < after[0]):
                text = "\n\n".join(("A sentence.", f"{BASE}{values.get('link', '/portal/')}"))
                found.append(Mail(str(number), number, "name@example.org", kind, text, owner.lang))
        return found[::-1][:limit]

    def path(self) -> str:
        """The path in the newest mail."""
        return self.mails[-1][2]["link"]


@dataclass
class World:
    """`people` has one account a role: administrators in the operator's own NGO, the others in `ngo`."""

    store: Store
    staff: Staff
    clock: FakeClock
    posted: Posted
    operator: str = ""
    ngo: str = ""
    employer: str = ""
    people: dict[str, str] = field(default_factory=dict)
    rooms: Rooms = field(default_factory=Rooms)
    portal: Starlette = field(default_factory=Starlette)
    """The portal of the newest `app`."""
    count: Iterator[int] = field(default_factory=lambda: iter(range(1_000_000)))

    @property
    def hiring(self) -> Hiring:
        """The parts around interviews, whose mails are `posted`."""
        keys = self.staff.keys
        return join(keys.data, keys.lookup, self.posted, self.rooms, lambda conn: int(self.now))

    @property
    def announcing(self) -> Announcing:
        """Announcements of this world's staff."""
        return Announcing(replace(_announcing().desk, staff=self.staff))

    @property
    def now(self) -> float:
        return self.clock.now()

    def organisation(self, conn: Connection, kind: str = "ngo") -> str:
        """One more organisation."""
        name = f"Example organisation {next(self.count)}"
        assert kind in ("ngo", "employer")
        return organisations.add(conn, COMMAND_LINE, "ngo" if kind == "ngo" else "employer", name, self.now)

    def account(self, conn: Connection, organisation: str, *roles: str) -> str:
        """One more account with these roles."""
        number = next(self.count)
        return create(
            conn,
            self.staff,
            COMMAND_LINE.account,
            organisation,
            email=f"person{number}@example.org",
            name=f"Person {number}",
            codes=roles,
            lang="en",
            zone="Africa/Nairobi",
            now=self.now,
        )

    def home_of(self, role: str) -> str:
        """The organisation in which the person of a role is."""
        return {"administrator": self.operator, "employer": self.employer}.get(role, self.ngo)

    def fill(self, conn: Connection) -> None:
        installation.mark(conn, True, self.now)
        self.operator = self.organisation(conn)
        self.ngo = self.organisation(conn)
        self.employer = self.organisation(conn, "employer")
        for role in ROLES:
            self.people[role] = self.account(conn, self.home_of(role), role)

    def app(
        self,
        pages: tuple[Page, ...] = PAGES,
        public_url: str = "",
        mails: bool = True,
        shared: Shared | None = None,
    ) -> Starlette:
        """The portal as the server mounts it."""
        self.portal = build(
            self.store,
            self.staff,
            self.hiring,
            own_adverts(),
            self.announcing,
            self.clock,
            wording(),
            WebSettings(public_url=public_url),
            demo=True,
            mails=self.posted.shown if mails else None,
            shared=shared,
            pages=pages,
        )
        return Starlette(routes=routes_of(self.portal))

    def browser(self, app: Starlette | None = None, base: str = BASE) -> httpx.AsyncClient:
        """A browser with nobody signed in."""
        transport = httpx.ASGITransport(app or self.app(), raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url=base)

    async def session(self, account: str) -> str:
        """The token of a new session whose factor was just checked."""
        return await self.store.write(lambda conn: sessions.begin(conn, self.staff, account, self.now))

    async def signed_in(self, role: str, app: Starlette | None = None) -> httpx.AsyncClient:
        """The browser of the person of a role."""
        browser = self.browser(app)
        hold(browser, await self.session(self.people[role]))
        return browser


async def new_world(
    store: Store, keyring: Keyring, data_keys: DataKeys, clock: FakeClock, port: int = 8000
) -> World:
    """A world in an empty store. `port`: where the portal will be, since passkeys are bound to it."""
    staff = Staff.of(keyring, data_keys, Site.of("", port))
    world = World(store, staff, clock, Posted())
    await store.write(world.fill)
    return world


def hold(browser: httpx.AsyncClient, session: str, name: str = "rafiq-staff") -> None:
    """The browser gets a cookie, filed where the server's own will replace it."""
    browser.cookies.set(name, session, domain="localhost.local", path="/")


def token_of(browser: httpx.AsyncClient) -> str:
    """The form token that belongs to the browser's cookie."""
    secret = browser.cookies.get("rafiq-staff") or browser.cookies.get("rafiq-visitor") or ""
    return form_token(secret)


async def send(browser: httpx.AsyncClient, path: str, /, **fields: str | list[str]) -> httpx.Response:
    """A form, as a page of ours would send it."""
    return await browser.post(f"/portal{path}", data={"token": token_of(browser), **fields})
