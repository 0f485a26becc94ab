"""The address that Telegram calls (I1, I3, I4, M1)."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest
import uvicorn
from pydantic import SecretStr
from starlette.applications import Starlette
from structlog.testing import capture_logs

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.webhook import PATH, Webhook
from bot.settings import Settings
from tests.channels.telegram.conftest import SECRET, Pauses, say, settings_for
from tests.channels.telegram.desk import Desk
from tests.channels.telegram.stand_in import StandIn
from tests.channels.telegram.trouble import Answer

HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Site:
    """Our web server with the webhook in it, on a loopback port."""

    def __init__(self, channel: TelegramChannel) -> None:
        app = Starlette(routes=[channel.webhook_route()])
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off"))

    async def __aenter__(self) -> Site:
        self._task = asyncio.create_task(self._server.serve([self._socket]))
        while not self._server.started:
            await asyncio.sleep(0.005)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.should_exit = True
        await self._task

    async def posts(self, body: bytes, *secrets: bytes) -> int:
        """The status for a raw request with these secret headers (bytes, so that any can be sent)."""
        head = b"".join(HEADER.encode() + b": " + secret + b"\r\n" for secret in secrets)
        return await self.wire(head + b"Content-Length: %d\r\n" % len(body), body)

    async def wire(self, head: bytes, body: bytes) -> int:
        """The status of the answer; the connection stays open until it is there."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(b"POST " + PATH.encode() + b" HTTP/1.1\r\nHost: x\r\n" + head + b"\r\n" + body)
            async with asyncio.timeout(60):
                status = await reader.readline()
            return int(status.split()[1])
        finally:
            writer.close()


@pytest.fixture
def hooked(server: StandIn, desk: Desk, pauses: Pauses) -> TelegramChannel:
    """A channel whose public address is set by `site`."""
    return TelegramChannel(settings_for(server), desk, say, pause=pauses, tags=("en",))


@pytest.fixture
async def site(hooked: TelegramChannel) -> AsyncIterator[Site]:
    async with Site(hooked) as site:
        yield site
    await hooked.close()


def text(update_id: int, words: str = "hello") -> bytes:
    return (
        b'{"update_id":%d,"message":{"message_id":5,"date":1,"chat":{"id":7,"type":"private"},"text":"%s"}}'
        % (update_id, words.encode())
    )


async def test_an_update_with_the_secret_is_taken(site: Site, desk: Desk) -> None:
    assert await site.posts(text(1), SECRET.encode()) == 200
    assert [heard.text for heard in desk.heard("7")] == ["hello"]


@pytest.mark.parametrize(
    "secrets",
    [
        (),
        (b"",),
        (b"wrong",),
        (SECRET[:-1].encode(),),
        (SECRET.encode() + b"x",),
        ("é".encode(),),
        ("é".encode("latin-1"),),
        (b"\xff\xfe\x80",),
        ("秘密".encode(),),
        (SECRET.encode(), SECRET.encode()),
        (SECRET.encode(), b"wrong"),
    ],
)
async def test_I1_a_missing_or_wrong_secret_is_401_and_never_500(
    site: Site, desk: Desk, secrets: tuple[bytes, ...]
) -> None:
    assert await site.posts(text(1), *secrets) == 401
    assert desk.offered == []


async def test_I1_the_secret_is_checked_before_the_body_is_read(site: Site, desk: Desk) -> None:
    """The body is announced and never sent: who waited for it would not answer."""
    assert await site.wire(HEADER.encode() + b": wrong\r\nContent-Length: 500\r\n", b"") == 401


