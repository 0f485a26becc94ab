"""O6, GDPR 33-34: incidents on both engines: the clock, the words that are sealed, who was touched."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot.delivery.keys import Keys
from bot.delivery.persons import find_or_add
from bot.features import incidents
from bot.features.incidents.model import KEPT
from bot.features.incidents.tables import incidents as table
from bot.features.staff import COMMAND_LINE, StaffRefused, audit
from bot.store.database import Store
from bot.store.datakeys import DataKeys, KeyDestroyed
from bot.store.lookup import Lookup
from tests.clock import FakeClock

CANARY = "the laptop of Amina Secretname was stolen"
ADMIN = replace(COMMAND_LINE, account="a" * 22)
HOUR = 3600
NEW: dict[str, Any] = {"noticed": 5, "scope": "web", "happened": "x"}
change = partial(incidents.change, version=1, scope="web", happened="x")


def opened(conn: Connection, keys: DataKeys, now: float, scope: str = "web") -> str:
    return incidents.open_(conn, keys, ADMIN, int(now) - HOUR, scope, f"  {CANARY}\u202e ", now)


async def test_O6_the_clock_runs_from_when_it_was_noticed(
    store: Store, data_keys: DataKeys, clock: FakeClock
) -> None:
    now = clock.now()
    id_ = await store.write(lambda conn: opened(conn, data_keys, now))
    found = await store.read(lambda conn: incidents.get(conn, data_keys, id_))
    assert found is not None
    assert (found.noticed, found.due) == (int(now) - HOUR, int(now) + 71 * HOUR)
    assert found.happened == CANARY  # I9
    assert await store.write(lambda conn: incidents.told(conn, ADMIN, id_, "authority", now + 5))
    assert not await store.write(lambda conn: incidents.told(conn, ADMIN, id_, "authority", now + 9))
    found = await store.read(lambda conn: incidents.get(conn, data_keys, id_))
    assert found is not None
    assert (found.authority_told, found.people_told) == (int(now) + 5, None)


async def test_K1_what_happened_is_sealed_and_goes_with_its_key(
    store: Store, data_keys: DataKeys, clock: FakeClock
) -> None:
    now = clock.now()
    id_ = await store.write(lambda conn: opened(conn, data_keys, now))
    row = await store.read(lambda conn: conn.execute(select(table)).one())
    assert CANARY.encode() not in bytes(row.happened)
    assert await store.write(lambda conn: incidents.close(conn, ADMIN, id_, now))
    sweep = incidents.sweeper(data_keys)
    assert (await store.write(lambda conn: sweep(conn, now + KEPT - 1)))["incidents"] == 0
    assert (await store.write(lambda conn: sweep(conn, now + KEPT + 1)))["incidents"] == 1
    assert await store.read(incidents.recent) == []
    with pytest.raises(KeyDestroyed):
        await store.read(lambda conn: data_keys.for_owner(conn, id_))


async def test_O6_whom_it_touches_is_counted_and_listed_without_names(
    store: Store, data_keys: DataKeys, lookup: Lookup, clock: FakeClock
) -> None:
    keys = Keys(data_keys, lookup)

    def people(conn: Connection) -> None:
        for channel, number in (("web", 3), ("telegram:110201543", 2), ("mail", 4), ("console", 1)):
            for at in range(number):
                address = f"secret-address-{at}"
                find_or_add(conn, keys, channel, address, keys.lookup.address_hash(channel, address))

    await store.write(people)
    counts = await store.read(
        lambda conn: {scope: incidents.touched(conn, scope) for scope in incidents.SCOPES}
    )
    assert counts == {"everybody": 6, "telegram": 2, "web": 3, "staff": 4}
    found = await store.read(lambda conn: list(incidents.listed(conn, "telegram")))
    assert [one.channel for one in found] == ["telegram"] * 2
    assert "secret-address" not in str(found)
    assert len({one.id for one in found}) == 2


async def test_O6_a_change_writes_nothing_over_that_somebody_else_saved(
    store: Store, data_keys: DataKeys, clock: FakeClock
) -> None:
    now = clock.now()
    id_ = await store.write(lambda conn: opened(conn, data_keys, now))

    def write(conn: Connection, version: int, words: str) -> None:
        incidents.change(conn, data_keys, ADMIN, id_, version, "staff", words, now)

    await store.write(lambda conn: write(conn, 1, "second"))
    with pytest.raises(StaffRefused) as refused:
        await store.write(lambda conn: write(conn, 1, "third"))
    assert refused.value.code == "changed"
    found = await store.read(lambda conn: incidents.get(conn, data_keys, id_))
    assert found is not None
    assert (found.happened, found.scope, found.version) == ("second", "staff", 2)


async def test_S4_S5_only_administrators_with_a_fresh_factor_write_and_take_lists(
    store: Store, data_keys: DataKeys, clock: FakeClock
) -> None:
    now = clock.now()
    id_ = await store.write(lambda conn: opened(conn, data_keys, now))
    for who, code in (
        (replace(ADMIN, roles=frozenset({"manager"})), "not_allowed"),
        (replace(ADMIN, fresh_until=now), "stale"),
    ):
        with pytest.raises(StaffRefused, match=code):
            await store.write(partial(incidents.open_, keys=data_keys, by=who, **NEW, now=now))
        with pytest.raises(StaffRefused, match=code):
            await store.write(partial(change, keys=data_keys, by=who, id_=id_, now=now))
        with pytest.raises(StaffRefused, match=code):
            await store.write(partial(incidents.taken, by=who, id_=id_, count=3, now=now))
    await store.write(lambda conn: incidents.taken(conn, ADMIN, id_, 3, now))
    entries = await store.read(audit.page)
    assert [(entry.what, entry.about) for entry in entries] == [
        ("incident.exported", id_),
        ("incident.opened", id_),
    ]
    assert entries[0].details == {"people": "3"}
    assert CANARY not in str(entries)


@pytest.mark.parametrize(
    ("noticed", "scope", "words", "field"),
    [(10**10, "web", "x", "day"), (5, "all", "x", "scope"), (5, "web", " ", "happened")],
)
async def test_I14_what_does_not_fit_is_refused_beside_its_field(
    sqlite_store: Store,
    data_keys: DataKeys,
    clock: FakeClock,
    noticed: int,
    scope: str,
    words: str,
    field: str,
) -> None:
    with pytest.raises(StaffRefused) as refused:
        await sqlite_store.write(
            lambda conn: incidents.open_(conn, data_keys, ADMIN, noticed, scope, words, clock.now())
        )
    assert refused.value.field == field
