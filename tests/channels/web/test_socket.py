"""The live connection, over real TCP, spoken to as the page's script does."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from bot.channels.web.chat import new_secret
from bot.channels.web.socket import BAD_FRAMES_ALLOWED, MANY
from bot.conversation.messages import Button, Incoming, Outgoing, Span
from tests.channels.web.meter import Meter
from tests.channels.web.site import Site
from tests.channels.web.words import ARABIC_PIECE


class Talker:
    """One connection of one chat."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    async def sends(self, kind: str, id: str = "", **fields: str) -> str:
        id = id or secrets.token_urlsafe(16)
        await self.socket.send(json.dumps({"id": id, "kind": kind, **fields}))
        return id

    async def hears(self) -> dict[str, Any]:
        heard: dict[str, Any] = json.loads(await asyncio.wait_for(self.socket.recv(), 60))
        return heard

    async def hears_words(self) -> dict[str, Any]:
        """The next message to be shown, acknowledgements left aside."""
        while "say" not in (heard := await self.hears()):
            pass
        said: dict[str, Any] = heard["say"]
        return said

    async def shows(self, *ids: str) -> None:
        await self.socket.send(json.dumps({"shown": ids}))

    async def hears_nothing_more(self) -> bool:
        """Everything sent before a message of ours is answered has arrived by then."""
        id = await self.sends("command", text="x" * 16)
        heard = await self.hears()
        return heard == {"ack": id}


def silent(incoming: Incoming) -> list[Outgoing]:
    """Answers typed words only."""
    return [Outgoing(f"You said: {incoming.text}", "en")] if incoming.kind == "text" else []


@pytest.fixture
async def place() -> AsyncIterator[Site]:
    async with Site(silent) as site:
        yield site


def dial(site: Site, secret: str = "", origin: str | None = "", port: int = 0) -> connect:
    where = f"127.0.0.1:{port or site.port}"
    return connect(
        f"ws://{where}/chat/ws",
        origin=(origin if origin != "" else site.url),  # type: ignore[arg-type]
        additional_headers={"Cookie": f"rafiq={secret}"} if secret else None,
        compression=None,
    )


def text_of(said: dict[str, Any]) -> str:
    return "".join(run["t"] for run in said["t"])


async def test_M1_a_message_is_acknowledged_once_it_is_committed(place: Site) -> None:
    async with dial(place, new_secret()) as socket:
        talker = Talker(socket)
        id = await talker.sends("text", text="hello")
        assert await talker.hears() == {"ack": id}
        assert place.reception.said == ["hello"]
        assert text_of(await talker.hears_words()) == "You said: hello"


async def test_M1_what_could_not_be_committed_is_not_acknowledged(place: Site) -> None:
    place.reception.down = True
    async with dial(place, new_secret()) as socket:
        talker = Talker(socket)
        id = await talker.sends("text", text="hello")
        assert await talker.hears() == {"id": id, "error": "busy", "after": 5}
        place.reception.down = False
        await talker.sends("text", id, text="hello")
        assert await talker.hears() == {"ack": id}
    assert place.reception.said == ["hello"]


async def test_M2_a_message_sent_again_has_one_effect(place: Site) -> None:
    secret = new_secret()
    async with dial(place, secret) as socket:
        talker = Talker(socket)
        id = await talker.sends("text", text="hello")
        assert await talker.hears() == {"ack": id}
    async with dial(place, secret) as socket:
        talker = Talker(socket)
        await talker.sends("text", id, text="hello")
        heard = [await talker.hears(), await talker.hears()]
        assert {"ack": id} in heard
    assert place.reception.said == ["hello"]


async def test_C13_what_was_shown_never_comes_again_and_what_was_not_does(place: Site) -> None:
    secret = new_secret()
    async with dial(place, secret) as socket:
        talker = Talker(socket)
        await talker.sends("text", text="one")
        first = await talker.hears_words()
        await talker.sends("text", text="two")
        second = await talker.hears_words()
        await talker.shows(first["id"])
        assert await talker.hears_nothing_more()
    async with dial(place, secret) as socket:
        talker = Talker(socket)
        again = await talker.hears_words()
        assert again == second
        await talker.shows(again["id"])
        assert await talker.hears_nothing_more()
    async with dial(place, secret) as socket:
        assert await Talker(socket).hears_nothing_more()


