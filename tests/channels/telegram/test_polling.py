"""Updates fetched by asking: nothing lost, nothing twice, nobody held up."""

from __future__ import annotations

import asyncio
import json

import pytest
from structlog.testing import capture_logs

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.intake import MOST_TRIES
from bot.channels.telegram.polling import CONFLICT, REFUSED
from bot.channels.telegram.raw import part_batch
from tests.channels.telegram.conftest import Pauses, polling
from tests.channels.telegram.desk import Desk
from tests.channels.telegram.stand_in import BOT_ID, StandIn
from tests.channels.telegram.trouble import Answer, Cut


async def test_a_text_reaches_the_inbox(server: StandIn, desk: Desk, channel: TelegramChannel) -> None:
    server.chat(7, language="fa-AF")
    update = server.says(7, "کار پیدا کنم؟")
    async with polling(channel):
        await desk.has(accepted=1)
    assert list(desk.accepted) == [(f"telegram:{BOT_ID}", str(update))]
    assert [(heard.kind, heard.text, heard.hint) for heard in desk.heard("7")] == [
        ("text", "کار پیدا کنم؟", "fa-AF")
    ]


async def test_M1_the_offset_moves_only_over_what_is_committed(
    server: StandIn, desk: Desk, channel: TelegramChannel
) -> None:
    desk.break_for(3)
    first = server.says(7, "one")
    async with polling(channel):
        await desk.has(accepted=1)
        await server.until(lambda: server.called("getUpdates")[-1].get("offset") == first + 1)
    assert desk.offered == [str(first)] * 4
    offsets = [asked.get("offset") for asked in server.called("getUpdates")]
    assert offsets[:4] == [None] * 4, "confirmed before it was committed"


async def test_M1_one_failed_commit_brings_the_batch_again_and_costs_the_others_nothing(
    server: StandIn, desk: Desk, channel: TelegramChannel
) -> None:
    for chat in range(1, 6):
        server.says(chat, f"from {chat}")
    desk.break_for(1)
    async with polling(channel):
        await desk.has(accepted=5)
    assert all(len(desk.heard(str(chat))) == 1 for chat in range(1, 6))


async def test_M2_a_repeated_answer_has_one_effect(
    server: StandIn, desk: Desk, channel: TelegramChannel
) -> None:
    server.updates.repeats = 2
    update = server.says(7, "once")
    async with polling(channel):
        await server.until(lambda: desk.offered.count(str(update)) == 3)
        server.says(7, "and on")
        await desk.has(accepted=2)
    assert [heard.text for heard in desk.heard("7")] == ["once", "and on"]


async def test_M2_ids_that_restart_lower_are_new_updates(
    server: StandIn, desk: Desk, channel: TelegramChannel
) -> None:
    async with polling(channel):
        server.says(7, "last week")
        await desk.has(accepted=1)
        server.updates.restart_ids(12)
        low = server.says(7, "this week")
        await desk.has(accepted=2)
        server.says(7, "again")
        await desk.has(accepted=3)
    assert low == 12
    assert [heard.text for heard in desk.heard("7")] == ["last week", "this week", "again"]


async def test_disordered_updates_are_all_taken(
    server: StandIn, desk: Desk, channel: TelegramChannel
) -> None:
    server.updates.disordered = True
    numbers = [server.says(7, str(n)) for n in range(5)]
    async with polling(channel):
        await desk.has(accepted=5)
        await server.until(lambda: server.called("getUpdates")[-1].get("offset") == max(numbers) + 1)


async def test_M3_one_persons_updates_keep_their_order(
    server: StandIn, desk: Desk, channel: TelegramChannel
) -> None:
    for n in range(40):
        server.says(n % 3, str(n))
    async with polling(channel):
        await desk.has(accepted=40)
    for chat in range(3):
        said = [int(heard.text) for heard in desk.heard(str(chat))]
        assert said == sorted(said)


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (b'{"update_id":%d,"message":{"chat":"no chat"}}', "malformed"),
        (b'{"update_id":%d,"message":{"text":"\\ud800"}}', "malformed"),
        (b'{"update_id":%d,"text":"\xff\xfe"}', "malformed"),
        (b'{"update_id":%d,"moon_phase":{"full":true}}', "unknown_kind"),
        (b'{"update_id":%d,"x":' + b"[" * 40 + b"]" * 40 + b"}", "too_deep"),
        (b'{"update_id":%d,"x":"' + b"x" * 1_048_576 + b'"}', "too_large"),
    ],
)
async def test_I4_a_broken_update_does_not_block_its_neighbours(
    server: StandIn, desk: Desk, channel: TelegramChannel, broken: bytes, reason: str
) -> None:
    server.says(7, "before")
    raw = broken.replace(b"%d", str(server.updates.next_id).encode())
    number = server.updates.put_raw(raw)
    last = server.says(7, "after")
    async with polling(channel):
        await desk.has(accepted=2, rejected=1)
        await server.until(lambda: server.called("getUpdates")[-1].get("offset") == last + 1)
    assert [heard.text for heard in desk.heard("7")] == ["before", "after"]
    assert desk.rejected == {(channel.name, str(number)): (len(raw), reason)}


async def test_I4_an_update_without_an_id_is_kept_under_its_fingerprint(
    server: StandIn, desk: Desk, channel: TelegramChannel
) -> None:
    server.updates.put_raw(b'{"message":{}}')
    server.says(7, "after")
    async with polling(channel):
        await desk.has(accepted=1, rejected=1)
    ((_, name),) = desk.rejected
    assert name.startswith("unnamed:")
    assert len(name) <= 64


