"""Texts and lists of numbers in few objects are those that went in."""

from __future__ import annotations

from bot.features.library.compact import Groups, Lists, SortedTexts

WORDS = sorted(["", "a", "ab", "b", "работа", "عمل", "\U0001f600", "ab c"])


def test_every_text_is_found_by_its_number_and_the_number_by_the_text() -> None:
    texts = SortedTexts(SortedTexts.pack(WORDS))
    assert [texts[number] for number in range(len(texts))] == WORDS
    assert [texts.number(word) for word in WORDS] == list(range(len(WORDS)))


def test_a_text_that_is_not_there_has_no_number() -> None:
    texts = SortedTexts(SortedTexts.pack(WORDS[1:]))
    assert [texts.number(other) for other in ("", "aa", "работ", "\U0001f601")] == [None] * 4
    assert SortedTexts(SortedTexts.pack([])).number("a") is None


def test_lists_keep_their_lengths_and_the_largest_number() -> None:
    some = [[], [1, 2], [], [65_535], [0, 0, 0], []]
    lists = Lists(Lists.pack(some))
    assert [list(own) for own in lists] == some
    assert [list(lists[at]) for at in range(len(lists))] == some


def test_a_group_is_found_by_its_name() -> None:
    groups = Groups(Groups.pack({"b": [3], "a": [1, 2], "ж": []}))
    assert [list(groups[name]) for name in ("a", "b", "ж", "c", "")] == [[1, 2], [3], [], [], []]
    assert groups
    assert not Groups(Groups.pack({}))
