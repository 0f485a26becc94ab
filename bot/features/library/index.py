"""The search index of one language: which words and letter groups lead to which article.

Letter groups of three (3-grams) forgive typing mistakes and word forms; a question's groups are big integers
with a lane of 16 bits an article, so that adding them up scores all articles at once. Words weigh the more
the fewer articles use them; the words of each phrase (title, question, keyword, summary) tell whether a
question means the same thing. Eight languages are held in memory at once: so the numbers stay in the tables
(index_tables.py), which are read where they lie in the packed file, and a word is one object wherever it
stands.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from bot.features.library import latin_letters
from bot.features.library.compact import Groups, Lists, Numbers, SortedTexts
from bot.features.library.everyday import Expressions
from bot.features.library.forms import root, spelling, stemmer
from bot.features.library.index_tables import IMPACT, MUCH, Tables, edges_of, grams_of, words_of
from bot.features.library.leaning import Leaning
from bot.features.library.light_words import light_words

GRAMS_MAX = 160
"""Letter groups of a question that are looked at: with IMPACT they cannot overflow a lane."""
_LANE = 16
_GRAMS_KEPT = 1_000
"""Letter groups of a language whose lanes are kept, those asked last."""
_EDGES_KEPT = 64
"""Beginnings and ends of words whose words are kept in one list: a few have most of the words."""
_LOOKALIKES = 8
"""At most so many words are taken for one that is mistyped."""


class Phrases:
    """The ways in which articles say what they are about, by number; those of one article stand together."""

    def __init__(self, tables: Tables) -> None:
        self._having = Lists(tables.phrases)
        self.weights = tables.phrase_weights.cast("f")
        """Sum of the weights of a phrase's words."""
        self.strengths = tables.strengths.cast("f")
        """1, or less for a phrase that proves less when it fits."""
        self._texts, self._ends = tables.texts, tables.text_ends.cast("I")

    def __len__(self) -> int:
        return len(self.weights)

    def having(self, word: int) -> list[int]:
        """Those with a word of articles."""
        return self._having[word].tolist()

    def text(self, number: int) -> str:
        return str(self._texts[self._ends[number - 1] if number else 0 : self._ends[number]], "utf-8")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word of a question may stand for, the likeliest first, each with its likeness from 0 to 1."""

    near: array[int]
    """Words of articles by their numbers."""
    alike: array[float]
    weight: float
    spoken: int
    """A lane an article: how much it is about any of these, of MUCH."""
    ours: bool
    """It is a word of the articles itself."""


class Index:
    """Made from what was worked out of the versions of one language. Never changes."""

    def __init__(self, tables: Tables) -> None:
        lang = tables.lang
        self.lang = lang
        self.articles = tables.articles
        self._light = light_words(lang)
        self._stem = stemmer(lang)
        self._root = root(lang)
        self._words = tables.words.split("\n") if tables.words else []
        self._order = tables.order.cast("H")
        self.weights = tables.weights.cast("d")
        """Of the words of articles, whose numbers come before all others: about 1 for a word that one article
        uses, near 0 for one in every article."""
        self._mentions = Lists(tables.mentions)
        self._same, self._rows = Lists(tables.same), Lists(tables.rows)
        self._expressions = Expressions(tables.expressions)
        self.places = frozenset(tables.places)
        self.phrases = Phrases(tables)
        self._starts = tables.starts
        self._edges, self._roots, self._sounds = map(Groups, (tables.edges, tables.roots, tables.sounds))
        self._grams, self._gram_most = SortedTexts(tables.grams), tables.gram_most.cast("H")
        self._gram_articles = Lists(tables.gram_articles)
        self._lanes_of = lru_cache(_GRAMS_KEPT)(self._gram_lanes)
        self._edge = lru_cache(_EDGES_KEPT)(self._words_of_edge)
        self._ones = _packed(array("H", [1] * len(self.articles)))
        self.leaning = Leaning.read(tables.leaning, spelling(lang))
        self.meanings: OrderedDict[str, Meaning] = OrderedDict()
        """Of known words, those asked last at the end."""

    def words(self, folded: str) -> list[str]:
        """What a text is about: the stems of its words but light ones, each once, and known expressions."""
        return words_of(folded, self._stem, self._light, self._expressions)

    def word(self, number: int) -> str:
        """A known word: of the articles, or one that only means the same as one."""
        return self._words[number]

    def texts(self, numbers: Iterable[int]) -> list[str]:
        """Many known words at once."""
        words = self._words
        return [words[number] for number in numbers]

    def number(self, word: str) -> int | None:
        """The number of a known word."""
        at = bisect_left(self._order, word, key=self._words.__getitem__)
        if at == len(self._order) or self._words[self._order[at]] != word:
            return None
        return self._order[at]

    def knows(self, word: str) -> bool:
        """Is this folded word, in any of its forms, one of the articles' own, or one of every day?"""
        return word in self._light or self.number(self._stem(word)) is not None

    def same(self, number: int) -> list[int]:
        """What means the same as a known word, itself among it; nothing where no row has it."""
        rows = self._rows[number].tolist()
        if len(rows) < 2:  # nearly always, and quicker than to look for what stands twice
            return self._same[rows[0]].tolist() if rows else []
        return list(dict.fromkeys(other for row in rows for other in self._same[row]))

    def lookalikes(self, word: str, least: float) -> list[tuple[int, float]]:
        """Known words that begin or end like this one, and how much alike they are (rapidfuzz's ratio); the
        likest few from `least`."""
        (begin, beginning), (end, ending) = map(self._edge, edges_of(word))
        alike = process.extract(
            word, beginning + ending, scorer=fuzz.ratio, score_cutoff=least, limit=_LOOKALIKES
        )
        first = len(beginning)
        return [(begin[at] if at < first else end[at - first], score) for _, score, at in alike]

    def _words_of_edge(self, edge: str) -> tuple[Numbers | tuple[()], list[str]]:
        numbers = self._edges[edge]
        return numbers, self.texts(numbers)

    def kin(self, word: str) -> Iterable[int]:
        """Known words that may be the same word in another form, itself among them; at most KIN."""
        return self._roots[self._root(word)] if self._root is not None else ()

    def soundalikes(self, word: str) -> list[int]:
        """Words in Arabic letters that a word typed in Latin letters may be."""
        if not self._sounds or not latin_letters.typed(word):
            return []
        return [other for sound in latin_letters.of_latin(word) for other in self._sounds[sound]]

    def gram_scores(self, words: Iterable[str]) -> list[float]:
        """For each article from 0 to 1: how much of the words' letter groups, by rarity, it has."""
        asked = list(dict.fromkeys(grams_of(words)))[:GRAMS_MAX]
        packed = sum(map(self._lanes_of, asked))
        lanes = _lanes(packed, len(self.articles) + 1)
        most = lanes[-1]
        return [lane / most for lane in lanes[:-1]] if most else [0.0] * len(self.articles)

    def _gram_lanes(self, gram: str) -> int:
        """What a letter group adds to each article, and in a last lane the most it can."""
        number = self._grams.number(gram)
        if number is None:
            return IMPACT << _LANE * len(self.articles)
        lanes = array("H", bytes(_LANE // 8 * (len(self.articles) + 1)))
        pairs = iter(self._gram_articles[number].tolist())
        for article, impact in zip(pairs, pairs, strict=True):
            lanes[article] = impact
        lanes[-1] = self._gram_most[number]
        return _packed(lanes)

    def lanes(self, packed: int) -> memoryview:
        """The number of each article."""
        return _lanes(packed, len(self.articles))

    def phrases_of(self, article: int) -> range:
        return range(self._starts[article], self._starts[article + 1])

    def spoken_of(self, near: Iterable[tuple[int, float]]) -> int:
        """A row of lanes: how much each article is about one of these words of articles, of MUCH."""
        best = [0.0] * len(self.articles)
        for number, alike in near:
            pairs = iter(self._mentions[number].tolist())
            for article, much in zip(pairs, pairs, strict=True):
                # No call of max: this runs through all that any word of a question may mean.
                told = alike * much
                if told > best[article]:
                    best[article] = told
        return _packed(array("H", map(round, best)))

    def whether(self, spoken: int) -> int:
        """A row of lanes: 1 where an article is so much, of MUCH, about something at all."""
        return (spoken + MUCH * self._ones) // (MUCH + 1) & self._ones


def _packed(lanes: array[int]) -> int:
    return int.from_bytes(lanes.tobytes(), "little")


def _lanes(packed: int, many: int) -> memoryview:
    return memoryview(packed.to_bytes(_LANE // 8 * many, "little")).cast("H")
