"""The audit log: a chain that nobody edits, not even with the database open before them (L3, L5)."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import Connection, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from bot.features.staff import COMMAND_LINE, SYSTEM, audit, organisations
from bot.features.staff.audit import KEPT, Mark
from bot.features.staff.tables import audit as rows
from bot.features.staff.tables import audit_start
from bot.store.database import Store
from tests.clock import START, FakeClock


async def write(store: Store, number: int, at: float = START) -> None:
    def work(conn: Connection) -> None:
        for n in range(number):
            audit.note(
                conn, SYSTEM, "vacancy.released", f"vacancy-{n}", {"code": "ü", "organisation": "o"}, at
            )

    await store.write(work)


async def test_L3_entries_follow_one_another_and_can_be_read_page_by_page(store: Store) -> None:
    await write(store, 5)
    assert await store.read(audit.check) == audit.Checked(5, None, await mark(store))
    first = await store.read(lambda conn: audit.page(conn, limit=2))
    assert [entry.number for entry in first] == [5, 4]
    rest = await store.read(lambda conn: audit.page(conn, before=4))
    assert [entry.number for entry in rest] == [3, 2, 1]
    entry = rest[0]
    assert (entry.at, entry.actor, entry.organisation) == (int(START), SYSTEM, "o")
    assert (entry.what, entry.about, entry.details["code"]) == ("vacancy.released", "vacancy-2", "ü")
    assert await store.read(lambda conn: audit.page(conn, "another")) == []


async def mark(store: Store) -> Mark:
    return (await store.read(audit.check)).mark


CHANGES = {
    "update": update(rows).where(rows.c.number == 3).values(actor="somebody-else"),
    "delete": delete(rows).where(rows.c.number == 3),
    "delete all": delete(rows),
    "move the start": update(audit_start).values(number=3),
    "second start": insert(audit_start).values(id=2, number=9, hash=bytes(32)),
    "no start": delete(audit_start),
}


@pytest.mark.parametrize("change", CHANGES)
async def test_L3_the_database_refuses_to_change_the_log(store: Store, change: str) -> None:
    await write(store, 5)
    with pytest.raises(DBAPIError, match="audit log cannot be changed"):
        await store.write(lambda conn: conn.execute(CHANGES[change]))
    assert (await store.read(audit.check)).broken is None


async def test_L3_the_start_cannot_be_moved_past_young_entries(store: Store) -> None:
    await write(store, 5)
    hash_ = await store.read(lambda conn: conn.scalar(select(rows.c.hash).where(rows.c.number == 3)))
    assert hash_ is not None
    moved = update(audit_start).values(number=3, hash=hash_)
    with pytest.raises(DBAPIError, match="audit log cannot be changed"):
        await store.write(lambda conn: conn.execute(moved))
    await write(store, 1, START + KEPT)
    await store.write(lambda conn: conn.execute(moved))


async def test_L3_postgresql_refuses_to_empty_the_log(postgres_store: Store) -> None:
    await write(postgres_store, 2)
    with pytest.raises(DBAPIError, match="audit log cannot be changed"):
        await postgres_store.write(lambda conn: conn.execute(text("TRUNCATE staff_audit")))


def unguard(conn: Connection) -> None:
    """What somebody with full rights over the database can do: the chain still has to tell."""
    if conn.dialect.name == "postgresql":
        conn.execute(text("ALTER TABLE staff_audit DISABLE TRIGGER USER"))
    else:
        conn.execute(text("DROP TRIGGER staff_audit_no_update"))
        conn.execute(text("DROP TRIGGER staff_audit_no_delete"))


@pytest.mark.parametrize("column", ["at", "actor", "organisation", "what", "about", "details"])
async def test_L3_a_changed_entry_breaks_the_chain(store: Store, column: str) -> None:
    await write(store, 5)
    await store.write(unguard)
    assert (await store.read(audit.check)).broken is None, "the negative control"
    value: object = START + 1 if column == "at" else '{"code":"x"}' if column == "details" else "forged"
    await store.write(lambda c: c.execute(update(rows).where(rows.c.number == 3).values({column: value})))
    assert (await store.read(audit.check)).broken == 3


async def test_L3_a_missing_inserted_or_cut_off_entry_is_found(store: Store) -> None:
    await write(store, 5)
    seen = await mark(store)
    await store.write(unguard)
    await store.write(lambda conn: conn.execute(delete(rows).where(rows.c.number == 5)))
    assert (await store.read(audit.check)).broken is None, "the rest is whole by itself"
    assert (await store.read(lambda conn: audit.check(conn, seen))).broken == 5, "a mark kept elsewhere tells"
    await write(store, 1, START + 1)
    assert (await store.read(lambda conn: audit.check(conn, seen))).broken == 5, "another 5 is not that 5"
    await store.write(lambda conn: conn.execute(delete(rows).where(rows.c.number == 2)))
    assert (await store.read(audit.check)).broken == 2
    await store.write(lambda conn: conn.execute(delete(rows).where(rows.c.number == 1)))
    assert (await store.read(audit.check)).broken == 1


async def test_L3_writers_at_the_same_moment_do_not_fork_the_chain(store: Store) -> None:
    await asyncio.gather(*(write(store, 3) for _ in range(20)))
    checked = await store.read(audit.check)
    assert (checked.entries, checked.broken) == (60, None)


async def test_L3_an_entry_stands_only_if_what_it_tells_of_was_done(store: Store) -> None:
    def work(conn: Connection) -> None:
        organisations.add(conn, COMMAND_LINE, "ngo", "Harbour Aid", START)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await store.write(work)
    assert (await store.read(audit.check)).entries == 0


async def test_L3_texts_do_not_fit_into_an_entry(store: Store) -> None:
    with pytest.raises(ValueError, match="short codes"):
        await store.write(lambda c: audit.note(c, SYSTEM, "a.b", "x", {"text": "long " * 500}, START))


async def test_L5_what_is_older_than_a_year_goes_and_the_rest_stays_whole(
    store: Store, clock: FakeClock
) -> None:
    for _ in range(3):
        await write(store, 2, clock.now())
        clock.forward(100 * 24 * 3600)
    clock.forward(KEPT - 250 * 24 * 3600)
    assert await store.write(lambda conn: audit.trim(conn, clock.now())) == 2
    checked = await store.read(audit.check)
    assert (checked.entries, checked.broken) == (5, None)
    entries = await store.read(audit.page)
    assert [entry.number for entry in entries] == [7, 6, 5, 4, 3]
    assert entries[0].what == "audit.trimmed", "that it was done stands in the log itself"
    assert await store.write(lambda conn: audit.trim(conn, clock.now())) == 0
    clock.forward(2 * KEPT)
    assert await store.write(lambda conn: audit.trim(conn, clock.now())) == 5, "all of it, but that"
    assert (await store.read(audit.check)).entries == 1
    await write(store, 1, clock.now())
    assert (await store.read(audit.check)).broken is None


async def test_L5_an_empty_log_has_nothing_to_remove(store: Store) -> None:
    assert await store.write(lambda conn: audit.trim(conn, START)) == 0
    assert (await store.read(audit.check)).entries == 0
