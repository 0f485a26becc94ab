"""What leaves, over real HTTP: shown once, edited in place, and every refusal told apart (M7, M8, M9)."""

from __future__ import annotations

import asyncio

import pytest

from bot.channels.telegram.channel import TelegramChannel
from bot.conversation.messages import Button, Outgoing, Span
from bot.delivery.ports import (
    Failed,
    Refused,
    SendError,
    TryLater,
    Uncertain,
    Unreachable,
)
from tests.channels.telegram.stand_in import StandIn
from tests.channels.telegram.trouble import Answer, Cut, Held

HELLO = Outgoing("Hello", "en")


@pytest.fixture(autouse=True)
def amina(server: StandIn) -> None:
    server.chat(7)


async def send_error(channel: TelegramChannel, message: Outgoing = HELLO, address: str = "7") -> SendError:
    with pytest.raises(SendError) as caught:
        await channel.send(address, message)
    return caught.value


async def test_a_message_is_shown_with_its_looks_and_buttons(
    server: StandIn, channel: TelegramChannel
) -> None:
    message = Outgoing(
        "😀 Canada: closed. Source", "en",
        (Span(2, 8, "bold"), Span(18, 24, "link", "https://www.canada.ca/")),
        (Button("a:1", "More"), Button("nav:menu", "Menu", nav=True)),
    )  # fmt: skip
    number = await channel.send("7", message)
    shown = server.sees(7)
    assert str(shown.id) == number
    assert shown.styled("bold") == ["Canada"]
    assert shown.styled("text_link") == ["Source"]
    assert [[button["text"] for button in row] for row in shown.rows] == [["More"], ["Menu"]]
    assert shown.data_of("More") == "a:1"
    (sent,) = server.called("sendMessage")
    assert sent["link_preview_options"] == {"is_disabled": True}
    assert "parse_mode" not in sent


async def test_C10_a_secret_that_she_typed_is_taken_out_before_it_is_answered(
    server: StandIn, channel: TelegramChannel
) -> None:
    server.chat(7).typed = {41: 0.0, 42: 0.0}
    await channel.send("7", Outgoing("Your PIN is set.", "en", removes="42"))
    assert list(server.chat(7).typed) == [41]
    assert [name for name, _ in server.calls][-2:] == ["deleteMessage", "sendMessage"]


@pytest.mark.parametrize("removes", ["42", "own", "9" * 19])
async def test_C10_a_message_that_cannot_be_taken_away_keeps_no_answer_back(
    server: StandIn, channel: TelegramChannel, removes: str
) -> None:
    await channel.send("7", Outgoing("Your PIN is set.", "en", removes=removes))
    assert server.sees(7).text == "Your PIN is set."


async def test_a_menu_is_redrawn_in_its_place(server: StandIn, channel: TelegramChannel) -> None:
    first = await channel.send("7", Outgoing("Menu", "en", buttons=(Button("1", "Work"),)))
    second = await channel.send("7", Outgoing("Work", "en", buttons=(Button("2", "Back"),), replaces=first))
    assert second == first
    assert len(server.chat(7).shown) == 1
    assert server.sees(7).text == "Work"
    assert server.sees(7).buttons == ["Back"]


async def test_a_redrawn_menu_without_buttons_loses_the_old_ones(
    server: StandIn, channel: TelegramChannel
) -> None:
    first = await channel.send("7", Outgoing("Sure?", "en", buttons=(Button("1", "Yes"),)))
    await channel.send("7", Outgoing("Done", "en", replaces=first))
    assert server.sees(7).buttons == []


async def test_an_edit_that_changes_nothing_counts_as_sent(server: StandIn, channel: TelegramChannel) -> None:
    first = await channel.send("7", HELLO)
    again = await channel.send("7", Outgoing("Hello", "en", replaces=first))
    assert again == first
    assert len(server.chat(7).shown) == 1


@pytest.mark.parametrize("old", ["99999", "0", "-3", "abc", "9" * 40, "web:12"])
async def test_where_the_old_message_is_gone_a_new_one_is_sent(
    server: StandIn, channel: TelegramChannel, old: str
) -> None:
    number = await channel.send("7", Outgoing("Hello", "en", replaces=old))
    assert server.sees(7).text == "Hello"
    assert number == str(server.sees(7).id) != old


