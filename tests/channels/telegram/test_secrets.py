"""The token and what people write stand in no log and no error, whatever fails (L1, L2)."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs
from telegram.error import InvalidToken

from bot.channels.telegram.channel import TelegramChannel, connect
from bot.channels.telegram.faults import NotConnected
from bot.channels.telegram.sender import open_bot
from bot.channels.telegram.transport import Transport
from bot.conversation.messages import Button, Outgoing
from bot.delivery.ports import SendError
from tests.channels.telegram.conftest import Pauses, polling, say, settings_for
from tests.channels.telegram.desk import Desk
from tests.channels.telegram.stand_in import StandIn
from tests.channels.telegram.trouble import Answer, Cut, Trouble

CHAT = 93700123456
WORDS = "her secret words"
CANARIES = ("AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw", WORDS, str(CHAT))

TROUBLES: list[Trouble] = [
    Answer(200, body=f"no JSON: {WORDS}".encode()),
    Answer(302, body=b"{}"),
    Answer(400, f"Bad Request: can't parse entities: {WORDS}"),
    Answer(401, f"Unauthorized {WORDS}"),
    Answer(403, f"Forbidden: {WORDS}"),
    Answer(404, "Not Found"),
    Answer(409, f"Conflict: {WORDS}"),
    Answer(500, body=WORDS.encode()),
    Cut(after=False),
    Cut(after=True),
    Answer(429, f"Too Many Requests {WORDS}", retry_after=3),
]


def everything_in(error: BaseException | None) -> Iterator[str]:
    """What any logger could make of an error: its texts, its traceback, its causes, its locals' sources."""
    while error is not None:
        yield f"{error!r} {error} {error.args}"
        yield "".join(traceback.format_exception(error))
        error = error.__cause__ or error.__context__


async def failures(channel: TelegramChannel, server: StandIn) -> list[str]:
    """The traces that a send leaves in every trouble, and without any server."""
    found: list[str] = []

    async def try_to_send() -> None:
        message = Outgoing(WORDS, "en", buttons=(Button("id", WORDS),))
        with pytest.raises(SendError) as caught:
            await channel.send(str(CHAT), message)
        found.extend(everything_in(caught.value))

    server.chat(CHAT)
    for trouble in TROUBLES:
        server.trouble("sendMessage", trouble)
        await try_to_send()
    await server.stop()
    await try_to_send()
    return found


async def test_L2_no_error_path_names_the_token_or_the_words(
    server: StandIn,
    channel: TelegramChannel,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    asyncio.get_running_loop().set_debug(True)
    caplog.set_level(logging.DEBUG)
    with capture_logs() as logs:
        found = await failures(channel, server)
    output = capfd.readouterr()
    traces = "\n".join([*found, caplog.text, repr(logs), output.out, output.err, repr(channel)])
    for canary in CANARIES:
        assert canary not in traces


async def test_L2_polling_through_every_trouble_names_nothing(
    server: StandIn,
    desk: Desk,
    channel: TelegramChannel,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    server.trouble("deleteWebhook", *TROUBLES)
    server.trouble("getUpdates", *TROUBLES)
    number = server.says(CHAT, WORDS)
    desk.poison.add(str(number))
    server.updates.put_raw(b'{"update_id":%d,"message":"her secret words"}' % server.updates.next_id)
    with capture_logs() as logs:
        async with polling(channel):
            await desk.has(rejected=2)
    output = capfd.readouterr()
    traces = "\n".join([caplog.text, repr(logs), output.out, output.err])
    assert logs, "nothing was logged at all"
    for canary in CANARIES:
        assert canary not in traces


async def test_L2_no_connection_in_time_does_not_name_the_address(server: StandIn) -> None:
    """aiohttp's error for it has the whole address, token included, in its text."""
    transport = Transport("http://127.0.0.1:9", server.token, connect_seconds=0.000001)
    with pytest.raises(NotConnected) as caught:
        await transport.post("sendMessage", b"{}")
    await transport.close()
    assert caught.value.message == "ConnectionTimeoutError"
    assert CANARIES[0] not in "".join(everything_in(caught.value))


async def test_L2_control_the_librarys_own_start_does_name_the_token(server: StandIn) -> None:
    """The reason why we never `initialize` it; were this to pass without a leak, so would the tests above."""
    transport = Transport(server.url, server.token)
    server.trouble("getMe", Answer(401, "Unauthorized"))
    with pytest.raises(InvalidToken) as caught:
        await open_bot(transport, server.token, server.url).initialize()
    await transport.close()
    assert CANARIES[0] in "".join(everything_in(caught.value))


async def test_L2_a_bot_can_be_printed(server: StandIn) -> None:
    bot = open_bot(Transport(server.url, server.token), server.token, server.url)
    assert CANARIES[0] not in f"{bot!r} {bot}"


async def test_L1_the_libraries_are_quiet_from_the_first_request(
    server: StandIn, desk: Desk, pauses: Pauses, caplog: pytest.LogCaptureFixture
) -> None:
    """python-telegram-bot writes every request's parameters at DEBUG."""
    for name in ("telegram", "aiohttp", "aiogram"):
        logging.getLogger(name).setLevel(logging.NOTSET)
    caplog.set_level(logging.DEBUG)
    server.chat(CHAT)
    channel = await connect(settings_for(server), desk, say)
    await channel.send(str(CHAT), Outgoing(WORDS, "en"))
    await channel.close()
    assert server.sees(CHAT).text == WORDS
    assert WORDS not in caplog.text