async def test_I3_an_answer_beyond_all_limits_is_taken_apart(
    server: StandIn, desk: Desk, channel: TelegramChannel
) -> None:
    huge = server.updates.put_raw(
        b'{"update_id":%d,"x":"' % server.updates.next_id + b"x" * (17 * 1024 * 1024) + b'"}'
    )
    server.says(7, "after")
    async with polling(channel):
        await desk.has(accepted=1, rejected=1, within=30)
    assert desk.rejected[channel.name, str(huge)][1] == "too_large"


async def test_I4_an_update_that_we_cannot_handle_is_given_up_in_the_end(
    server: StandIn, desk: Desk, channel: TelegramChannel
) -> None:
    number = server.says(7, "poison")
    desk.poison.add(str(number))
    server.says(8, "neighbour")
    async with polling(channel):
        await desk.has(accepted=1, rejected=1)
        server.says(8, "later")
        await desk.has(accepted=2)
    assert desk.rejected[channel.name, str(number)][1] == "failed"
    assert desk.offered.count(str(number)) == MOST_TRIES + 1  # the last one is the rejection


async def test_a_fault_of_ours_does_not_leave_the_bot_deaf(
    server: StandIn, desk: Desk, channel: TelegramChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = [ZeroDivisionError("her words"), None]

    def part(answer: bytes) -> list[bytes]:
        fault = faults.pop(0) if faults else None
        if fault:
            raise fault
        return part_batch(answer)

    monkeypatch.setattr("bot.channels.telegram.polling.part_batch", part)
    server.says(7, "hello")
    with capture_logs() as logs:
        async with polling(channel):
            await desk.has(accepted=1)
    assert [line["reason"] for line in logs if line["event"] == "telegram.poll_failed"] == [
        "ZeroDivisionError"
    ]


async def test_a_server_that_goes_and_comes_back_costs_nothing(
    server: StandIn, desk: Desk, channel: TelegramChannel, pauses: Pauses
) -> None:
    async with polling(channel):
        server.says(7, "one")
        await desk.has(accepted=1)
        await server.stop()
        async with asyncio.timeout(60):
            while len(pauses.seconds) < 3:
                await asyncio.sleep(0)
        await server.start()
        server.says(7, "two")
        await desk.has(accepted=2)
    waits = [seconds for seconds in pauses.seconds if seconds]
    assert waits[0] < waits[1] < waits[2], "no back-off"


async def test_troubles_of_one_request_are_sat_out(
    server: StandIn, desk: Desk, channel: TelegramChannel, pauses: Pauses
) -> None:
    server.trouble(
        "getUpdates",
        Answer(500),
        Answer(502, body=b"<html>Bad Gateway</html>"),
        Answer(200, body=b"{}"),
        Answer(200, body=b'{"ok":true,"result":[{"update_id":1,'),
        Cut(after=False),
        Cut(after=True),
    )
    server.says(7, "patience")
    async with polling(channel):
        await desk.has(accepted=1)
    assert len(pauses.seconds) == 6


async def test_M7_a_named_time_is_waited_out(
    server: StandIn, desk: Desk, channel: TelegramChannel, pauses: Pauses
) -> None:
    server.trouble("getUpdates", Answer(429, "Too Many Requests: retry after 10072", retry_after=10072))
    server.says(7, "patience")
    async with polling(channel):
        await desk.has(accepted=1)
    assert pauses.seconds == [10072]


async def test_another_poller_is_said_clearly_and_does_not_end_ours(
    server: StandIn, desk: Desk, channel: TelegramChannel
) -> None:
    conflict = "Conflict: terminated by other getUpdates request"
    server.trouble("getUpdates", Answer(409, conflict))
    server.says(7, "patience")
    with capture_logs() as logs:
        async with polling(channel):
            await desk.has(accepted=1)
    assert {"event": "telegram.conflict", "reason": CONFLICT, "log_level": "error"} in logs


async def test_a_refused_token_is_said_clearly(server: StandIn, desk: Desk, channel: TelegramChannel) -> None:
    server.trouble("deleteWebhook", Answer(401, "Unauthorized"))
    server.trouble("getUpdates", Answer(401, "Unauthorized"))
    server.says(7, "patience")
    with capture_logs() as logs:
        async with polling(channel):
            await desk.has(accepted=1)
    assert [line["event"] for line in logs if line.get("reason") == REFUSED] == ["telegram.token_refused"] * 2


async def test_polling_takes_an_old_webhook_down_and_drops_nothing(
    server: StandIn, desk: Desk, channel: TelegramChannel
) -> None:
    server.pusher.use("http://127.0.0.1:9/nobody", "secret")
    server.says(7, "while away")
    async with polling(channel):
        await desk.has(accepted=1)
    assert server.called("deleteWebhook") == [{"drop_pending_updates": False}]


async def test_only_the_kinds_that_are_used_are_asked_for(
    server: StandIn, desk: Desk, channel: TelegramChannel
) -> None:
    server.says(7, "hello")
    async with polling(channel):
        await desk.has(accepted=1)
    asked = server.called("getUpdates")[0]
    assert asked["allowed_updates"] == ["message", "callback_query", "my_chat_member"]
    assert json.dumps(asked)  # plain JSON