@pytest.mark.parametrize("why", ["message can't be edited", "MESSAGE_ID_INVALID"])
async def test_where_the_old_message_cannot_be_edited_a_new_one_is_sent(
    server: StandIn, channel: TelegramChannel, why: str
) -> None:
    first = await channel.send("7", HELLO)
    server.trouble("editMessageText", Answer(400, f"Bad Request: {why}"))
    second = await channel.send("7", Outgoing("New", "en", replaces=first))
    assert second != first
    assert server.sees(7).text == "New"


async def test_I8_a_long_text_comes_in_order_with_the_buttons_at_its_end(
    server: StandIn, channel: TelegramChannel
) -> None:
    text = "\n\n".join(f"Paragraph {n} 😀 " + "word " * 120 for n in range(15))
    number = await channel.send("7", Outgoing(text, "en", buttons=(Button("1", "Back"),)))
    shown = server.chat(7).shown
    assert len(shown) == 3
    assert [str(part.id) for part in shown] == number.split()
    assert [bool(part.buttons) for part in shown] == [False, False, True]
    assert " ".join(part.text for part in shown).split() == text.split()


async def test_M9_a_long_text_goes_on_where_it_was_interrupted(
    server: StandIn, channel: TelegramChannel
) -> None:
    message = Outgoing("word " * 2000, "en")
    gate = asyncio.Event()
    gate.set()
    server.trouble("sendMessage", Held(gate), Answer(500))
    assert isinstance(await send_error(channel, message), Failed)
    assert len(server.chat(7).shown) == 1
    await channel.send("7", message)
    assert " ".join(part.text for part in server.chat(7).shown).split() == ["word"] * 2000
    await channel.send("7", message)
    assert len(server.chat(7).shown) == 6, "what was sent in whole is not remembered"


async def test_M7_retry_after_holds_for_the_whole_bot(server: StandIn, channel: TelegramChannel) -> None:
    server.chat(8)
    server.trouble("sendMessage", Answer(429, "Too Many Requests: retry after 10072", retry_after=10072))
    first = await send_error(channel)
    assert isinstance(first, TryLater)
    assert (first.after, first.everyone, first.reason) == (10072, True, "flood")
    second = await send_error(channel, address="8")
    assert isinstance(second, TryLater)
    assert 10060 < second.after <= 10072
    assert len(server.called("sendMessage")) == 1, "asked again before the time was over"


async def test_M7_a_429_without_a_time_waits_some_seconds(server: StandIn, channel: TelegramChannel) -> None:
    server.trouble("sendMessage", Answer(429, body=b"<html>"))
    error = await send_error(channel)
    assert isinstance(error, TryLater)
    assert error.after == 5.0


@pytest.mark.parametrize(
    ("why", "reason"),
    [
        ("Forbidden: bot was blocked by the user", "blocked"),
        ("Forbidden: user is deactivated", "deactivated"),
        ("Forbidden: bot can't initiate conversation with a user", "not_started"),
        ("Forbidden: something new", "forbidden"),
    ],
)
async def test_M8_a_403_is_unreachable(
    server: StandIn, channel: TelegramChannel, why: str, reason: str
) -> None:
    server.trouble("sendMessage", Answer(403, why))
    error = await send_error(channel)
    assert isinstance(error, Unreachable)
    assert error.reason == reason


async def test_M8_a_blocked_bot_and_an_unknown_chat_are_unreachable(
    server: StandIn, channel: TelegramChannel
) -> None:
    server.blocks(7)
    assert isinstance(await send_error(channel), Unreachable)
    unknown = await send_error(channel, address="12345")
    assert isinstance(unknown, Unreachable)
    assert unknown.reason == "chat_not_found"


@pytest.mark.parametrize(
    ("why", "reason"),
    [
        ("Bad Request: can't parse entities: her secret words at byte offset 5", "entities"),
        ("Bad Request: entity beginning at UTF-16 offset 4 ends after the end of the text", "entities"),
        ("Bad Request: message is too long", "too_long"),
        ("Bad Request: message text is empty", "empty"),
        ("Bad Request: BUTTON_DATA_INVALID", "buttons"),
        ("Bad Request: something else, her secret words", "bad_request"),
    ],
)
async def test_M9_a_refused_message_is_refused_for_good_under_a_code(
    server: StandIn, channel: TelegramChannel, why: str, reason: str
) -> None:
    server.trouble("sendMessage", Answer(400, why))
    error = await send_error(channel)
    assert isinstance(error, Refused)
    assert error.reason == str(error) == reason


