"""PostgreSQL's own side: lost races, lost connections, limits, and TLS."""

from __future__ import annotations

import asyncio
import math
import ssl
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete, insert, make_url, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.util import await_only

from bot.delivery.keys import Keys
from bot.delivery.persons import Person, find, find_or_add
from bot.delivery.tables import persons
from bot.features.library.tables import withdrawn
from bot.features.people.tables import consents
from bot.store import opening
from bot.store.database import StoreUnavailable
from bot.store.datakeys import DataKeys
from bot.store.lookup import Lookup
from bot.store.opening import open_store
from bot.store.postgres_store import InsecureAddress, PostgresStore, connect_options
from tests.contention import Meeting
from tests.fleet.proxy import pipe
from tests.servers import Postgres
from tests.store.works import add, articles

NAME = ".s.PGSQL.5432"
"""A server's socket in its folder."""


def rename(conn: Connection, article: str, by: str) -> None:
    conn.execute(update(withdrawn).where(withdrawn.c.article == article).values(by=by))


async def test_of_a_deadlock_both_get_their_turn(postgres_store: PostgresStore) -> None:
    """The server ends one of the two; that one is run again."""
    for article in ("a", "b"):
        await postgres_store.write(add(article))
    runs: list[str] = []
    first_has_a, second_has_b = asyncio.Event(), asyncio.Event()

    async def crossing(
        store: PostgresStore, order: tuple[str, str], own: asyncio.Event, other: asyncio.Event
    ) -> None:
        def work(conn: Connection) -> None:
            runs.append(order[0])
            rename(conn, order[0], order[0])
            own.set()
            if len(runs) <= 2:  # on the second run nobody is met any more
                await_only(other.wait())
            rename(conn, order[1], order[0])

        await store.write(work)

    await asyncio.gather(
        crossing(postgres_store, ("a", "b"), first_has_a, second_has_b),
        crossing(postgres_store, ("b", "a"), second_has_b, first_has_a),
    )
    assert len(runs) == 3
    names = await postgres_store.read(lambda conn: set(conn.scalars(select(withdrawn.c.by))))
    assert len(names) == 1


async def test_what_another_wrote_after_the_look_is_seen_when_the_work_runs_again(
    postgres_store: PostgresStore,
) -> None:
    """Look, then insert: the row that came in between is no fault of the one who looked."""
    meeting = Meeting()

    def first(conn: Connection) -> None:
        add("a")(conn)
        meeting.hold(conn)

    def unless_there(conn: Connection) -> str:
        return "there already" if "a" in articles(conn) else add("a")(conn)

    writing = asyncio.create_task(postgres_store.write(first))
    await meeting.locked.wait()
    assert await postgres_store.write(unless_there) == "there already"
    await writing


async def test_what_another_erased_after_the_look_is_missed_when_the_work_runs_again(
    postgres_store: PostgresStore, data_keys: DataKeys, lookup: Lookup
) -> None:
    meeting, keys = Meeting(), Keys(data_keys, lookup)

    def known(conn: Connection) -> Person | None:
        return find(conn, keys, "phone", "amina")

    def erases(conn: Connection) -> None:
        conn.execute(delete(persons))
        meeting.hold(conn)

    def notes(conn: Connection) -> bool:
        person = known(conn)
        if person is None:
            return False
        values = {"kind": "profile", "about": "", "allowed": True, "version": 1, "lang": "en", "at": 0}
        conn.execute(insert(consents).values(person_id=person.id, **values))
        return True

    hash_ = keys.address_hash("phone", "amina")
    await postgres_store.write(lambda conn: find_or_add(conn, keys, "phone", "amina", hash_))
    erasing = asyncio.create_task(postgres_store.write(erases))
    await meeting.locked.wait()
    assert await postgres_store.write(notes) is False
    await erasing


async def test_work_that_clashes_whoever_else_is_there_is_at_fault_itself(
    postgres_store: PostgresStore,
) -> None:
    runs: list[str] = []

    def twice(conn: Connection) -> None:
        runs.append("run")
        add("a")(conn)
        add("a")(conn)

    with pytest.raises(IntegrityError):
        await postgres_store.write(twice)
    assert len(runs) == 3
    assert await postgres_store.read(articles) == []


async def test_a_connection_that_died_in_the_pool_is_replaced(
    postgres_store: PostgresStore, postgres_server: Postgres
) -> None:
    await postgres_store.write(add("a"))
    name = postgres_store.url.database
    postgres_server.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    assert await postgres_store.write(add("b")) == "b"
    assert await postgres_store.read(articles) == ["a", "b"]


