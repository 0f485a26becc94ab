"""Everything goes from the chat, over real HTTP, as far as the platform lets a bot (C12)."""

from __future__ import annotations

import pytest

from bot.channels.telegram.channel import TelegramChannel
from bot.conversation.messages import Attachment, Button, Outgoing
from bot.delivery.ports import Failed, SendError, TryLater, Unreachable
from tests.channels.telegram.rules import DELETABLE
from tests.channels.telegram.stand_in import StandIn
from tests.channels.telegram.trouble import Answer, Cut

PDF = Attachment("list.pdf", "application/pdf", b"%PDF-1.7")
MENU = Outgoing("Menu", "en", buttons=(Button("1", "Work"),))


@pytest.fixture(autouse=True)
def amina(server: StandIn) -> None:
    server.chat(7)


def line(*numbers: str) -> Outgoing:
    return Outgoing("Cleared.", "en", clears=True, cleared=numbers)


def texts(server: StandIn) -> list[str]:
    return [shown.text for shown in server.chat(7).shown]


async def test_C12_words_menus_files_and_her_own_go_and_one_line_comes_in_silence(
    server: StandIn, channel: TelegramChannel
) -> None:
    server.says(7, "my secret question")
    numbers = [str(number) for number in server.chat(7).typed]
    numbers += [await channel.send("7", MENU)]
    numbers += [await channel.send("7", Outgoing("Your CV", "en", attachment=PDF))]
    await channel.send("7", Outgoing("Work", "en", buttons=(Button("2", "Back"),), replaces=numbers[1]))
    await channel.send("7", line(*numbers, "999999"))
    assert (texts(server), server.chat(7).typed) == (["Cleared."], {})
    assert server.sees(7).silent and not server.sees(7).buttons
    assert [name for name, _ in server.calls][-2:] == ["deleteMessages", "sendMessage"]


async def test_C12_more_than_a_hundred_go_in_several_calls(server: StandIn, channel: TelegramChannel) -> None:
    for number in range(230):
        server.chat(7).typed[number] = 0.0
    await channel.send("7", line(*map(str, range(230))))
    assert server.chat(7).typed == {}
    assert [len(call["message_ids"]) for call in server.called("deleteMessages")] == [100, 100, 30]


async def test_C12_what_is_too_old_keeps_nothing_else_there_and_ours_is_emptied(
    server: StandIn, channel: TelegramChannel
) -> None:
    old = await channel.send("7", MENU)
    server.chat(7).typed[5] = 0.0
    server.now = DELETABLE
    young = [await channel.send("7", Outgoing(f"Answer {n}", "en")) for n in range(9)]
    await channel.send("7", line(*young, old, "5"))
    assert texts(server) == ["…", "Cleared."]
    assert not server.chat(7).shown[0].buttons
    assert list(server.chat(7).typed) == [5], "hers cannot be changed by anybody"


async def test_C12_saying_it_twice_does_no_harm(server: StandIn, channel: TelegramChannel) -> None:
    number = await channel.send("7", MENU)
    first = await channel.send("7", line(number))
    await channel.send("7", line(number, first))
    assert texts(server) == ["Cleared."]


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (Cut(after=True), Failed),
        (Answer(500), Failed),
        (Answer(429, "Too Many Requests", retry_after=3), TryLater),
        (Answer(403, "Forbidden: bot was blocked by the user"), Unreachable),
        (Answer(400, "Bad Request: chat not found"), Unreachable),
    ],
)
async def test_C12_nothing_is_said_before_all_of_it_is_gone(
    server: StandIn, channel: TelegramChannel, trouble: Answer | Cut, error: type[SendError]
) -> None:
    number = await channel.send("7", MENU)
    server.trouble("deleteMessages", trouble)
    with pytest.raises(error):
        await channel.send("7", line(number))
    assert "Cleared." not in texts(server)


async def test_C12_a_refusal_that_nobody_knows_does_not_keep_the_line_back(
    server: StandIn, channel: TelegramChannel
) -> None:
    number = await channel.send("7", MENU)
    server.trouble("deleteMessages", Answer(400, "Bad Request: something new"))
    await channel.send("7", line(number))
    assert texts(server) == ["Menu", "Cleared."]


async def test_C12_the_negative_control_a_plain_message_deletes_nothing(
    server: StandIn, channel: TelegramChannel
) -> None:
    number = await channel.send("7", MENU)
    await channel.send("7", Outgoing("Cleared.", "en", cleared=(number,)))
    assert texts(server) == ["Menu", "Cleared."]
