"""An Outgoing becomes text, entities and buttons that Telegram takes, whatever stands in them (I7, I8)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram.keyboard import fit_label, keyboard
from bot.channels.telegram.rendering import Part, render
from bot.conversation.messages import Button, Outgoing, Span
from bot.delivery.ports import Refused
from tests.channels.telegram.rules import check_keyboard, check_text

HOSTILE = (
    "<b>bold</b>", "*stars* _lines_ `code`", "[link](https://evil.example)", "&lt;", "\u202eevil", "😀" * 40,
    "👨‍👩‍👧‍👦" * 20, "محمد <script>", "a\u0000b", "\ud800", "\u2068", "e" + "\u0301" * 50, " ", "",
)  # fmt: skip


def accepted(part: Part) -> Part:
    """The part, if the stand-in server's rules take it."""
    params = {"text": part.text, "entities": part.entities}
    check_text(params)
    check_keyboard({"reply_markup": {"inline_keyboard": part.keyboard} if part.keyboard else None})
    return part


def looks(part: Part, entity: int = 0) -> str:
    found = part.entities[entity]
    encoded = part.text.encode("utf-16-le")
    return encoded[2 * found["offset"] : 2 * (found["offset"] + found["length"])].decode("utf-16-le")


def test_I8_offsets_are_in_utf16_units() -> None:
    text = "👩‍🌾 کار: Rafiq"
    start = text.index("Rafiq")
    (part,) = render(Outgoing(text, "fa", (Span(start, start + 5, "bold"),)))
    assert looks(accepted(part)) == "Rafiq"
    assert part.entities[0]["offset"] == start + 2


@settings(max_examples=300)
@given(st.data(), st.text(max_size=60))
def test_I8_every_span_shows_its_own_words(data: st.DataObject, text: str) -> None:
    text = f"x{text}x"
    a = data.draw(st.integers(0, len(text)))
    b = data.draw(st.integers(a, len(text)))
    (part,) = render(Outgoing(text, "en", (Span(a, b, "bold"),)))
    accepted(part)
    assert "".join(looks(part, n) for n in range(len(part.entities))) == part.text[a:b].strip()


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(-5, 9100), st.integers(-5, 9100)), max_size=8))
def test_I8_spans_are_carried_over_the_cuts(places: list[tuple[int, int]]) -> None:
    text = "Слово 😀 і ще. " * 650
    spans = tuple(Span(a, b, "italic") for a, b in places)
    parts = [accepted(part) for part in render(Outgoing(text, "uk", spans))]
    shown = sorted("".join(looks(part, n) for part in parts for n in range(len(part.entities))).split())
    meant = sorted("".join(text[max(a, 0) : max(b, 0)] for a, b in sorted(places)).split())
    assert len("".join(shown)) == len("".join(meant))


@pytest.mark.parametrize("words", HOSTILE)
def test_I7_hostile_words_are_only_words(words: str) -> None:
    (part,) = render(Outgoing(f"Hello {words}!", "en", (Span(0, 5, "bold"),)))
    assert looks(accepted(part)) == "Hello"
    assert len(part.entities) == 1


def test_I7_there_is_no_way_to_send_markup() -> None:
    (part,) = render(Outgoing("<b>x</b> *y*", "en"))
    assert (part.text, part.entities) == ("<b>x</b> *y*", [])


def test_a_link_shows_its_words_and_carries_its_address() -> None:
    (part,) = render(Outgoing("See unhcr.org now", "en", (Span(4, 13, "link", "https://www.unhcr.org/"),)))
    assert looks(accepted(part)) == "unhcr.org"
    assert part.entities[0]["url"] == "https://www.unhcr.org/"


@pytest.mark.parametrize("href", ["", "javascript:alert(1)", "tg://resolve?domain=x", "/etc/passwd"])
def test_I10_a_link_elsewhere_than_the_web_is_plain_text(href: str) -> None:
    (part,) = render(Outgoing("See this", "en", (Span(0, 3, "link", href),)))
    assert accepted(part).entities == []


@pytest.mark.parametrize("text", ["", " \n ", "\u0000\u0001"])
def test_M9_an_empty_message_is_refused_before_it_is_sent(text: str) -> None:
    with pytest.raises(Refused) as refused:
        render(Outgoing(text, "en"))
    assert refused.value.reason == "empty"


def test_the_buttons_stand_under_the_last_part() -> None:
    parts = render(Outgoing("word " * 2000, "en", buttons=(Button("go", "Go"),)))
    assert [bool(part.keyboard) for part in parts] == [False, False, True]


def rows(*buttons: Button, pick: bool = False) -> list[list[str]]:
    markup = keyboard(buttons, pick=pick)
    assert markup is not None
    check_keyboard({"reply_markup": {"inline_keyboard": markup}})
    return [[key["text"] for key in row] for row in markup]


def test_short_choices_stand_two_a_row_and_long_ones_alone() -> None:
    yes, no, long = Button("y", "Yes"), Button("n", "No"), Button("l", "I am not sure yet")
    assert rows(yes, no) == [["Yes", "No"]]
    assert rows(yes, no, long) == [["Yes"], ["No"], ["I am not sure yet"]]


def test_ways_out_come_last_and_small() -> None:
    back, menu = Button("b", "Back", nav=True), Button("m", "Menu", nav=True)
    assert rows(back, Button("y", "A longer answer than fits"), menu) == [
        ["A longer answer than fits"],
        ["Back", "Menu"],
    ]


def test_a_list_to_tick_keeps_one_a_row() -> None:
    assert rows(Button("a", "☑ A"), Button("b", "☐ B"), pick=True) == [["☑ A"], ["☐ B"]]


def test_no_buttons_no_keyboard() -> None:
    assert keyboard(()) is None


@pytest.mark.parametrize("words", [*HOSTILE, "x" * 5000, "line\nbreak"])
def test_I8_no_name_on_a_button_keeps_a_message_from_being_sent(words: str) -> None:
    ((shown,),) = rows(Button("id", words))
    assert "\n" not in shown
    assert shown.strip()


def test_a_label_cut_says_so() -> None:
    assert fit_label("👨‍👩‍👧‍👦" * 20) == "👨‍👩‍👧‍👦" * 5 + "…"
    assert fit_label("خانه\u200cها") == "خانه\u200cها"


@pytest.mark.parametrize("data", ["", "x" * 65, "ü" * 33])
def test_M9_a_button_that_could_not_come_back_is_refused_by_us(data: str) -> None:
    with pytest.raises(Refused) as refused:
        keyboard((Button(data, "Go"),))
    assert refused.value.reason == "buttons"


def test_M9_a_keyboard_beyond_all_limits_is_refused_by_us() -> None:
    with pytest.raises(Refused):
        keyboard(tuple(Button(str(n), "Go") for n in range(101)))
