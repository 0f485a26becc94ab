"""The tables of a search index, as they are packed, and how a text becomes the words and groups in them.

indexing.py works them out when the content is packed; index.py answers questions from them.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator

import msgspec

from bot.features.library.compact import PackedGroups, PackedLists, PackedTexts
from bot.features.library.everyday import Expressions

MUCH = 255
"""An article that says nothing else is so much about a word."""
IMPACT = 400
"""What a letter group adds to an article at most, where one article alone has it."""
NOT_OURS = ""
"""Stands in the place of an article's id for questions that none of them answers."""


class Tables(msgspec.Struct, frozen=True):
    """An index as it is packed. Words and phrases go by number; `memoryview`: numbers, as bytes."""

    lang: str
    articles: tuple[str, ...]
    """The last is NOT_OURS."""
    words: str
    """All known words, each on a line: first those of articles, then those that only mean the same as one."""
    order: memoryview
    """The numbers of all words in the order of their letters (16 bits each)."""
    weights: memoryview
    """For each word of articles about 1 where one uses it, near 0 where every article does (64 bits)."""
    mentions: PackedLists
    """For each word of articles, by turns: the number of an article that has it, and how much of the article
    is about it, of MUCH."""
    places: tuple[str, ...]
    """Words of country names."""
    same: PackedLists
    """Rows of words that mean the same."""
    rows: PackedLists
    """For each word the rows of `same` that it stands in."""
    expressions: tuple[str, ...]
    """Those of several words, in the order of their rows."""
    phrases: PackedLists
    """For each word of articles the phrases that have it; those of one article stand together."""
    starts: tuple[int, ...]
    """For each article the number of its first phrase, and at last how many there are."""
    texts: memoryview
    """Of all phrases, as UTF-8; `text_ends`: where each ends (32 bits)."""
    text_ends: memoryview
    phrase_weights: memoryview
    """Sum of the weights of each phrase's words (32 bits)."""
    strengths: memoryview
    """For each phrase 1, or less for one that proves less when it fits (32 bits)."""
    edges: PackedGroups
    """Known words by their first two letters and by their last."""
    roots: PackedGroups
    sounds: PackedGroups
    grams: PackedTexts
    """Letter groups of three."""
    gram_articles: PackedLists
    """For each group, by turns: the number of an article that has it, and what it adds to that one."""
    gram_most: memoryview
    """What each group can add at most (16 bits)."""
    leaning: memoryview
    """Leaning's weights (8 bits)."""


def grams_of(words: Iterable[str]) -> Iterator[str]:
    """Letter groups of three of each word; the space before and after it counts as a letter."""
    for word in words:
        padded = f" {word} "
        for at in range(len(padded) - 2):
            yield padded[at : at + 3]


def edges_of(word: str) -> tuple[str, str]:
    return f"^{word[:2]}", f"{word[-2:]}$"


def words_of(
    folded: str, stem: Callable[[str], str], light: Container[str], expressions: Expressions
) -> list[str]:
    """What a text is about: the stems of its words but light ones, each once, and known expressions."""
    stems = [stem(word) for word in folded.split() if word not in light]
    return list(dict.fromkeys(stems + expressions.within(stems)))
