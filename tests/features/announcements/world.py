"""Two NGOs with staff, places and readers on a real store, and announcements between them."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, insert, select, update

from bot.announcing import Announcing, Rules, join
from bot.conversation.messages import Rich, Text
from bot.delivery import broadcasts
from bot.delivery.broadcasts.tables import broadcast_sends
from bot.delivery.tables import persons
from bot.features import announcements, places
from bot.features.announcements import Announcement, Audience, Desk, Draft
from bot.features.announcements.starting import waves_of
from bot.features.staff import COMMAND_LINE, SignedIn, Site, Staff, create, organisations
from bot.language.catalogs import Catalogs
from bot.language.speech import LanguageSpeech
from bot.store.database import Store
from bot.store.datakeys import DataKeys
from bot.store.keyring import Keyring
from tests.clock import FakeClock

ROOT = Path(__file__).resolve().parents[3]
HOUR, DAY = 3_600, 86_400
T = TypeVar("T")

ENGLISH = "Food distribution moves to Gate 3, 10:00 to 14:00."
FRENCH = "La distribution de nourriture se fait à la porte 3, de 10 h à 14 h."
CORRECTION = "Food distribution stays at Gate 1."


@cache
def rich() -> Callable[[Text, str], Rich]:
    """The real texts in all languages."""
    speech = LanguageSpeech(Catalogs.load(ROOT / "locales"))

    def words(text: Text, lang: str) -> Rich:
        return Rich(*speech.text(lang, text.ctxt, text.msg, text.values, text.plural, text.count))

    return words


@cache
def _parts() -> Announcing:
    """What needs files, read once; each world has its own staff."""
    staff = Staff.of(_no_ring(), DataKeys(_no_ring()), Site.of("", 8000))
    return join(staff, ROOT / "content", lambda text, lang: rich()(text, lang))


@cache
def _no_ring() -> Keyring:
    from bot.store import keyring

    return keyring.generate()


@dataclass
class World:
    """`ngo` answers for `camp` (in `district`), `other` for `town`. `people`: accounts by what they may."""

    store: Store
    staff: Staff
    clock: FakeClock
    announcing: Announcing
    operator: str = ""
    ngo: str = ""
    other: str = ""
    district: str = ""
    camp: str = ""
    town: str = ""
    people: dict[str, SignedIn] = field(default_factory=dict)

    @property
    def now(self) -> float:
        return self.clock.now()

    @property
    def desk(self) -> Desk:
        return self.announcing.desk

    async def do(self, work: Callable[..., T], *values: Any, **named: Any) -> T:
        """Call a function of the feature in a transaction of its own: (conn, desk, *values, now)."""
        return await self.store.write(lambda conn: work(conn, self.desk, *values, self.now, **named))

    async def read(self, work: Callable[[Connection], T]) -> T:
        return await self.store.read(work)

    async def write(self, work: Callable[[Connection], T]) -> T:
        return await self.store.write(work)

    def account(self, conn: Connection, name: str, organisation: str, *roles: str) -> SignedIn:
        """One more member of staff, signed in with a factor just checked."""
        id_ = create(
            conn, self.staff, "command-line", organisation, email=f"{name}@example.org", name=f"The {name}",
            codes=roles, lang="en", zone="Africa/Nairobi", now=self.now,
        )  # fmt: skip
        self.people[name] = SignedIn(
            account=id_, organisation=organisation, organisation_name="", kind="ngo", roles=frozenset(roles),
            name=name, lang="en", zone="UTC", session="", demo=False, seen=0, fresh_until=float("inf"),
        )  # fmt: skip
        return self.people[name]

    def stale(self, name: str) -> SignedIn:
        """The same without a fresh factor."""
        return replace(self.people[name], fresh_until=0.0)

    def readers(
        self, conn: Connection, number: int, place: str = "", lang: str | None = "en", *topics: str
    ) -> list[str]:
        """People who chose a place and topics."""
        ids = [secrets.token_urlsafe(16) for _ in range(number)]
        row = {"channel": "telegram:1", "address": b"-", "lang": lang, "reachable": True}
        conn.execute(
            insert(persons), [{**row, "id": id_, "address_hash": secrets.token_bytes(32)} for id_ in ids]
        )
        since = {"since": int(self.now)}
        if place:
            conn.execute(
                insert(places.person_places), [{"person_id": id_, "place_id": place, **since} for id_ in ids]
            )
        for topic in topics:
            conn.execute(
                insert(places.person_topics), [{"person_id": id_, "topic": topic, **since} for id_ in ids]
            )
        return ids

    def draft(self, **changes: Any) -> Draft:
        """An announcement that may be sent as it is to the readers of English and French in the camp."""
        whole = Draft(
            title="Gate 3",
            texts={"en": ENGLISH, "fr": FRENCH},
            correction={"en": CORRECTION, "fr": "La distribution reste à la porte 1."},
            ends=int(self.now) + 4 * HOUR,
            audience=Audience(places=(self.camp,)),
            quiet=None,
            zone="Africa/Nairobi",
        )
        return msgspec.structs.replace(whole, **changes)

    async def submitted(self, writer: str = "announcer", **changes: Any) -> Announcement:
        saved = await self.do(announcements.create, self.people[writer], self.draft(**changes))
        return await self.do(announcements.submit, self.people[writer], saved.announcement.id)

    async def approve(self, id_: str, by: str = "approver", **changes: Any) -> Announcement:
        """As an approver would who looks at the page and does what it asks."""
        seen = await self.do(announcements.review, self.people[by], id_)
        values = {
            "digest": seen.digest,
            "shown": seen.counted.number,
            "typed": str(seen.counted.number),
            **changes,
        }
        return await self.store.write(
            lambda conn: announcements.approve(conn, self.desk, self.people[by], id_, self.now, **values)
        )

    async def running(self, **changes: Any) -> Announcement:
        """Written, approved, started, and everybody has a row."""
        one = await self.submitted(**changes)
        await self.approve(one.id)
        await self.announcing.step(self.store, self.clock.now)
        return await self.found(one.id)

    async def found(self, id_: str) -> Announcement:
        one = await self.read(lambda conn: announcements.find(conn, self.desk, id_))
        assert one is not None
        return one

    async def broadcast(self, id_: str, wave: str = "main") -> str:
        own = await self.read(lambda conn: waves_of(conn, id_))
        return {str(name): broadcast for name, broadcast in own.items()}[wave]

    async def rows(self, id_: str, wave: str = "main") -> list[tuple[str, str, int]]:
        """(person, language, due) of everybody who has a row."""
        broadcast = await self.broadcast(id_, wave)
        sends = broadcast_sends.c
        query = select(sends.person_id, sends.lang, sends.due).where(sends.broadcast_id == broadcast)
        return [tuple(row) for row in await self.read(lambda conn: conn.execute(query).all())]

    async def deliver(self, id_: str, people: list[str], state: str = "sent", wave: str = "main") -> None:
        """As if these people had got it."""
        broadcast = await self.broadcast(id_, wave)
        sends = broadcast_sends.c
        got = update(broadcast_sends).where(sends.broadcast_id == broadcast, sends.person_id.in_(people))
        await self.write(lambda conn: conn.execute(got.values(state=state, closed=int(self.now))))

    async def stopped(self, id_: str, wave: str = "main") -> bool:
        broadcast = await self.broadcast(id_, wave)
        return await self.read(lambda conn: broadcasts.progress(conn, broadcast).state == "stopped")


async def new_world(store: Store, keyring: Keyring, data_keys: DataKeys, clock: FakeClock) -> World:
    """A world whose staff have their roles for a day."""
    staff = Staff.of(keyring, data_keys, Site.of("", 8000))
    shared = _parts()
    world = World(store, staff, clock, Announcing(replace(shared.desk, staff=staff, daily=Rules().daily)))
    await store.write(lambda conn: _fill(conn, world))
    clock.forward(DAY)
    return world


def _fill(conn: Connection, world: World) -> None:
    names = ("operator", "ngo", "other")
    world.operator, world.ngo, world.other = (
        organisations.add(conn, COMMAND_LINE, "ngo", f"Example {name}", world.now) for name in names
    )
    world.account(conn, "administrator", world.operator, "administrator", "announcer", "approver")
    world.account(conn, "announcer", world.ngo, "announcer")
    world.account(conn, "approver", world.ngo, "approver")
    world.account(conn, "both", world.ngo, "announcer", "approver")
    world.account(conn, "outsider", world.other, "announcer", "approver")
    world.district = _place(conn, world, "district", "district", "", world.ngo, "Example district")
    world.camp = _place(conn, world, "camp", "camp", world.district, "", "Example camp")
    world.town = _place(conn, world, "town", "town", "", world.other, "Example town", zone="Asia/Kathmandu")


def _place(
    conn: Connection, world: World, code: str, kind: str, parent: str, organisation: str, name: str,
    zone: str = "Africa/Nairobi",
) -> str:  # fmt: skip
    made = places.Draft(code, kind, parent, "KE", zone, {"en": name, "fr": f"{name} (fr)"}, organisation)
    return places.add(conn, made, world.now).id