async def test_C13_nobody_hears_or_marks_the_messages_of_another_chat(place: Site) -> None:
    mine, other = new_secret(), new_secret()
    place.reception.push(mine, Outgoing("For me", "en"))
    async with dial(place, other) as socket:
        assert await Talker(socket).hears_nothing_more()
    async with dial(place, mine) as my_socket, dial(place, other) as other_socket:
        said = await Talker(my_socket).hears_words()
        await Talker(other_socket).shows(said["id"])
        assert await Talker(other_socket).hears_nothing_more()
    assert place.reception.unshown() == ["For me"]


async def test_a_message_that_comes_by_itself_is_pushed_at_once(place: Site) -> None:
    secret = new_secret()
    async with dial(place, secret) as socket:
        talker = Talker(socket)
        assert await talker.hears_nothing_more()
        place.reception.push(secret, Outgoing("News", "en"))
        assert text_of(await talker.hears_words()) == "News"


async def test_a_mark_that_the_store_did_not_take_is_made_later(
    place: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.web.socket.BUSY_AFTER", 0.05)
    secret = new_secret()
    place.reception.push(secret, Outgoing("News", "en"))
    async with dial(place, secret) as socket:
        talker = Talker(socket)
        said = await talker.hears_words()
        place.reception.down = True
        await talker.shows(said["id"])
        await talker.sends("text", text="x")
        assert (await talker.hears())["error"] == "busy"
        assert place.reception.unshown() == ["News"]
        place.reception.down = False
        while place.reception.unshown():
            await asyncio.sleep(0.01)


async def test_more_messages_than_one_batch_all_come(place: Site) -> None:
    place.reception.most = MANY
    secret = new_secret()
    place.reception.push(secret, *(Outgoing(str(n), "en") for n in range(2 * MANY + 3)))
    async with dial(place, secret) as socket:
        talker = Talker(socket)
        heard: list[str] = []
        unshown: list[str] = []
        for _ in range(2 * MANY + 3):
            said = await talker.hears_words()
            heard.append(text_of(said))
            unshown.append(said["id"])
            if len(unshown) == 10:
                await talker.shows(*unshown)
                unshown.clear()
    assert heard == [str(n) for n in range(2 * MANY + 3)]


async def test_C6_every_farewell_is_heard_though_they_share_a_number(place: Site) -> None:
    secret = new_secret()
    async with dial(place, secret) as socket:
        talker = Talker(socket)
        heard = []
        for text in ("Deleted.", "Deleted again."):
            assert await talker.hears_nothing_more()
            place.reception.say_once(secret, Outgoing(text, "en"))
            heard.append(await talker.hears_words())
            await talker.shows(heard[-1]["id"])
        assert await talker.hears_nothing_more()
    assert [text_of(said) for said in heard] == ["Deleted.", "Deleted again."]
    assert heard[0]["id"] != heard[1]["id"], "the page shows an id once only"


@pytest.mark.parametrize("origin", ["https://evil.example", "null", None])
async def test_no_page_of_another_site_opens_a_connection(place: Site, origin: str | None) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await dial(place, new_secret(), origin=origin)
    assert refused.value.response.status_code == 403


async def test_a_phone_without_a_chat_is_told_to_begin_one(place: Site) -> None:
    for secret in ("", "guess"):
        async with dial(place, secret) as socket:
            with pytest.raises(ConnectionClosed):
                await socket.recv()
            assert socket.close_code == 4401


async def test_I4_a_broken_frame_is_counted_and_does_not_block_its_neighbours(place: Site) -> None:
    async with dial(place, new_secret()) as socket:
        talker = Talker(socket)
        await socket.send("[" * 40_000)
        assert await talker.hears() == {"id": "", "error": "bad", "after": 0}
        await socket.send(b"\xff\xfe")
        assert (await talker.hears())["error"] == "bad"
        id = await talker.sends("text", text="still here")
        assert await talker.hears() == {"ack": id}
    assert [(length, reason) for _, length, reason in place.reception.rejected] == [
        (40_000, "json"),
        (2, "json"),
    ]


async def test_I3_a_frame_over_the_limit_closes_the_connection(place: Site) -> None:
    async with dial(place, new_secret()) as socket:
        with pytest.raises(ConnectionClosed):
            await socket.send("x" * 1024 * 1024)
            await socket.recv()
        assert socket.close_code == 1009


async def test_I3_a_text_that_is_too_long_says_so_and_is_not_a_dead_letter(place: Site) -> None:
    async with dial(place, new_secret()) as socket:
        talker = Talker(socket)
        id = await talker.sends("text", text="a" * 4097)
        assert await talker.hears() == {"id": id, "error": "long", "after": 0}
    assert place.reception.rejected == []


async def test_a_connection_that_sends_only_rubbish_is_closed(place: Site) -> None:
    async with dial(place, new_secret()) as socket:
        with pytest.raises(ConnectionClosed):
            for _ in range(BAD_FRAMES_ALLOWED + 2):
                await socket.send("{}")
            while True:
                await socket.recv()
        assert socket.close_code == 1008


async def test_I13_who_writes_too_fast_is_asked_to_wait_and_loses_nothing() -> None:
    async with Site(silent, burst=2, rate=0.5, patience=0.1) as site, dial(site, new_secret()) as socket:
        talker = Talker(socket)
        ids = [await talker.sends("command", text="menu") for _ in range(3)]
        assert [await talker.hears() for _ in range(2)] == [{"ack": id} for id in ids[:2]]
        assert await talker.hears() == {"id": ids[2], "error": "slow", "after": 2}
        assert len(site.reception.inbox) == 2


async def test_I13_a_little_too_fast_is_only_held_back() -> None:
    async with Site(silent, burst=1, rate=20, patience=5) as site, dial(site, new_secret()) as socket:
        talker = Talker(socket)
        began = asyncio.get_running_loop().time()
        ids = [await talker.sends("command", text="menu") for _ in range(5)]
        assert [await talker.hears() for _ in ids] == [{"ack": id} for id in ids]
        assert asyncio.get_running_loop().time() - began >= 0.19


async def test_I13_a_chat_has_a_few_connections_and_one_more_closes_the_oldest() -> None:
    secret = new_secret()
    async with (
        Site(silent, sockets_per_chat=2) as site,
        dial(site, secret) as oldest,
        dial(site, secret) as middle,
    ):
        assert await Talker(oldest).hears_nothing_more()
        assert await Talker(middle).hears_nothing_more()
        async with dial(site, secret) as newest:
            with pytest.raises(ConnectionClosed):
                await oldest.recv()
            assert oldest.close_code == 4409
            assert await Talker(middle).hears_nothing_more()
            assert await Talker(newest).hears_nothing_more()


async def test_I13_the_number_of_connections_in_all_is_bounded_and_places_are_given_back() -> None:
    async with Site(silent, sockets_in_all=1) as site:
        async with dial(site, new_secret()) as first:
            assert await Talker(first).hears_nothing_more()
            async with dial(site, new_secret()) as second:
                with pytest.raises(ConnectionClosed):
                    await second.recv()
                assert second.close_code == 1013
        while site.open_sockets:
            await asyncio.sleep(0.01)
        async with dial(site, new_secret()) as third:
            assert await Talker(third).hears_nothing_more()


async def test_a_restarted_server_gives_what_was_not_shown_and_nothing_twice(place: Site) -> None:
    secret = new_secret()
    async with dial(place, secret) as socket:
        talker = Talker(socket)
        await talker.sends("text", text="one")
        said = await talker.hears_words()
        await talker.shows(said["id"])
        assert await talker.hears_nothing_more()
        await place.stop()
        with pytest.raises(ConnectionClosed):
            await socket.recv()
    place.reception.push(secret, Outgoing("While you were away", "en"))
    await place.start()
    async with dial(place, secret) as socket:
        talker = Talker(socket)
        assert text_of(await talker.hears_words()) == "While you were away"
        assert await talker.hears_nothing_more()


def long_answer(incoming: Incoming) -> list[Outgoing]:
    """The longest that an article may say, in Arabic, with eight choices."""
    text = (ARABIC_PIECE * 4)[:600]
    buttons = tuple(Button(f"s12345678:{n}:choice", "حقوقك في العمل هنا"[:18]) for n in range(8))
    return [Outgoing(text, "ar", (Span(0, 12, "bold"),), buttons, incoming.message)]


async def test_an_answer_moves_3_KB_at_most_without_compression() -> None:
    """From the press to the mark: press, acknowledgement, a whole piece with eight choices, shown."""
    async with (
        Site(long_answer) as site,
        Meter(site.port) as meter,
        dial(site, new_secret(), origin=f"http://127.0.0.1:{meter.port}", port=meter.port) as socket,
    ):
        talker = Talker(socket)
        await talker.sends("open")
        before = await talker.hears_words()
        await talker.shows(before["id"])
        while not site.reception.marks:
            await asyncio.sleep(0.01)
        meter.bytes = 0
        await talker.sends("press", button="s12345678:7:choice", message=before["id"], hint="ar")
        said = await talker.hears_words()
        await talker.shows(said["id"])
        while len(site.reception.marks) < 2:
            await asyncio.sleep(0.01)
        print(f"one answer moved {meter.bytes} bytes")
        assert 600 < meter.bytes <= 3 * 1024
