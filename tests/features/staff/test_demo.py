"""A database is a demo or it is not, from its first start on; demo people sign in by links that work once."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, insert, text

import bot.store.migrations as migrations
from bot.app import assistant
from bot.delivery.tables import persons
from bot.features.staff import (
    DEMO_PATH,
    StaffRefused,
    demo,
    directory,
    factors,
    fresh,
    is_demo,
    mark,
    sessions,
)
from bot.settings import Settings
from bot.store.database import Store
from bot.store.register import load_tables
from bot.store.schema import metadata
from tests.clock import START
from tests.features.staff.office import Office


@pytest.mark.parametrize("first", [True, False])
async def test_a_database_stays_what_it_was_marked(store: Store, first: bool) -> None:
    assert not await store.read(is_demo), "one that nobody marked is none"
    for what in (first, not first):
        await store.write(lambda conn: mark(conn, what, START))  # noqa: B023
        assert await store.read(is_demo) is first


@pytest.mark.parametrize(("operator", "expected"), [("", True), ("Harbour Aid", False)])
async def test_a_first_start_without_operator_makes_a_demo(
    tmp_path: Path, operator: str, expected: bool
) -> None:
    for name in (operator, ""):
        settings = Settings(
            data_dir=tmp_path / "data", keys_file=tmp_path / "keys.json", operator=name, contact=name
        )
        async with assistant(settings, telegram=False) as running:
            assert await running.store.read(is_demo) is expected


async def test_a_database_with_people_in_it_is_never_taken_for_a_demo(store: Store) -> None:
    def as_it_was(conn: Connection) -> None:
        """The database of a Rafiq that had no accounts yet."""
        load_tables()
        metadata.drop_all(conn)
        conn.execute(text("DROP TABLE alembic_version"))
        if conn.dialect.name == "postgresql":
            conn.execute(text("DROP SCHEMA rafiq_keys CASCADE"))
            for function in ("refuse", "removed", "start_moved"):
                conn.execute(text(f"DROP FUNCTION staff_audit_{function}"))
        config = Config()
        config.set_main_option("script_location", str(Path(migrations.__file__).parent))
        config.attributes["connection"] = conn
        command.upgrade(config, "0006")

    await store.write(as_it_was)
    someone = {"id": "a", "channel": "web", "address_hash": b"x", "address": b"x", "reachable": True}
    await store.write(lambda conn: conn.execute(insert(persons), someone))
    await store.write(migrations.migrate)
    await store.write(lambda conn: mark(conn, True, START))
    assert not await store.read(is_demo)


async def test_demo_links_work_once_and_only_in_a_demo(office: Office) -> None:
    staff = office.staff
    assert await office.do(lambda c: demo.demo_links(c, staff, office.now)) == []
    assert await office.do(lambda c: directory.listed(c, staff, None, office.now)) == []
    await office.do(lambda c: mark(c, True, office.now))
    links = await office.do(lambda c: demo.demo_links(c, staff, office.now))
    assert [(link.organisation, "administrator" in link.roles) for link in links] == [
        ("Demo NGO", True),
        ("Demo NGO", False),
        ("Demo NGO", True),
        ("Demo employer", False),
    ]
    token = links[3].token
    assert staff.site.demo_link(token) == f"http://localhost:8000{DEMO_PATH}{token}"
    for _ in range(2):
        assert await office.do(lambda c: demo.peek(c, staff, token, office.now)) == "Demo employer"
    session = await office.do(lambda c: demo.sign_in(c, staff, token, office.now))
    me = await office.who(session)
    assert me is not None
    assert (me.demo, me.kind, me.roles) == (True, "employer", frozenset({"employer"}))
    with pytest.raises(StaffRefused, match="bad_link"):
        await office.do(lambda c: demo.sign_in(c, staff, token, office.now))

    office.clock.forward(sessions.FRESH * 2)
    me = await office.who(session)
    assert me is not None
    assert fresh(me, office.now), "a demo account has no factor to ask for"
    with pytest.raises(StaffRefused, match="demo"):
        await office.do(lambda c: factors.add_options(c, staff, me, office.now))
    again = await office.do(lambda c: demo.demo_links(c, staff, office.now))
    assert [link.account for link in again] == [link.account for link in links], "the same people"


async def test_demo_people_cannot_be_opened_by_any_other_way(office: Office) -> None:
    staff = office.staff
    await office.do(lambda c: mark(c, True, office.now))
    links = await office.do(lambda c: demo.demo_links(c, staff, office.now))
    with pytest.raises(StaffRefused, match="not_waiting"):
        await office.link(links[0].account)
    await office.do(lambda c: c.execute(text("UPDATE installation SET demo = :no"), {"no": False}))
    with pytest.raises(StaffRefused, match="bad_link"):
        await office.do(lambda c: demo.sign_in(c, staff, links[0].token, office.now))
