"""Long texts are cut only between characters, and where a reader would pause (I8)."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram.characters import Ruler, cut_at_character, joined
from bot.channels.telegram.splitting import LIMIT, ranges

FAMILY = "👨‍👩‍👧‍👦"
CLUSTERS = (
    "a", "ß", "é", "e\u0301\u0323", "م", "مَّ", "ک\u200cها", "न्दि", "শ্রী", "မြ", "န်", "한", "각",
    "🇦🇫", "🇺🇦🇸🇴", FAMILY, "👩🏿‍🌾", "❤️", "1️⃣", "🏴\U000e0067\U000e0062\U000e007f", "\u2068Amina\u2069", "\r\n",
)  # fmt: skip

texts = st.lists(
    st.sampled_from((*CLUSTERS, " ", "\n", "\n\n", ". ", "؟ ", "word ")), min_size=1, max_size=60
).map("".join)


def pieces(text: str, limit: int) -> list[str]:
    return [text[start:end] for start, end in ranges(text, Ruler(text), limit)]


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(st.text(max_size=200))
def test_I8_length_is_counted_in_utf16_units(text: str) -> None:
    ruler = Ruler(text)
    for index in range(len(text) + 1):
        assert ruler.units(index) == units(text[:index])


@given(st.text(max_size=100), st.integers(0, 60), st.data())
def test_I8_the_furthest_place_is_the_furthest(text: str, limit: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = Ruler(text).furthest(start, limit)
    assert units(text[start:end]) <= limit
    assert end == len(text) or units(text[start : end + 1]) > limit


@settings(max_examples=400)
@given(texts, st.integers(1, 80))
def test_I8_every_piece_fits_and_nothing_but_white_space_is_lost(text: str, limit: int) -> None:
    parts = pieces(text, max(limit, 2))
    assert all(0 < units(part) <= max(limit, 2) for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@settings(max_examples=400)
@given(texts, st.integers(60, 120))
def test_I8_no_character_is_torn(text: str, limit: int) -> None:
    for start, end in ranges(text, Ruler(text), limit):
        assert not joined(text, start) or text[start - 1].isspace()
        assert not joined(text, end)


@pytest.mark.parametrize(
    "cluster", [c for c in CLUSTERS if c != "🇺🇦🇸🇴" and c != "\u2068Amina\u2069" and c != "ک\u200cها"]
)
def test_I8_nothing_inside_one_character_is_a_place_to_cut(cluster: str) -> None:
    text = f"x{cluster}y"
    inside = range(2, 1 + len(cluster))
    assert all(joined(text, index) for index in inside)
    assert not joined(text, 1 + len(cluster))


def test_I8_two_flags_may_be_parted_but_not_one() -> None:
    flags = "🇦🇫🇺🇦🇸🇴"
    assert [joined(flags, index) for index in range(1, 6)] == [True, False, True, False, True]


def test_I8_between_plain_letters_of_any_script_is_a_place_to_cut() -> None:
    for word in ("work", "کار", "робота", "ሥራ", "工作"):
        assert not any(joined(word, index) for index in range(1, len(word)))


def test_I8_a_character_longer_than_a_message_is_cut_in_the_end() -> None:
    zalgo = "a" + "\u0301" * 10_000
    parts = pieces(zalgo, LIMIT)
    assert [len(part) for part in parts] == [4096, 4096, 1809]


def test_a_text_at_the_limit_is_one_piece_and_one_more_unit_makes_two() -> None:
    assert len(pieces("x" * LIMIT, LIMIT)) == 1
    assert len(pieces("x" * (LIMIT - 2) + "😀", LIMIT)) == 1
    assert len(pieces("x" * (LIMIT - 1) + "😀", LIMIT)) == 2


@pytest.mark.parametrize("pause", ["\n\n", "\n", ". ", "؟ ", "። ", " "])
def test_a_cut_falls_on_the_best_pause(pause: str) -> None:
    text = "a" * 60 + pause + "b" * 60
    assert pieces(text, 100) == ["a" * 60 + pause.strip(), "b" * 60]


def test_a_paragraph_end_is_better_than_a_later_sentence_end() -> None:
    assert pieces("a" * 55 + "\n\n" + "b" * 20 + ". " + "c" * 60, 100)[0] == "a" * 55


def test_an_isolated_name_is_not_parted_at_its_space() -> None:
    text = "ا" * 60 + " \u2068Amina Al Masri\u2069 " + "ب" * 40
    first, second = pieces(text, 70)
    assert first == "ا" * 60
    assert second.startswith("\u2068Amina Al Masri\u2069")


def test_white_space_alone_is_nothing() -> None:
    assert pieces(" \n\t ", 9) == []
    assert pieces("", 9) == []


def test_a_name_is_cut_between_characters() -> None:
    assert cut_at_character(FAMILY * 3, 24) == FAMILY * 2
    assert cut_at_character("abc", 2) == "ab"
    assert unicodedata.combining(cut_at_character("e\u0301" * 9, 5)[-1])
