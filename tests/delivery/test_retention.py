"""What is erased when (D5), and that it is really gone (D6)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, Table, insert, select, text, update
from structlog.testing import capture_logs

from bot.delivery import inbox as letters
from bot.delivery import retention
from bot.delivery.keys import Keys
from bot.delivery.retention import DAY, HOUR, sweep, sweep_store
from bot.delivery.tables import channel_gates, dead_letter_log, inbox, outbox, persons
from bot.store.database import Store, StoreUnavailable
from bot.store.datakeys import KeyDestroyed, day_of
from bot.store.key_rows import rows_of
from bot.store.sqlite_store import SqliteStore
from tests.clock import FakeClock
from tests.delivery.people import Known, ciphertexts, settle
from tests.dumps import found_in

MINUTE = 60


@pytest.fixture
async def anna(store: Store, keys: Keys, clock: FakeClock) -> Known:
    return await store.write(lambda conn: settle(conn, keys, "anna", clock.now()))


async def row(store: Store, table: Table, number: object) -> dict[str, object] | None:
    def look(conn: Connection) -> dict[str, object] | None:
        found = conn.execute(select(table).where(table.c.id == number)).mappings().first()
        return None if found is None else dict(found)

    return await store.read(look)


async def change(store: Store, table: Table, **values: object) -> None:
    await store.write(lambda conn: conn.execute(update(table).values(values)))


async def test_D5_answers_go_after_30_minutes_and_the_place_after_30_days(
    store: Store, keys: Keys, clock: FakeClock, anna: Known
) -> None:
    clock.forward(29 * MINUTE)
    await sweep_store(store, keys.data, clock.now())
    person = await row(store, persons, anna.id)
    assert person is not None
    assert person["answers"] is not None
    clock.forward(MINUTE)
    await sweep_store(store, keys.data, clock.now())
    person = await row(store, persons, anna.id)
    assert person is not None
    assert (person["answers"], person["answers_until"]) == (None, None)
    assert person["place"] is not None
    await change(store, outbox, state="sent", closed=int(clock.now()))
    await store.write(lambda conn: letters.handled(conn, anna.inbox_id, clock.now()))
    clock.forward(31 * DAY)
    await sweep_store(store, keys.data, clock.now())
    assert await row(store, persons, anna.id) is None


async def test_D5_what_she_wrote_goes_24_hours_after_it_was_handled(
    store: Store, keys: Keys, clock: FakeClock, anna: Known
) -> None:
    await change(store, inbox, state="handled", handled=int(clock.now()))
    clock.forward(23 * HOUR)
    await sweep_store(store, keys.data, clock.now())
    letter = await row(store, inbox, anna.inbox_id)
    assert letter is not None
    assert letter["body"] is not None
    clock.forward(HOUR)
    counts = await sweep_store(store, keys.data, clock.now())
    letter = await row(store, inbox, anna.inbox_id)
    assert letter is not None
    assert letter["body"] is None
    assert counts["inbox_bodies"] == 1


async def test_D5_a_dead_letter_loses_its_words_after_48_hours(
    store: Store, keys: Keys, clock: FakeClock, anna: Known
) -> None:
    await change(store, inbox, state="dead", reason="ValueError")
    clock.forward(47 * HOUR)
    await sweep_store(store, keys.data, clock.now())
    letter = await row(store, inbox, anna.inbox_id)
    assert letter is not None
    assert letter["body"] is not None
    clock.forward(HOUR)
    await sweep_store(store, keys.data, clock.now())
    letter = await row(store, inbox, anna.inbox_id)
    assert letter is not None
    assert (letter["body"], letter["reason"]) == (None, "ValueError")


async def test_M2_the_id_of_an_update_is_known_for_7_days(
    store: Store, keys: Keys, clock: FakeClock, anna: Known
) -> None:
    await change(store, inbox, state="handled", handled=int(clock.now()), body=None)
    clock.forward(7 * DAY - 1)
    await sweep_store(store, keys.data, clock.now())
    assert await row(store, inbox, anna.inbox_id) is not None
    clock.forward(1)
    await sweep_store(store, keys.data, clock.now())
    assert await row(store, inbox, anna.inbox_id) is None


async def test_D5_a_day_key_goes_after_two_full_days(
    store: Store, keys: Keys, clock: FakeClock, anna: Known
) -> None:
    day = day_of(clock.now())
    await change(store, inbox, state="handled", handled=int(clock.now()))
    clock.forward(2 * DAY)
    await sweep_store(store, keys.data, clock.now())
    await store.read(lambda conn: keys.data.past_day_key(conn, day))
    clock.forward(DAY)
    counts = await sweep_store(store, keys.data, clock.now())
    assert counts["day_keys"] == 1
    with pytest.raises(KeyDestroyed):
        await store.read(lambda conn: keys.data.past_day_key(conn, day))


async def test_M1_a_message_that_nobody_could_handle_for_days_can_still_be_read(
    store: Store, keys: Keys, clock: FakeClock, anna: Known
) -> None:
    """The program stood still for a long weekend: what was accepted is not lost."""
    day = day_of(clock.now())
    clock.forward(4 * DAY)
    await sweep_store(store, keys.data, clock.now())
    letter = await row(store, inbox, anna.inbox_id)
    assert letter is not None
    assert letter["state"] == "new"
    await store.read(lambda conn: keys.data.past_day_key(conn, day))
    clock.forward(3 * DAY)
    await sweep_store(store, keys.data, clock.now())
    letter = await row(store, inbox, anna.inbox_id)
    assert letter is not None
    assert (letter["state"], letter["reason"], letter["body"]) == ("dead", "expired", None)
    with pytest.raises(KeyDestroyed):
        await store.read(lambda conn: keys.data.past_day_key(conn, day))


@pytest.mark.parametrize(
    ("state", "kept"),
    [("sent", 24 * HOUR), ("dropped", 24 * HOUR), ("unreachable", 24 * HOUR), ("dead", 7 * DAY)],
)
async def test_D5_a_closed_reply_is_removed(
    store: Store, keys: Keys, clock: FakeClock, anna: Known, state: str, kept: int
) -> None:
    await change(store, outbox, state=state, closed=int(clock.now()))
    clock.forward(kept - 1)
    await sweep_store(store, keys.data, clock.now())
    assert await store.read(lambda conn: len(conn.execute(select(outbox)).all())) == 1
    clock.forward(1)
    await sweep_store(store, keys.data, clock.now())
    assert await store.read(lambda conn: len(conn.execute(select(outbox)).all())) == 0


@pytest.mark.parametrize(("channel", "becomes"), [("web", "dropped"), ("telegram:1", "dead")])
async def test_D5_a_reply_waits_for_7_days_at_most(
    store: Store, keys: Keys, clock: FakeClock, channel: str, becomes: str
) -> None:
    """One that nobody fetched is dropped; one that could not be sent is a dead letter that staff see."""
    await store.write(lambda conn: settle(conn, keys, "boris", clock.now(), channel))
    clock.forward(7 * DAY - 1)
    await sweep_store(store, keys.data, clock.now())
    states = select(outbox.c.state, outbox.c.reason, outbox.c.body)
    assert (await store.read(lambda conn: conn.execute(states).one())).state == "waiting"
    clock.forward(1)
    await sweep_store(store, keys.data, clock.now())
    assert tuple(await store.read(lambda conn: conn.execute(states).one())) == (becomes, "expired", None)


async def test_D5_a_person_without_a_place_goes_30_days_later_with_her_key(
    store: Store, keys: Keys, clock: FakeClock, anna: Known
) -> None:
    await change(store, persons, place=None, place_until=None)
    await change(store, inbox, state="handled", handled=int(clock.now()))
    await change(store, outbox, state="sent", closed=int(clock.now()))
    await sweep_store(store, keys.data, clock.now())
    clock.forward(30 * DAY - 1)
    await sweep_store(store, keys.data, clock.now())
    assert await row(store, persons, anna.id) is not None
    clock.forward(DAY + 1)  # her date was rounded up to the day
    counts = await sweep_store(store, keys.data, clock.now())
    assert counts["persons"] == 1
    assert await row(store, persons, anna.id) is None
    with pytest.raises(KeyDestroyed):
        await store.read(lambda conn: keys.data.for_person(conn, anna.id))


async def test_a_person_with_a_message_under_way_is_not_removed(
    store: Store, keys: Keys, clock: FakeClock, anna: Known
) -> None:
    await change(store, persons, place=None, place_until=int(clock.now()))
    await sweep_store(store, keys.data, clock.now())
    assert await row(store, persons, anna.id) is not None


async def test_L5_decisions_go_after_a_year_and_gates_after_a_day(
    store: Store, keys: Keys, clock: FakeClock
) -> None:
    now = int(clock.now())

    def fill(conn: Connection) -> None:
        conn.execute(insert(channel_gates).values(channel="telegram:1", until=now))
        values = {"box": "outbox", "row_id": 1, "decision": "retried", "decided_by": "Ana", "decided": now}
        conn.execute(insert(dead_letter_log).values(values))

    await store.write(fill)
    clock.forward(DAY)
    assert await sweep_store(store, keys.data, clock.now()) == {"gates": 1}
    clock.forward(364 * DAY)
    assert await sweep_store(store, keys.data, clock.now()) == {"decisions": 1}


async def test_a_sweep_takes_bites_until_nothing_is_left(
    store: Store, keys: Keys, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BITE", 3)
    for number in range(8):
        await store.write(lambda conn, number=number: settle(conn, keys, f"n{number}", clock.now()))  # type: ignore[misc]
    clock.forward(HOUR)
    bite = await store.write(lambda conn: sweep(conn, keys.data, clock.now()))
    assert bite["answers"] == 3
    rest = await sweep_store(store, keys.data, clock.now())
    assert rest["answers"] == 5


async def test_D5_a_sweep_that_fails_is_an_alarm_and_keeps_no_other_from_its_work(
    store: Store, keys: Keys, clock: FakeClock, anna: Known
) -> None:
    calls: list[str] = []

    def broken(conn: Connection, now: float) -> dict[str, int]:
        conn.execute(update(persons).values(place=None))
        calls.append("broken")
        return {"broken": conn.execute(text("SELECT 1 FROM no_such_table")).rowcount}

    def crowded_out(conn: Connection, now: float) -> dict[str, int]:
        raise StoreUnavailable("server_gave_up")

    def works(conn: Connection, now: float) -> dict[str, int]:
        calls.append("works")
        return {"works": int(calls.count("works") < 3)}

    clock.forward(HOUR)
    with capture_logs() as logs:
        swept = await sweep_store(store, keys.data, clock.now(), (broken, crowded_out, works))
    assert swept == {"answers": 1, "works": 2}
    assert calls == ["broken", "works", "works", "works"]
    failed = [(line["sweep"].rpartition(".")[2], line["reason"]) for line in logs if line.get("alarm")]
    assert [name for name, _ in failed] == ["broken", "crowded_out"]
    assert failed[1][1] == "server_gave_up"
    person = await row(store, persons, anna.id)
    assert person is not None
    assert person["place"] is not None  # nothing of what the broken one began


async def test_D5_keys_of_a_day_go_also_where_another_sweep_fails(
    store: Store, keys: Keys, clock: FakeClock, anna: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.write(lambda conn: letters.handled(conn, anna.inbox_id, clock.now()))

    def fails(conn: Connection, now: float) -> dict[str, int]:
        raise ValueError("no")

    monkeypatch.setattr(retention, "_outbox", fails)
    clock.forward(4 * DAY)
    swept = await sweep_store(store, keys.data, clock.now())
    assert swept["day_keys"] == 1


async def test_D6_nothing_is_left_anywhere_when_its_time_is_over(
    store: Store, keys: Keys, clock: FakeClock, anna: Known
) -> None:
    """Clock forward, then a search of tables, indexes, journals and the key file."""

    def wrapped(conn: Connection) -> list[bytes]:
        names = [f"person:{anna.id}", f"day:{day_of(clock.now())}"]
        return list(rows_of(conn).get_many(names).values())

    secrets = [*await store.read(ciphertexts), *await store.read(wrapped)]
    traces = [*secrets, anna.id.encode(), b"update-anna"]
    assert len(secrets) == 7
    assert await found_in(store, traces) == traces  # the control: the search finds what is there
    await change(store, inbox, state="handled", handled=int(clock.now()))
    await change(store, outbox, state="sent", closed=int(clock.now()))
    for _ in range(31):
        clock.forward(timedelta(days=1).total_seconds())
        await sweep_store(store, keys.data, clock.now())
    assert await found_in(store, [*traces, *anna.texts]) == []


async def test_keys_without_people_are_cleared_away_and_others_stay(
    sqlite_store: SqliteStore, keys: Keys, clock: FakeClock
) -> None:
    """A crash after the key was committed and before its person was leaves one."""
    known = await sqlite_store.write(lambda conn: settle(conn, keys, "anna", clock.now()))
    for number in range(3):
        await sqlite_store.write(lambda conn, number=number: keys.data.create_person_key(conn, f"o{number}"))  # type: ignore[misc]
    counts = await sweep_store(sqlite_store, keys.data, clock.now())
    assert counts["orphan_keys"] == 3
    left = await sqlite_store.read(lambda conn: keys.data.person_ids(conn, "", 10))
    assert left == [known.id]