async def test_a_server_that_is_not_there_is_a_clear_error() -> None:
    store = PostgresStore("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(StoreUnavailable, match="no connection"):
        await store.write(articles)
    await store.close()


@asynccontextmanager
async def starting(address: str, refusals: float) -> AsyncIterator[tuple[str, list[bytes]]]:
    """The address of the same server while it starts up: so many connections are told so, the others come
    through. Also the refusals, which stand for a time that a test cannot choose."""
    refused: list[bytes] = []

    async def met(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(refused) < refusals:
            refused.append(await reader.read(1_000))
            fields = b"SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0"
            writer.write(b"E" + (len(fields) + 4).to_bytes(4) + fields)
            writer.close()
            return
        there, back = await asyncio.open_unix_connection(f"{make_url(address).query['host']}/{NAME}")
        await asyncio.gather(pipe(reader, back), pipe(there, writer))

    with tempfile.TemporaryDirectory() as folder:  # tmp_path is too long for a socket
        server = await asyncio.start_unix_server(met, f"{folder}/{NAME}")
        async with server:
            url = make_url(address).set(query={"host": folder})
            yield url.render_as_string(hide_password=False), refused


async def test_a_start_waits_for_a_server_that_is_starting(postgres_address: str, tmp_path: Path) -> None:
    async with starting(postgres_address, 2) as (address, refused):
        store = await open_store(tmp_path, address)
        assert len(refused) == 2
        assert await store.read(articles) == []
        await store.close()


async def test_a_server_that_never_ends_starting_is_a_clear_error(
    postgres_address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "STARTS_WITHIN", 0.0)
    async with starting(postgres_address, math.inf) as (address, _):
        with pytest.raises(StoreUnavailable, match="server starting"):
            await open_store(tmp_path, address)


async def test_a_statement_that_never_ends_is_ended(postgres_store: PostgresStore) -> None:
    def endless(conn: Connection) -> None:
        conn.execute(text("SET LOCAL statement_timeout = 50"))
        conn.execute(text("SELECT pg_sleep(60)"))

    with pytest.raises(StoreUnavailable, match="gave up"):
        await postgres_store.write(endless)
    limit = await postgres_store.read(lambda conn: conn.scalar(text("SHOW statement_timeout")))
    assert limit == "10s"


async def test_D6_scrubbing_leaves_no_dead_rows(postgres_store: PostgresStore) -> None:
    """A row that was deleted stays in its page until a vacuum takes it out."""
    await postgres_store.write(add("erased"))
    await postgres_store.write(lambda conn: conn.execute(text("DELETE FROM library_withdrawn")))
    size = text("SELECT pg_relation_size('library_withdrawn')")
    assert await postgres_store.read(lambda conn: conn.scalar(size)) > 0  # the control
    await postgres_store.scrub()
    assert await postgres_store.read(lambda conn: conn.scalar(size)) == 0


async def test_transactions_have_the_levels_that_are_promised(postgres_store: PostgresStore) -> None:
    def level(conn: Connection) -> str:
        return str(conn.scalar(text("SHOW transaction_isolation")))

    assert await postgres_store.write(level) == "read committed"
    assert await postgres_store.read(level) == "repeatable read"


async def test_the_pool_is_as_large_as_the_address_says(postgres_address: str) -> None:
    store = PostgresStore(str(make_url(postgres_address).update_query_dict({"pool_size": "2"})))
    busy, most = 0, 0

    def work(conn: Connection) -> None:
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        conn.execute(text("SELECT pg_sleep(0.01)"))
        busy -= 1

    await asyncio.gather(*(store.write(work) for _ in range(8)))
    await store.close()
    assert most == 2


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://rafiq@db.example.org/rafiq",
        "postgresql://rafiq@10.0.0.5/rafiq?sslmode=verify-full",
        "postgres://rafiq@/rafiq?host=db.example.org:5432",
        "postgresql://rafiq@127.0.0.1.example.org/rafiq",
    ],
)
def test_K8_other_machines_are_reached_by_checked_tls(address: str) -> None:
    url, options = connect_options(make_url(address.replace("postgres://", "postgresql://")))
    context = options["ssl"]
    assert isinstance(context, ssl.SSLContext)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert "sslmode" not in url.query


@pytest.mark.parametrize("mode", ["disable", "allow", "prefer", "require", "verify-ca"])
def test_K8_an_address_that_asks_for_less_is_refused_with_the_remedy(mode: str) -> None:
    with pytest.raises(InsecureAddress, match="verify-full"):
        PostgresStore(f"postgresql://rafiq@db.example.org/rafiq?sslmode={mode}")


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://rafiq@127.0.0.1/rafiq",
        "postgresql://rafiq@localhost/rafiq",
        "postgresql://rafiq@[::1]/rafiq",
        "postgresql://rafiq@/rafiq?host=/run/postgresql",
    ],
)
def test_K8_this_machine_needs_none(address: str) -> None:
    assert "ssl" not in connect_options(make_url(address))[1]


async def test_K8_a_server_that_offers_no_tls_learns_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    heard, done = bytearray(), asyncio.Event()

    async def without_tls(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.extend(await reader.readexactly(8))  # SSLRequest: a length and a code
        writer.write(b"N")
        heard.extend(await reader.read())
        writer.close()
        await writer.wait_closed()
        done.set()

    server = await asyncio.start_server(without_tls, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    monkeypatch.setattr("bot.store.postgres_store.is_local", lambda host: False)
    store = PostgresStore(f"postgresql://rafiq:secret@127.0.0.1:{port}/rafiq")
    with pytest.raises(StoreUnavailable):
        await store.write(articles)
    await store.close()
    await asyncio.wait_for(done.wait(), 60)
    server.close()
    assert bytes(heard) == b"\x00\x00\x00\x08\x04\xd2\x16\x2f"
