"""M6: what a process held when it died is free again within a minute, and nothing gets stuck unseen."""

from __future__ import annotations

from structlog.testing import capture_logs

from bot.delivery import dead_letters
from bot.delivery.held import LEASE
from bot.delivery.keys import Keys
from bot.delivery.sweep import EVERY, LATE
from bot.delivery.tables import inbox, outbox
from tests.delivery.parts import Desk, states, until


async def died_while_sending(desk: Desk, *words: str) -> None:
    desk.phone.line.clear()
    for one in words:
        await desk.says("anna", one)
    await until(lambda: desk.phone.under_way == 1 and desk.runner.idle)
    await desk.dies()
    assert await states(desk.store, outbox) == ["sending"] * len(words)


def test_M6_a_lease_and_a_sweep_end_within_a_minute() -> None:
    assert LEASE + EVERY <= 60


async def test_M6_the_next_process_sends_what_the_dead_one_held(desk: Desk, keys: Keys) -> None:
    await died_while_sending(desk, "first", "second")
    heir = Desk(desk.store, keys, desk.clock)
    await heir.sweeps(seconds=LEASE - 1)
    assert heir.phone.shown == []  # the lease still holds: it might be alive
    await heir.sweeps(seconds=1)
    await heir.sweeps()
    assert heir.phone.texts("anna") == ["first is number 1", "second is number 2"]
    assert await states(desk.store, outbox) == ["sent", "sent"]


async def test_M9_only_the_message_that_may_have_been_shown_counts_as_sent_again(
    desk: Desk, keys: Keys
) -> None:
    await died_while_sending(desk, "first", "second", "third")
    heir = Desk(desk.store, keys, desk.clock)
    for _ in range(3):
        await heir.sweeps(seconds=LEASE)
    assert len(heir.phone.shown) == 3
    assert await desk.store.read(dead_letters.resends) == 1


async def test_M9_a_message_that_two_processes_died_over_is_not_sent_a_third_time(
    desk: Desk, keys: Keys
) -> None:
    await died_while_sending(desk, "first")
    second = Desk(desk.store, keys, desk.clock)
    second.phone.line.clear()
    desk.clock.forward(LEASE)
    assert await second.sender.claim_due() == 1
    await until(lambda: second.phone.under_way == 1)
    await second.dies()
    third = Desk(desk.store, keys, desk.clock)
    await third.sweeps(seconds=LEASE)
    assert third.phone.shown == []
    assert await states(desk.store, outbox) == ["dead"]  # for a person to decide (M10)


async def test_M3_a_process_that_lost_its_lease_changes_nothing(desk: Desk, keys: Keys) -> None:
    desk.phone.line.clear()
    await desk.says("anna", "first")
    await until(lambda: desk.phone.under_way == 1)
    heir = Desk(desk.store, keys, desk.clock)
    heir.phone.line.clear()
    desk.clock.forward(LEASE)
    await heir.sender.claim_due()
    await until(lambda: heir.phone.under_way == 1)
    desk.phone.line.set()  # the slow one ends, too late
    await desk.settles()
    assert await states(desk.store, outbox) == ["sending"]
    heir.phone.line.set()
    await heir.settles()
    assert await states(desk.store, outbox) == ["sent"]


async def test_M3_a_send_is_not_begun_under_a_lease_that_is_about_to_end(desk: Desk) -> None:
    desk.phone.line.clear()
    await desk.says("anna", "first")
    await desk.says("anna", "second")
    await until(lambda: desk.phone.under_way == 1 and desk.runner.idle)
    desk.clock.forward(LEASE - 5)
    desk.phone.line.set()
    await desk.settles()
    assert desk.phone.texts("anna") == ["first is number 1"]
    assert await states(desk.store, outbox) == ["sent", "waiting"]
    await desk.sweeps()
    assert desk.phone.texts("anna") == ["first is number 1", "second is number 2"]


async def test_M6_turns_that_a_dead_process_had_accepted_are_taken(desk: Desk, keys: Keys) -> None:
    dead = Desk(desk.store, keys, desk.clock)
    dead.stops_taking_turns()
    await dead.says("anna", "first")
    await dead.says("anna", "second")
    await dead.says("badr", "hello")
    await desk.sweeps(seconds=6)
    assert desk.phone.texts("anna") == ["first is number 1", "second is number 2"]
    assert desk.phone.texts("badr") == ["hello is number 1"]
    assert await states(desk.store, inbox) == ["handled"] * 3


async def test_M6_no_alarm_sounds_where_the_sweep_does_its_work(desk: Desk, keys: Keys) -> None:
    await died_while_sending(desk, "first")
    heir = Desk(desk.store, keys, desk.clock)
    desk.clock.forward(LATE - 1)
    await heir.sweeps()
    assert heir.phone.shown
    assert await heir.runner.sweep.watch() == 0


async def test_M6_an_alarm_sounds_also_where_the_sweep_itself_does_not_run(desk: Desk) -> None:
    await died_while_sending(desk, "first")
    desk.clock.forward(LATE + 1)
    with capture_logs() as logs:
        assert await desk.runner.sweep.watch() == 2
    alarms = {log["event"] for log in logs if log.get("alarm")}
    assert alarms == {"sweep.late", "outbox.late"}
