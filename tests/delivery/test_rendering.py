"""Sayings made into messages: what is joined, and which buttons stand below."""

from __future__ import annotations

from bot.conversation.events import Say
from bot.conversation.messages import Button, Choice, Lasting, Outgoing, Text
from bot.conversation.talk import NAV
from bot.delivery import outbox
from bot.delivery.rendering import render
from bot.delivery.wording import NUMBERS, Wording
from bot.language.catalogs import Catalogs
from bot.language.speech import LanguageSpeech

MENU = Lasting([Choice("work", Text("t", "Work")), Choice("family", Text("t", "Family"))])
WAYS = Lasting([Choice("back", NAV["back"])])
LISTED = (Choice("de", Text("t", "Germany")), Choice("fr", Text("t", "France"), ticked=True))


def wording() -> Wording:
    return Wording(LanguageSpeech(Catalogs({})), {}, {})


def question(asked: tuple[Choice, ...], no: int) -> Say:
    return Say(Text("t", "Which?"), asked, WAYS, no)


def test_buttons_that_are_made_once_still_carry_the_number_of_their_own_screen() -> None:
    words = wording()
    first, second = [render([question(MENU, no)], "en", words)[0] for no in (7, 8)]
    assert [button.id for button in first.keys] == ["7.0", "7.1", "7.back"]
    assert [button.id for button in second.keys] == ["8.0", "8.1", "8.back"]
    assert first.buttons[0] is second.buttons[0]
    assert [(b.label, b.nav) for b in second.keys] == [("Work", False), ("Family", False), ("Back", True)]


def test_a_list_that_changes_is_numbered_and_ticked() -> None:
    (message,) = render([question(LISTED, 3)], "en", wording())
    assert message.keys == (
        Button("3.0", "Germany"), Button("3.1", "✓ France"), Button("3.back", "Back", True)
    )  # fmt: skip


def test_a_list_longer_than_the_numbers_that_are_held_has_an_id_each() -> None:
    many = tuple(Choice(str(n), Text("t", f"Entry {n}")) for n in range(len(NUMBERS) + 3))
    (message,) = render([question(many, 1)], "en", wording())
    assert len({button.id for button in message.keys}) == len(many) + len(WAYS)


def test_what_is_said_before_a_question_stands_above_its_buttons() -> None:
    (message,) = render([Say(Text("t", "Hello.")), question(MENU, 5)], "en", wording())
    assert message.text == "Hello.\n\nWhich?"
    assert message.keys[0].id == "5.0"


def test_messages_of_earlier_versions_in_the_outbox_keep_their_ids() -> None:
    kept = outbox.encode(Outgoing("Which?", "en", buttons=(Button("12.0", "Work"),)))
    assert outbox.decode(kept).keys == (Button("12.0", "Work"),)
    (new,) = render([question(MENU, 12)], "en", wording())
    assert outbox.decode(outbox.encode(new)).keys == new.keys
