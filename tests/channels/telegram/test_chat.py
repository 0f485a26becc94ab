"""Stories over real HTTP: a person on one side, a small conversation on the other."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.texts import COMMANDS, DESCRIPTION, GROUP, SHORT_DESCRIPTION
from bot.conversation.messages import Button, Incoming, Outgoing, Text
from tests.channels.telegram.conftest import Pauses, polling, say, settings_for
from tests.channels.telegram.desk import Desk
from tests.channels.telegram.stand_in import StandIn
from tests.channels.telegram.trouble import Answer, Cut

GROUP_ID = -1001234


class Conversation(Desk):
    """A reception that answers at once: what she pressed, in the message that carried the button."""

    channel: TelegramChannel

    async def accept(self, channel: str, external_id: str, address: str, incoming: Incoming) -> bool:
        new = await super().accept(channel, external_id, address, incoming)
        if new:
            await self.channel.send(address, self.answer(incoming))
        return new

    def answer(self, incoming: Incoming) -> Outgoing:
        if incoming.kind == "press":
            back = (Button("back", "Back", nav=True),)
            return Outgoing(f"You chose {incoming.button}", "en", buttons=back, replaces=incoming.message)
        if incoming.kind == "other":
            return Outgoing(f"I cannot look at a {incoming.text}", "en")
        return Outgoing("Welcome", "en", buttons=(Button("work", "Work"), Button("family", "Family")))


def mute(text: Text, tag: str) -> str:
    raise KeyError("no words for this")


async def test_words_that_are_missing_cost_no_update(server: StandIn, pauses: Pauses) -> None:
    desk = Conversation()
    desk.channel = TelegramChannel(settings_for(server), desk, mute, pause=pauses, hold_seconds=5)
    group = server.chat(GROUP_ID, kind="group")
    async with polling(desk.channel):
        server.membership(group, "left", "member")
        server.says(7, "hi")
        await server.shows(7, "Welcome")
    await desk.channel.close()
    assert group.shown == []


@pytest.fixture
def desk() -> Desk:
    return Conversation()


@pytest.fixture(autouse=True)
def joined(desk: Desk, channel: TelegramChannel) -> None:
    assert isinstance(desk, Conversation)
    desk.channel = channel


async def test_one_message_is_edited_while_she_moves_through_menus(
    server: StandIn, channel: TelegramChannel
) -> None:
    async with polling(channel):
        server.says(7, "/start")
        await server.shows(7, "Welcome")
        server.presses(7, "Work")
        await server.shows(7, "You chose work")
        assert server.sees(7).buttons == ["Back"]
        server.presses(7, "Back")
        await server.shows(7, "You chose back")
    assert len(server.chat(7).shown) == 1
    assert server.sees(7).edits == 2


async def test_a_pressed_button_is_freed(server: StandIn, channel: TelegramChannel) -> None:
    async with polling(channel):
        server.says(7, "hi")
        await server.shows(7, "Welcome")
        server.presses(7, "Work")
        await server.until(lambda: not server.methods.open_presses)


async def test_M1_a_button_is_freed_only_after_the_commit(
    server: StandIn, desk: Desk, channel: TelegramChannel
) -> None:
    async with polling(channel):
        server.says(7, "hi")
        await server.shows(7, "Welcome")
        offered = len(desk.offered)
        desk.break_for(10**6)
        server.presses(7, "Work")
        async with asyncio.timeout(60):
            while len(desk.offered) < offered + 3:
                await asyncio.sleep(0)
        assert server.called("answerCallbackQuery") == []
        desk.break_for(0)
        await server.until(lambda: len(server.called("answerCallbackQuery")) == 1)


@pytest.mark.parametrize(
    "trouble", [Answer(400, "Bad Request: query is too old"), Answer(500), Cut(after=True)]
)
async def test_a_button_that_could_not_be_freed_costs_nothing(
    server: StandIn, channel: TelegramChannel, trouble: Answer | Cut
) -> None:
    server.trouble("answerCallbackQuery", trouble)
    async with polling(channel):
        server.says(7, "hi")
        await server.shows(7, "Welcome")
        server.presses(7, "Family")
        await server.shows(7, "You chose family")


async def test_an_album_gets_one_answer(server: StandIn, desk: Desk, channel: TelegramChannel) -> None:
    photo = [{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1}]
    desk.break_for(1)  # the first of them is brought twice, and must still be the one that is answered
    for _ in range(5):
        server.brings(7, photo=photo, media_group_id="album")
    last = server.says(7, "done")
    async with polling(channel):
        await server.shows(7, "Welcome")
        await server.until(lambda: server.called("getUpdates")[-1].get("offset") == last + 1)
    assert [shown.text for shown in server.chat(7).shown] == ["I cannot look at a photo", "Welcome"]


async def test_hostile_names_harm_nobody(server: StandIn, channel: TelegramChannel) -> None:
    names = ["\u202eevil", "👨‍👩‍👧‍👦" * 40, "<b>", "محمد", "a" * 5000, "", "\u0000"]
    async with polling(channel):
        for chat, name in enumerate(names, 1):
            server.chat(chat, name=name)
            server.says(chat, "hi")
            await server.shows(chat, "Welcome")


async def test_a_group_hears_one_sentence_and_then_nothing(
    server: StandIn, desk: Desk, channel: TelegramChannel
) -> None:
    group = server.chat(GROUP_ID, kind="supergroup", language="ar", name="Camp")
    async with polling(channel):
        server.membership(group, "left", "member")
        await server.shows(GROUP_ID, GROUP.msg)
        assert server.sees(GROUP_ID).text.endswith("[ar]")
        server.says(GROUP_ID, "/menu@rafiq_bot")
        server.membership(group, "member", "left")
        server.membership(group, "left", "member")
        server.says(7, "hi")
        await server.shows(7, "Welcome")
    assert len(group.shown) == 1
    assert desk.heard(str(GROUP_ID)) == []


async def test_a_channel_hears_nothing(server: StandIn, desk: Desk, channel: TelegramChannel) -> None:
    news = server.chat(GROUP_ID, kind="channel", name="News")
    async with polling(channel):
        server.membership(news, "left", "administrator")
        server.updates.put("channel_post", server.message(news, text="/start"))
        server.says(7, "hi")
        await server.shows(7, "Welcome")
    assert news.shown == []
    assert len(desk.accepted) == 1


async def test_M8_blocking_is_passed_on_and_is_no_message(
    server: StandIn, desk: Desk, pauses: Pauses
) -> None:
    told: list[tuple[str, str, bool]] = []

    async def on_presence(name: str, address: str, reachable: bool) -> None:
        told.append((name, address, reachable))

    channel = TelegramChannel(
        settings_for(server), desk, say, on_presence=on_presence, pause=pauses, hold_seconds=5
    )
    assert isinstance(desk, Conversation)
    desk.channel = channel
    async with polling(channel):
        server.blocks(7)
        server.unblocks(7)
        server.says(7, "hi")
        await server.shows(7, "Welcome")
    await channel.close()
    assert told == [(channel.name, "7", False), (channel.name, "7", True)]
    assert len(desk.accepted) == 1


async def test_M8_without_anyone_to_tell_blocking_is_silence(
    server: StandIn, desk: Desk, channel: TelegramChannel
) -> None:
    async with polling(channel):
        server.blocks(8)
        server.says(7, "hi")
        await server.shows(7, "Welcome")
    assert len(desk.accepted) == 1
    assert desk.rejected == {}


def looks(server: StandIn) -> dict[str, Any]:
    return {"commands": server.methods.commands, "descriptions": server.methods.descriptions}


async def test_commands_and_descriptions_stand_in_every_language(
    server: StandIn, channel: TelegramChannel
) -> None:
    async with polling(channel):
        await server.until(lambda: len(server.methods.descriptions) == 6)
    for code, tag in (("", "en"), ("en", "en"), ("ar", "ar")):
        shown = server.methods.commands["all_private_chats", code]
        assert [command["command"] for command in shown] == [name for name, _ in COMMANDS]
        assert [command["description"] for command in shown] == [say(text, tag) for _, text in COMMANDS]
        assert server.methods.descriptions["description", code] == say(DESCRIPTION, tag)
        assert server.methods.descriptions["short_description", code] == say(SHORT_DESCRIPTION, tag)


async def test_what_is_already_right_is_left_alone(
    server: StandIn, desk: Desk, channel: TelegramChannel
) -> None:
    async with polling(channel):
        await server.until(lambda: len(server.methods.descriptions) == 6)
    before = len(server.called("setMyDescription"))
    asked = len(server.called("getMyShortDescription"))
    async with polling(channel):
        await server.until(lambda: len(server.called("getMyShortDescription")) == asked + 3)
    assert len(server.called("setMyDescription")) == before == 3
    assert len(server.called("setMyCommands")) == 3


async def test_M7_a_flood_of_looks_does_not_silence_the_bot(
    server: StandIn, channel: TelegramChannel
) -> None:
    server.trouble("setMyDescription", Answer(429, "Too Many Requests", retry_after=36000))
    async with polling(channel):
        await server.until(lambda: len(server.called("setMyDescription")) == 1)
        server.says(7, "hi")
        await server.shows(7, "Welcome")
    assert ("description", "") not in server.methods.descriptions


async def test_a_server_that_is_away_at_the_start_is_waited_for(
    server: StandIn, desk: Desk, channel: TelegramChannel, pauses: Pauses
) -> None:
    await server.stop()
    async with polling(channel):
        async with asyncio.timeout(60):
            while len(pauses.seconds) < 2:
                await asyncio.sleep(0)
        await server.start()
        server.says(7, "hi")
        await server.shows(7, "Welcome")