async def test_I1_the_secret_is_never_logged(
    site: Site, desk: Desk, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(0)
    desk.break_for(1)
    with capture_logs() as logs:
        await site.posts(text(1), SECRET.encode())
        await site.posts(b"broken", SECRET.encode())
        await site.posts(text(1), SECRET.encode() + b"x")
    output = capfd.readouterr()
    assert SECRET not in caplog.text + repr(logs) + output.out + output.err


def test_K6_a_webhook_without_a_secret_is_refused(desk: Desk) -> None:
    intake = Intake("telegram:1", desk, lambda reading: None)
    with pytest.raises(ValueError, match="secret"):
        Webhook(intake, "")


async def test_M1_503_when_the_commit_fails_and_200_once_it_succeeds(site: Site, desk: Desk) -> None:
    desk.break_for(1)
    assert await site.posts(text(1), SECRET.encode()) == 503
    assert desk.accepted == {}
    assert await site.posts(text(1), SECRET.encode()) == 200
    assert len(desk.accepted) == 1


async def test_M2_a_repeated_update_is_200_and_has_one_effect(site: Site, desk: Desk) -> None:
    assert [await site.posts(text(1), SECRET.encode()) for _ in range(3)] == [200, 200, 200]
    assert len(desk.accepted) == 1


@pytest.mark.parametrize(
    ("body", "name", "reason"),
    [
        (b'{"update_id":3,"moon_phase":{}}', "3", "unknown_kind"),
        (b'{"update_id":3,"message":7}', "3", "malformed"),
        (b"", None, "malformed"),
        (b"\xff", None, "malformed"),
        (b'{"update_id":3,"x":' + b"[" * 33 + b"]" * 33 + b"}", "3", "too_deep"),
        (b'{"update_id":3,"x":"' + b"x" * 1_048_576 + b'"}', "3", "too_large"),
    ],
)
async def test_I4_what_nobody_understands_is_200_and_a_dead_letter(
    site: Site, desk: Desk, body: bytes, name: str | None, reason: str
) -> None:
    assert await site.posts(body, SECRET.encode()) == 200
    (((_, external), (_, why)),) = desk.rejected.items()
    assert why == reason
    assert external == name if name else external.startswith("unnamed:")


async def test_I3_a_body_of_a_gigabyte_is_not_read_to_its_end(site: Site, desk: Desk) -> None:
    """Announced in full, sent up to a little over the limit: the answer comes all the same."""
    head = HEADER.encode() + b": " + SECRET.encode() + b"\r\nContent-Length: 1000000000\r\n"
    assert await site.wire(head, b'{"update_id":4,"x":"' + b"x" * 1_300_000) == 200
    (((_, external), (length, why)),) = desk.rejected.items()
    assert (external, why) == ("4", "too_large")
    assert length < 2_000_000


async def test_a_caller_who_hangs_up_harms_nobody(site: Site, desk: Desk) -> None:
    head = HEADER.encode() + b": " + SECRET.encode() + b"\r\nContent-Length: 100\r\n\r\n"
    _, writer = await asyncio.open_connection("127.0.0.1", site.port)
    writer.write(b"POST " + PATH.encode() + b" HTTP/1.1\r\nHost: x\r\n" + head + b"{")
    await writer.drain()
    writer.transport.abort()
    assert await site.posts(text(1), SECRET.encode()) == 200
    assert len(desk.accepted) == 1


async def test_only_post_is_answered(site: Site) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{site.port}{PATH}", headers={HEADER: SECRET}) as answer,
    ):
        assert answer.status == 405


async def test_I4_an_update_that_we_cannot_handle_is_given_up_in_the_end(site: Site, desk: Desk) -> None:
    desk.poison.add("9")
    statuses = [await site.posts(text(9), SECRET.encode()) for _ in range(5)]
    assert statuses == [503, 503, 503, 503, 200]
    assert [why for _, why in desk.rejected.values()] == ["failed"]


async def test_the_whole_way_by_webhook(server: StandIn, desk: Desk, pauses: Pauses) -> None:
    """Telegram is told where to call, calls, meets a full disk, and calls again."""
    channel = TelegramChannel(settings_for(server), desk, say, pause=pauses, tags=("en",))
    async with Site(channel) as site:
        public = settings_for(server, public_url=f"http://127.0.0.1:{site.port}/")
        caller = TelegramChannel(public, desk, say, pause=pauses, tags=("en",))
        server.trouble("setWebhook", Answer(500))
        desk.break_for(2)
        server.says(7, "one")
        server.says(7, "two")
        await caller.run()
        await desk.has(accepted=2)
        await caller.close()
    await channel.close()
    asked = server.called("setWebhook")[-1]
    assert asked["url"] == f"http://127.0.0.1:{site.port}{PATH}"
    assert asked["secret_token"] == SECRET
    assert asked["allowed_updates"] == ["message", "callback_query", "my_chat_member"]
    assert [status for _, status in server.pusher.delivered][:3] == [503, 503, 200]
    assert [heard.text for heard in desk.heard("7")] == ["one", "two"]


def test_the_name_of_a_channel_is_its_bots_number(desk: Desk) -> None:
    settings = Settings(telegram_token=SecretStr("4242:abc"))
    assert TelegramChannel(settings, desk, say).name == "telegram:4242"
