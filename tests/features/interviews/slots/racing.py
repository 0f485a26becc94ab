"""Many clients that want the same time at the same moment."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, text

from bot.delivery import persons
from bot.features.interviews import slots as booking
from bot.features.interviews.slots import Needs, Result, Slot
from bot.store.database import Store
from bot.store.opening import open_sqlite
from bot.store.postgres_store import PostgresStore
from bot.store.sqlite_store import SqliteStore
from tests.features.interviews.slots.office import STAFF, Office


@dataclass(slots=True)
class Race:
    """What the clients of one round were told."""

    outcomes: Counter[str] = field(default_factory=Counter)
    without_alternatives: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def winners(self) -> int:
        return self.outcomes["done"]


def another(store: Store) -> Store:
    """A second store on the same data, as another process would have it."""
    if isinstance(store, SqliteStore):
        return open_sqlite(store.data_file.parent)
    assert isinstance(store, PostgresStore)
    return PostgresStore(store.url.render_as_string(hide_password=False))


async def crowd(office: Office, count: int) -> list[str]:
    """So many people, made in one transaction."""
    keys = office.keys

    def make(conn: Connection) -> list[str]:
        addresses = [f"racer-{number}" for number in range(count)]
        return [
            persons.find_or_add(conn, keys, "web", one, keys.address_hash("web", one)).id for one in addresses
        ]

    return await office.write(make)


async def race(office: Office, stores: Sequence[Store], people: Sequence[str], slots: Sequence[Slot]) -> Race:
    """Everybody holds a slot and books it, at once; person n wants slot n, counted round.

    Half of them for themselves, as in the chat; for the others somebody of the staff does it on the page.
    """
    told = Race()

    async def client(number: int, person: str) -> None:
        store, slot = stores[number % len(stores)], slots[number % len(slots)]
        way = _in_the_chat if number // len(stores) % 2 else _on_the_page
        try:
            result = await way(office, store, person, slot)
        except Exception as error:
            told.errors.append(f"{type(error).__name__}: {error}")
            return
        told.outcomes[result.outcome] += 1
        told.without_alternatives += result.outcome == "taken" and not result.alternatives

    await asyncio.gather(*(client(number, person) for number, person in enumerate(people)))
    return told


async def _in_the_chat(office: Office, store: Store, person: str, slot: Slot) -> Result:
    """Two presses, two transactions."""
    held = await store.write(lambda conn: booking.hold(conn, office.ctx, person, slot.id))
    if held.booking is None:
        return held
    id_ = held.booking.id
    return await store.write(lambda conn: booking.book(conn, office.ctx, person, id_, Needs()))


async def _on_the_page(office: Office, store: Store, person: str, slot: Slot) -> Result:
    """One form, one transaction (bot.portal.pages.today)."""

    def do(conn: Connection) -> Result:
        held = booking.hold(conn, office.ctx, person, slot.id, STAFF)
        if not held.ok or held.booking is None:
            return held
        return booking.book(conn, office.ctx, person, held.booking.id, Needs(), STAFF)

    return await store.write(do)


def drop_the_key(conn: Connection) -> None:
    """Take the primary key of the cells away, for the negative control."""
    if conn.dialect.name == "postgresql":
        conn.execute(text("ALTER TABLE interview_cells DROP CONSTRAINT interview_cells_pkey"))
        return
    conn.execute(text("CREATE TABLE without_key AS SELECT * FROM interview_cells"))
    conn.execute(text("DROP TABLE interview_cells"))
    conn.execute(text("ALTER TABLE without_key RENAME TO interview_cells"))
