"""A desk whose other parts keep what they were told, staff to sit at it, and an employer that applies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, insert, select

from bot.features.interviews import employers
from bot.features.interviews.employers import Checklist, Desk, Details
from bot.features.interviews.employers.model import digest
from bot.features.interviews.vacancies import employer_of
from bot.store.database import Store
from bot.store.datakeys import DataKeys
from bot.store.lookup import Lookup
from tests.clock import START

FORM = {
    "name": "Invented Bakery Ltd",
    "country": "KE",
    "registration": "PVT-0000 1",
    "register": "Invented Register of Companies",
    "host": "https://www.bakery.example/about",
    "person": "Invented Person",
    "phone": "+254 (0) 20 000-0001".replace("(0) ", ""),
    "mail": "work@bakery.example",
    "pledge": "yes",
    "pledge_version": "1",
}
CHECKLIST = Checklist(
    register="Invented Register of Companies",
    register_day="2026-11-20",
    called="+254200000002",
    source="printed directory",
    call_day="2026-11-21",
    person=True,
    pledge=True,
)
ROLES = frozenset({"vetter", "manager", "case_worker", "reviewer"})


@dataclass(frozen=True)
class Somebody:
    """An actor as the session gives it."""

    account: str
    organisation: str = "ngo-organisation-00000"
    kind: str = "ngo"
    roles: frozenset[str] = ROLES
    fresh_until: float = START + 10**9


ANNA, BORIS, CARLA = Somebody("anna"), Somebody("boris"), Somebody("carla")


def of_employer(employer: str, account: str = "emma") -> Somebody:
    return Somebody(account, employer, "employer", frozenset({"employer"}))


# What other parts would do in the same transaction is kept in the database, so that a rollback takes it back.
_meta = MetaData()
done = Table(
    "done_by_others",
    _meta,
    Column("id", Integer, primary_key=True),
    Column("what", String(40)),
    Column("about", String(40)),
    Column("by", String(40)),
    Column("details", String(400)),
)


@dataclass
class Others:
    """The other parts: slots, audit log and mail, as far as these tests ask about them."""

    bookings: dict[str, str] = field(default_factory=dict)

    def note(
        self, conn: Connection, actor: str, what: str, about: str, details: Mapping[str, str], now: float
    ) -> None:
        self._keep(conn, f"note:{what}", about, actor, repr(sorted(details.items())))

    def freeze(self, conn: Connection, organisation: str, now: float) -> None:
        self._keep(conn, "freeze", organisation)

    def thaw(self, conn: Connection, organisation: str, now: float) -> None:
        self._keep(conn, "thaw", organisation)

    def tell(
        self, conn: Connection, organisation: str, kind: str, values: Mapping[str, str], now: float
    ) -> None:
        self._keep(conn, f"tell:{kind}", organisation, "", repr(sorted(values.items())))

    def _keep(self, conn: Connection, what: str, about: str, by: str = "", details: str = "") -> None:
        conn.execute(insert(done).values(what=what, about=about, by=by, details=details))


async def told(store: Store, what: str = "") -> list[tuple[str, str, str, str]]:
    """What the other parts were asked to do: (what, about, by, details), oldest first."""
    query = select(done.c.what, done.c.about, done.c.by, done.c.details).order_by(done.c.id)
    rows = await store.read(lambda conn: conn.execute(query).all())
    return [(row.what, row.about, row.by, row.details) for row in rows if row.what.startswith(what)]


async def made_desk(store: Store, keys: DataKeys, lookup: Lookup, others: Others) -> Desk:
    await store.write(_meta.create_all)
    owners = {"vacancy": employer_of, "booking": lambda conn, id_: others.bookings.get(id_)}
    return Desk(keys, lookup, others.note, others.freeze, others.thaw, others.tell, owners)


def details(**changes: str) -> Details:
    draft = employers.read_application({**FORM, **changes})
    assert draft.value is not None, draft.problems
    return draft.value


async def applied(store: Store, desk: Desk, now: float = START, **changes: str) -> str:
    said = details(**changes)
    return await store.write(lambda conn: employers.apply(conn, desk, said, "en", now))


async def checked(
    store: Store, desk: Desk, who: Somebody, employer: str, now: float = START
) -> employers.Checked | employers.No:
    def work(conn: Connection) -> employers.Checked | employers.No:
        found = employers.application(conn, desk, who, employer, now)
        assert found is not None
        return employers.record_check(conn, desk, who, employer, CHECKLIST, digest(found.details), now)

    return await store.write(work)


async def admitted(store: Store, desk: Desk, now: float = START, **changes: str) -> str:
    employer = await applied(store, desk, now, **changes)
    await checked(store, desk, ANNA, employer, now)
    second = await checked(store, desk, BORIS, employer, now)
    assert isinstance(second, employers.Checked) and second.admitted_until
    return employer


async def state(store: Store, employer: str, now: float = START) -> str:
    found = await store.read(lambda conn: employers.standing(conn, employer, now))
    assert found is not None
    return found.state
