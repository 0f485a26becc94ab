"""M10: dead letters are seen, tried again or discarded by a named person; the command shows no text."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from bot.delivery import dead_letters
from bot.delivery.broadcasts import Counts
from bot.delivery.commands import outbox_commands
from bot.delivery.dead_letters import NoSuchLetter
from bot.delivery.keys import Keys
from bot.delivery.ports import Refused
from bot.delivery.tables import dead_letter_log, inbox, outbox
from bot.store.database import Store
from tests.clock import FakeClock
from tests.delivery.broadcasts.parts import Office
from tests.delivery.parts import Desk, states
from tests.delivery.test_one_transaction import Stumbling


@pytest.fixture
async def given_up(store: Store, keys: Keys, clock: FakeClock) -> AsyncIterator[Desk]:
    """A desk with a dead letter in each box: inbox-1 and outbox-1."""
    desk = Desk(store, keys, clock, Stumbling(times=5))
    desk.phone.trouble = [Refused("bad_entities")]
    await desk.says("anna", "stumble")
    await desk.settles()
    assert await states(store, inbox) == ["dead"] and await states(store, outbox) == ["dead"]
    yield desk
    assert await desk.runner.stop()


async def rafiq(desk: Desk, *words: str) -> tuple[int, str]:
    """Run `rafiq outbox ...` on the desk's store; its exit code and all that it printed."""

    @contextmanager
    def opened() -> Iterator[Store]:
        yield desk.store

    app = outbox_commands(opened, desk.clock)
    result = await asyncio.to_thread(CliRunner().invoke, app, list(words))
    return result.exit_code, result.output


async def test_M10_the_list_shows_names_and_reasons_and_nobodys_words(given_up: Desk) -> None:
    code, output = await rafiq(given_up, "list")
    assert code == 0
    assert "inbox-1" in output and "outbox-1" in output and "bad_entities" in output
    for words in ("anna", "stumble", "went wrong"):
        assert words not in output


async def test_M10_counts_say_how_many_are_where(given_up: Desk) -> None:
    code, output = await rafiq(given_up, "show-counts")
    assert code == 0
    assert "dead" in output and "phone" in output


async def test_M10_a_retried_answer_goes_out(given_up: Desk) -> None:
    assert (await rafiq(given_up, "retry", "outbox-1", "--by", "Fatima N."))[0] == 0
    await given_up.sweeps()
    assert len(given_up.phone.texts("anna")) == 1
    assert await states(given_up.store, outbox) == ["sent"]
    log = (await given_up.store.read(lambda conn: conn.execute(select(dead_letter_log)).all()))[0]
    assert (log.box, log.row_id, log.decision, log.decided_by) == ("outbox", 1, "retried", "Fatima N.")
    assert log.decided == given_up.clock.now()


async def test_M10_a_retried_turn_is_taken_from_the_first_try_on(given_up: Desk) -> None:
    assert (await rafiq(given_up, "retry", "inbox-1", "--by", "Fatima N."))[0] == 0
    assert await states(given_up.store, inbox) == ["new"]
    assert await given_up.store.read(lambda conn: conn.scalar(select(inbox.c.tries))) == 0


async def test_M10_a_discarded_letter_is_erased(given_up: Desk) -> None:
    for name in ("inbox-1", "outbox-1"):
        assert (await rafiq(given_up, "discard", name, "--by", "Fatima N."))[0] == 0
    assert await states(given_up.store, inbox) == ["dropped"]
    assert await states(given_up.store, outbox) == ["dropped"]
    assert await given_up.store.read(lambda conn: conn.scalar(select(inbox.c.body))) is None
    assert await given_up.store.read(lambda conn: conn.scalar(select(outbox.c.body))) is None
    assert await given_up.store.read(dead_letters.listed) == []


async def test_M10_nobody_decides_without_a_name(given_up: Desk) -> None:
    assert (await rafiq(given_up, "retry", "outbox-1"))[0] != 0
    assert (await rafiq(given_up, "discard", "outbox-1", "--by", " "))[0] != 0
    assert await states(given_up.store, outbox) == ["dead"]


@pytest.mark.parametrize("name", ["outbox-2", "outbox-", "mail-1", "1", "outbox-1; drop", "inbox--1"])
async def test_M10_an_unknown_name_is_refused_in_plain_words(given_up: Desk, name: str) -> None:
    code, output = await rafiq(given_up, "discard", "--by", "Fatima N.", "--", name)
    assert code == 1 and "There is no dead letter" in output
    assert await states(given_up.store, outbox) == ["dead"]


async def test_M10_what_was_decided_cannot_be_decided_again(given_up: Desk) -> None:
    now = given_up.clock.now()
    await given_up.store.write(lambda conn: dead_letters.discard(conn, "outbox-1", "Fatima N.", now))
    for again in (dead_letters.retry, dead_letters.discard):
        with pytest.raises(NoSuchLetter):
            await given_up.store.write(lambda conn, do=again: do(conn, "outbox-1", "Omar B.", now))  # type: ignore[misc]


async def test_M10_an_update_without_content_can_be_discarded_and_not_retried(desk: Desk) -> None:
    await desk.runner.reject("phone", "9", 10, "bad_json")
    assert (await rafiq(desk, "retry", "inbox-1", "--by", "Fatima N."))[0] == 1
    assert (await rafiq(desk, "discard", "inbox-1", "--by", "Fatima N."))[0] == 0


async def test_M10_a_row_of_a_broadcast_is_a_dead_letter_too(
    store: Store, keys: Keys, clock: FakeClock
) -> None:
    office = Office(store, keys, clock)
    await office.meets("a", "b")
    await office.opens()
    office.phone.trouble = [Refused("bad_entities"), Refused("bad_entities")]
    await office.all_()
    first, second = await store.read(lambda conn: dead_letters.listed(conn))
    assert {first.name, second.name} == {"bulk-1", "bulk-2"} and first.retriable
    await store.write(lambda conn: dead_letters.retry(conn, "bulk-1", "Rosa", clock.now()))
    await office.all_()
    await store.write(lambda conn: dead_letters.discard(conn, "bulk-2", "Rosa", clock.now()))
    assert await office.counts() == Counts(sent=1, dead=1)
    with pytest.raises(NoSuchLetter):
        await store.write(lambda conn: dead_letters.retry(conn, "bulk-2", "Rosa", clock.now()))


async def test_A8_a_dead_letter_of_a_stopped_broadcast_is_not_tried_again(
    store: Store, keys: Keys, clock: FakeClock
) -> None:
    office = Office(store, keys, clock)
    await office.meets("a")
    await office.opens()
    office.phone.trouble = [Refused("bad_entities")]
    await office.all_()
    await office.stops()
    (letter,) = await store.read(lambda conn: dead_letters.listed(conn))
    assert not letter.retriable
    with pytest.raises(NoSuchLetter):
        await store.write(lambda conn: dead_letters.retry(conn, letter.name, "Rosa", clock.now()))