async def test_an_address_that_is_no_chat_is_refused(channel: TelegramChannel) -> None:
    assert isinstance(await send_error(channel, address="web:1"), Refused)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_M9_a_server_error_is_tried_again(
    server: StandIn, channel: TelegramChannel, status: int
) -> None:
    server.trouble("sendMessage", Answer(status, body=b"<html>her secret words</html>"))
    error = await send_error(channel)
    assert isinstance(error, Failed)
    assert error.reason == "server_error"


async def test_M9_a_connection_cut_after_the_request_left_is_uncertain(
    server: StandIn, channel: TelegramChannel
) -> None:
    server.trouble("sendMessage", Cut(after=True))
    assert isinstance(await send_error(channel), Uncertain)
    assert server.sees(7).text == "Hello", "and indeed it was shown"


async def test_M9_a_cut_is_not_repeated_behind_our_back(server: StandIn, channel: TelegramChannel) -> None:
    """aiohttp repeats some requests by itself on a kept connection; a message must not be among them."""
    await channel.send("7", HELLO)
    server.trouble("sendMessage", Cut(after=True))
    assert isinstance(await send_error(channel), Uncertain)
    assert len(server.chat(7).shown) == 2


async def test_M9_cut_before_the_server_took_it_cannot_be_told_apart(
    server: StandIn, channel: TelegramChannel
) -> None:
    server.trouble("sendMessage", Cut(after=False))
    assert isinstance(await send_error(channel), Uncertain)
    assert server.chat(7).shown == []


async def test_M9_no_answer_in_time_is_uncertain(server: StandIn, channel: TelegramChannel) -> None:
    gate = asyncio.Event()
    server.trouble("sendMessage", Held(gate))
    assert isinstance(await send_error(channel), Uncertain)
    gate.set()


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'{"ok":true}', b'{"ok":true,"result":{}}', b'{"ok":true,"result":7}', b"\xff" * 9],
)
async def test_M9_an_answer_that_makes_no_sense_is_uncertain(
    server: StandIn, channel: TelegramChannel, body: bytes
) -> None:
    server.trouble("sendMessage", Answer(200, body=body))
    assert isinstance(await send_error(channel), Uncertain)


async def test_M9_where_no_connection_is_made_nothing_was_shown(
    server: StandIn, channel: TelegramChannel
) -> None:
    await server.stop()
    error = await send_error(channel)
    assert isinstance(error, Failed)
    assert error.reason == "not_connected"


async def test_a_cut_edit_may_simply_be_tried_again(server: StandIn, channel: TelegramChannel) -> None:
    first = await channel.send("7", HELLO)
    server.trouble("editMessageText", Cut(after=True))
    redrawn = Outgoing("New", "en", replaces=first)
    assert isinstance(await send_error(channel, redrawn), Failed)
    assert await channel.send("7", redrawn) == first
    assert len(server.chat(7).shown) == 1


async def test_a_refused_token_gives_no_message_up(server: StandIn, channel: TelegramChannel) -> None:
    server.trouble("sendMessage", Answer(401, "Unauthorized"))
    error = await send_error(channel)
    assert isinstance(error, TryLater)
    assert error.reason == "token_refused"


async def test_a_group_that_moved_is_left_alone(server: StandIn, channel: TelegramChannel) -> None:
    moved = (
        b'{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup '
    )
    moved += b'chat","parameters":{"migrate_to_chat_id":-1001}}'
    server.trouble("sendMessage", Answer(400, body=moved))
    assert isinstance(await send_error(channel), Refused)


async def test_I11_a_redirect_is_not_followed(server: StandIn, channel: TelegramChannel) -> None:
    server.trouble("sendMessage", Answer(302, body=b"{}"))
    assert isinstance(await send_error(channel), Failed)
    assert len(server.called("sendMessage")) == 1


async def test_fifty_sends_side_by_side_arrive_each_once(server: StandIn, channel: TelegramChannel) -> None:
    for chat in range(1, 51):
        server.chat(chat)
    await asyncio.gather(*(channel.send(str(chat), Outgoing(f"to {chat}", "en")) for chat in range(1, 51)))
    assert all([shown.text for shown in server.chat(n).shown] == [f"to {n}"] for n in range(1, 51))
