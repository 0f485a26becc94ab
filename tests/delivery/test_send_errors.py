"""M7 to M10: what follows when a platform does not take a message."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.delivery import dead_letters, gates
from bot.delivery.backoff import MAX_TRIES
from bot.delivery.keys import Keys
from bot.delivery.ports import Failed, Refused, TryLater, Uncertain, Unreachable
from bot.delivery.tables import outbox, persons
from tests.delivery.parts import Desk, states, until


async def test_M7_nobody_sends_before_retry_after_is_over(desk: Desk, keys: Keys) -> None:
    desk.phone.trouble = [TryLater("flood", after=40)]
    await desk.says("anna", "hello")
    await desk.settles()
    other = Desk(desk.store, keys, desk.clock)
    await desk.says("badr", "hello")
    await other.says("carmen", "hello")  # another process has not seen the 429 itself
    for _ in range(3):
        await desk.sweeps(seconds=13)
        await other.sweeps()
    assert desk.phone.shown == [] and other.phone.shown == []
    await other.sweeps(seconds=1)
    assert len(other.phone.shown) == 3
    assert await desk.store.read(lambda conn: conn.scalar(select(outbox.c.tries))) == 0  # no failure of ours


async def test_M7_a_wait_for_one_chat_does_not_stop_the_others(desk: Desk) -> None:
    desk.phone.trouble = [TryLater("chat_flood", after=5, everyone=False)]
    await desk.says("anna", "hello")
    await desk.settles()
    await desk.says("badr", "hello")
    await desk.settles()
    assert desk.phone.texts("badr") == ["hello is number 1"]
    await desk.sweeps(seconds=5)
    assert desk.phone.texts("anna") == ["hello is number 1"]


async def test_M7_a_longer_wait_is_not_cut_short_by_a_shorter_one(desk: Desk, keys: Keys) -> None:
    desk.phone.trouble = [TryLater("flood", after=60)]
    await desk.says("anna", "hello")
    await desk.settles()
    now = desk.clock.now()
    await desk.store.write(lambda conn: gates.shut(conn, "phone", now + 5))
    assert await desk.store.read(gates.closed_until) == {"phone": now + 60}


async def test_M8_an_unreachable_person_is_left_alone_until_she_writes(desk: Desk) -> None:
    desk.phone.trouble = [Unreachable("blocked")]
    desk.phone.line.clear()
    await desk.says("anna", "first")
    await desk.says("anna", "second")
    await until(lambda: desk.phone.under_way == 1 and desk.runner.idle)
    desk.phone.line.set()
    await desk.settles()
    assert await states(desk.store, outbox) == ["unreachable", "unreachable"]
    reachable = select(persons.c.reachable)
    assert await desk.store.read(lambda conn: conn.scalar(reachable)) is False
    assert await desk.store.read(lambda conn: conn.scalar(select(outbox.c.body))) is None
    await desk.sweeps(seconds=3_600)
    assert desk.phone.shown == []
    await desk.says("anna", "third")
    await desk.settles()
    assert desk.phone.texts("anna")[-1].startswith("third")
    assert await desk.store.read(lambda conn: conn.scalar(reachable)) is True


@pytest.mark.parametrize("shown_first", [True, False])
async def test_M9_after_a_cut_connection_a_message_is_sent_once_more_and_counted(
    desk: Desk, shown_first: bool
) -> None:
    desk.phone.shown_first = shown_first
    desk.phone.trouble = [Uncertain("cut")]
    await desk.says("anna", "hello")
    await desk.settles()
    assert await states(desk.store, outbox) == ["unknown"]
    await desk.sweeps(seconds=10)
    assert len(desk.phone.shown) == 1 + shown_first
    assert await states(desk.store, outbox) == ["sent"]
    assert await desk.store.read(dead_letters.resends) == 1


async def test_M9_a_message_is_never_sent_a_third_time_on_a_guess(desk: Desk) -> None:
    desk.phone.shown_first = True
    desk.phone.trouble = [Uncertain("cut"), Uncertain("cut")]
    await desk.says("anna", "hello")
    for _ in range(5):
        await desk.sweeps(seconds=700)
    assert len(desk.phone.shown) == 2
    assert await states(desk.store, outbox) == ["dead"]


async def test_M9_a_fault_of_the_channel_itself_counts_as_uncertain(desk: Desk) -> None:
    desk.phone.trouble = [ZeroDivisionError("words of hers")]
    with capture_logs() as logs:
        await desk.says("anna", "hello")
        await desk.settles()
    assert await states(desk.store, outbox) == ["unknown"]
    assert "words of hers" not in str(logs)


async def test_M9_a_message_that_the_platform_refuses_is_kept_with_an_alarm(desk: Desk) -> None:
    desk.phone.trouble = [Refused("bad_entities")]
    with capture_logs() as logs:
        await desk.says("anna", "first")
        await desk.says("anna", "second")
        await desk.settles()
    assert [log["event"] for log in logs if log.get("alarm")] == ["outbox.refused"]
    assert await states(desk.store, outbox) == ["dead", "sent"]  # and it is not in the others' way


async def test_M10_five_failed_tries_make_a_dead_letter_each_after_a_longer_wait(desk: Desk) -> None:
    desk.phone.trouble = [Failed("http_500") for _ in range(MAX_TRIES)]
    await desk.says("anna", "hello")
    await desk.settles()
    waits = []
    while "dead" not in await states(desk.store, outbox):
        due = await desk.store.read(lambda conn: conn.scalar(select(outbox.c.due)))
        assert due is not None
        waits.append(due - desk.clock.now())
        await desk.sweeps(seconds=waits[-1] - 1)
        assert len(desk.phone.trouble) == MAX_TRIES - len(waits)  # not before it is time
        await desk.sweeps(seconds=1)
    assert len(waits) == MAX_TRIES - 1
    assert waits == sorted(waits) and waits[0] < 10 and waits[-1] <= 750


async def test_M10_failed_messages_of_many_people_do_not_come_back_together(desk: Desk) -> None:
    desk.phone.trouble = [Failed("http_500") for _ in range(40)]
    for number in range(40):
        await desk.says(f"p{number}", "hello")
    await desk.settles()
    for _ in range(2):  # by the second try the waits are tens of seconds long
        desk.phone.trouble = [Failed("http_500") for _ in range(40)]
        await desk.sweeps(seconds=10)
        await desk.sweeps(seconds=10)
    dues = await desk.store.read(lambda conn: set(conn.scalars(select(outbox.c.due))))
    assert len(dues) > 5
