"""Works out the search index of one language from its articles, once, when the content is packed.

It takes half a second and megabytes that are needed only meanwhile; index_tables.py says what they mean.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from bot.features.library import latin_letters
from bot.features.library.compact import (
    Groups,
    Lists,
    PackedGroups,
    SortedTexts,
    as_bytes,
)
from bot.features.library.everyday import Everyday, Expressions, rows_of
from bot.features.library.forms import root, spelling, stemmer
from bot.features.library.index_tables import IMPACT, MUCH, NOT_OURS, Tables, edges_of, grams_of, words_of
from bot.features.library.leaning import Leaning
from bot.features.library.light_words import LIGHT, light_words, place_words
from bot.features.library.model import Version
from bot.language.normal import fold

ARTICLES_MAX = 255
"""Articles that an index can tell apart."""
WORDS_MAX = 1 << 16
"""Words that it can, and phrases."""
KIN = 12
"""Words of one root that are looked at."""
_TITLE, _KEYWORD, _QUESTION, _SUMMARY, _BODY = 3.0, 2.0, 1.0, 1.0, 0.3
_ENOUGH = 1.5  # mentions after which one more says little (the k of BM25)
_PLACE_SHARE = 0.5  # what a country's name weighs, against another word that is as rare
_SUMMARY_STRENGTH = 0.9
_PLACE_STRENGTH = 0.6


@dataclass(frozen=True, slots=True)
class _Field:
    text: str
    words: list[str]
    weight: float
    strength: float = 1.0
    phrase: bool = True


def tables_of(versions: Sequence[tuple[str, Version]], lang: str, everyday: Everyday | None = None) -> Tables:
    """The index of the versions of one language, each with its article's id.

    Raises ValueError for more articles, words or phrases than an index holds.
    """
    everyday = everyday or Everyday()
    if len(versions) > ARTICLES_MAX:
        raise ValueError(f"{len(versions)} articles are more than an index holds ({ARTICLES_MAX})")
    return _Indexing(lang, everyday).tables(versions)


class _Indexing:
    def __init__(self, lang: str, everyday: Everyday) -> None:
        self._lang = lang
        self._everyday = everyday
        self._light = light_words(lang)
        self._stem = stemmer(lang)
        self._rows = rows_of(everyday, self._stem, self._light)
        self._long = tuple(text for row in self._rows for text in row if " " in text)
        self._expressions = Expressions(self._long)
        self._places = frozenset(map(self._stem, place_words(lang)))

    def tables(self, versions: Sequence[tuple[str, Version]]) -> Tables:
        fields = [self._fields(version) for _, version in versions]
        fields.append([self._field(text, _QUESTION) for text in self._everyday.not_ours])
        counts = [_mentions(own) for own in fields]
        weights = self._weigh(counts)
        # In one order in every process, which sets have not: what ties is told alike everywhere.
        known = list(dict.fromkeys([*weights, *(text for row in self._rows for text in row)]))
        if len(known) > WORDS_MAX:
            raise ValueError(f"{len(known)} words are more than an index holds ({WORDS_MAX})")
        number = {word: at for at, word in enumerate(known)}
        phrases = [[field for field in own if field.words and field.phrase] for own in fields]
        every = [field for own in phrases for field in own]
        if len(every) > WORDS_MAX:
            raise ValueError(f"{len(every)} phrases are more than an index holds ({WORDS_MAX})")
        texts = [field.text.encode() for field in every]
        starts, standing, having = [0], defaultdict[str, list[int]](list), defaultdict[str, list[int]](list)
        for own in phrases:
            starts.append(starts[-1] + len(own))
        for at, field in enumerate(every):
            for word in field.words:
                having[word].append(at)
        for at, row in enumerate(self._rows):
            for text in row:
                standing[text].append(at)
        ours = [field.text for own in fields[:-1] for field in own if field.phrase]
        mentioned = _mentioned(counts)
        grams = _impacts(counts)
        names = sorted(grams)
        return Tables(
            lang=self._lang,
            articles=(*(id for id, _ in versions), NOT_OURS),
            words="\n".join(known),
            order=_packed("H", [number[word] for word in sorted(known)]),
            weights=_packed("d", weights.values()),
            mentions=Lists.pack([mentioned[word] for word in weights]),
            places=tuple(sorted(self._places)),
            same=Lists.pack([[number[text] for text in row] for row in self._rows]),
            rows=Lists.pack([standing[word] for word in known]),
            expressions=self._long,
            phrases=Lists.pack([having[word] for word in weights]),
            starts=tuple(starts),
            texts=memoryview(b"".join(texts)),
            text_ends=_packed("I", accumulate(map(len, texts))),
            phrase_weights=_packed("f", [sum(weights[word] for word in field.words) for field in every]),
            strengths=_packed("f", map(self._strength, every)),
            edges=_grouped(known, edges_of),
            roots=self._roots(known),
            sounds=self._sounds(known),
            grams=SortedTexts.pack(names),
            gram_articles=Lists.pack([grams[name][0] for name in names]),
            gram_most=_packed("H", [grams[name][1] for name in names]),
            leaning=_packed("b", Leaning(ours, self._everyday.not_ours, spelling(self._lang)).weights),
        )

    def _fields(self, version: Version) -> list[_Field]:
        fields = [self._field(version.title, _TITLE)]
        fields += [self._field(keyword, _KEYWORD) for keyword in version.keywords]
        fields += [self._field(question, _QUESTION) for question in version.questions]
        fields.append(self._field(version.summary, _SUMMARY, _SUMMARY_STRENGTH))
        body = " ".join(f"{piece.heading} {piece.text}" for piece in version.pieces)
        folded = fold(body).split()
        # Said often, a word of the body counts for more than once.
        stems = [self._stem(word) for word in folded if word not in self._light]
        fields.append(_Field("", stems, _BODY, phrase=False))
        return fields

    def _field(self, text: str, weight: float, strength: float = 1.0) -> _Field:
        words = words_of(fold(text), self._stem, self._light, self._expressions)
        return _Field(text, words, weight, strength)

    def _weigh(self, counts: list[dict[str, float]]) -> dict[str, float]:
        users = Counter(word for own in counts for word in own)
        weights = {word: _rarity(count, len(counts)) for word, count in users.items()}
        for word in self._places & weights.keys():
            weights[word] *= _PLACE_SHARE
        return weights

    def _strength(self, field: _Field) -> float:
        return _PLACE_STRENGTH if self._places.issuperset(field.words) else field.strength

    def _roots(self, known: list[str]) -> PackedGroups:
        own = root(self._lang)
        return _grouped(known if own else [], lambda word: (own(word),) if own else (), KIN)

    def _sounds(self, known: list[str]) -> PackedGroups:
        """Words in Arabic letters by their skeleton, where it has more than one consonant."""
        arabic = self._lang in latin_letters.LANGUAGES

        def sounds(word: str) -> tuple[str, ...]:
            sound = "" if word.isascii() else latin_letters.of_arabic(word, self._lang)
            return (sound,) if len(sound) > 1 else ()

        return _grouped(known if arabic else [], sounds)


def _packed(kind: str, numbers: Iterable[float]) -> memoryview:
    return as_bytes(memoryview(array(kind, numbers)))


def _grouped(
    known: list[str], names: Callable[[str], Iterable[str]], most: int | None = None
) -> PackedGroups:
    groups: dict[str, list[int]] = defaultdict(list)
    for number, word in enumerate(known):
        for name in names(word):
            groups[name].append(number)
    return Groups.pack({name: own[:most] for name, own in groups.items()})


@cache
def _rarity(users: int, articles: int) -> float:
    return max(LIGHT, math.log((articles + 1) / (users + 0.5)) / math.log(articles + 1))


def _mentions(fields: list[_Field]) -> dict[str, float]:
    """How often an article says each word, by the weight of where it says it."""
    counts: dict[str, float] = defaultdict(float)
    for field in fields:
        for word in field.words:
            counts[word] += field.weight
    return counts


def _mentioned(counts: list[dict[str, float]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for article, own in enumerate(counts):
        for word, times in own.items():
            found[word] += article, round(MUCH * times / (times + _ENOUGH))
    return found


def _impacts(counts: list[dict[str, float]]) -> dict[str, tuple[list[int], int]]:
    """For each letter group the articles that say words with it, each followed by what it adds to that one,
    and the most that it can add."""
    none = array("f", bytes(4 * len(counts)))
    grams: dict[str, array[float]] = {}
    for article, own in enumerate(counts):
        for word, times in own.items():
            for gram in set(grams_of([word])):
                here = grams.get(gram)
                if here is None:
                    here = grams[gram] = none[:]
                here[article] += times
    found = {}
    for gram, weights in grams.items():
        users = [article for article, weight in enumerate(weights) if weight]
        most = IMPACT * _rarity(len(users), len(counts))
        impacts = [round(most * weights[article] / (weights[article] + 1)) for article in users]
        pairs = zip(users, impacts, strict=True)
        found[gram] = ([number for pair in pairs for number in pair], round(most))
    return found
