"""A file to keep, over real HTTP: shown with its words and buttons, once, and never with too many words."""

from __future__ import annotations

import pytest

from bot.channels.telegram.channel import TelegramChannel
from bot.conversation.messages import Attachment, Button, Outgoing, Span
from bot.delivery.ports import SendError, Uncertain, Unreachable
from tests.channels.telegram.stand_in import StandIn
from tests.channels.telegram.trouble import Cut

PDF = Attachment("list.pdf", "application/pdf", b"%PDF-1.7 \x00\xff\r\n--x--")
WORDS = Outgoing(
    "📄 قائمتك", "ar", (Span(2, 8, "bold"),), (Button("1.0", "القائمة", nav=True),), attachment=PDF
)


@pytest.fixture(autouse=True)
def amina(server: StandIn) -> None:
    server.chat(7)


async def test_a_file_comes_with_its_words_and_buttons(server: StandIn, channel: TelegramChannel) -> None:
    number = await channel.send("7", WORDS)
    shown = server.sees(7)
    assert str(shown.id) == number
    assert shown.file is not None
    assert (shown.file.name, shown.file.media_type, shown.file.data) == (
        "list.pdf",
        "application/pdf",
        PDF.data,
    )
    assert shown.text == WORDS.text
    assert shown.styled("bold") == ["قائمتك"]
    assert shown.buttons == ["القائمة"]
    assert len(server.chat(7).shown) == 1


async def test_I8_words_too_long_for_a_caption_come_before_it(
    server: StandIn, channel: TelegramChannel
) -> None:
    long = Outgoing("😀" * 513, "en", attachment=PDF)
    await channel.send("7", long)
    words, file = server.chat(7).shown
    assert words.text == long.text
    assert (file.text, file.file is not None) == ("", True)


async def test_M8_a_file_to_somebody_who_blocked_us_is_told_as_such(
    server: StandIn, channel: TelegramChannel
) -> None:
    server.chat(7).blocked = True
    with pytest.raises(SendError) as caught:
        await channel.send("7", WORDS)
    assert isinstance(caught.value, Unreachable)


async def test_M9_a_cut_leaves_it_uncertain(server: StandIn, channel: TelegramChannel) -> None:
    server.trouble("sendDocument", Cut(after=True))
    with pytest.raises(SendError) as caught:
        await channel.send("7", WORDS)
    assert isinstance(caught.value, Uncertain)
