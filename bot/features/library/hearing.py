"""Danger in a text, in whatever language she writes: rows of words first, then likeness to messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from bot.features.library import latin_letters
from bot.features.library.everyday import Everyday
from bot.features.library.forms import spelling
from bot.features.library.latin_reading import LatinReading
from bot.features.library.model import Article
from bot.features.library.sentences import around, ends_of
from bot.features.library.urgent import KINDS, NOT_SPOKEN, Danger, UrgentWords
from bot.features.library.urgent_likeness import Learnt, Likeness
from bot.language.languages import ENGLISH
from bot.language.normal import fold

_OF_DANGER = frozenset(id for ids in KINDS.values() for id in ids)

Knows = Callable[[str, str], bool]
"""Is this, of a language, a folded word that its articles use?"""


@dataclass(frozen=True, slots=True)
class _Told:
    """A text as it is heard: folded, and after how many words its sentences and clauses end.

    What is calm in a sentence may take back a danger before a comma ("my wife lost the baby, may she rest"),
    while a clause that is likely of danger by itself is heard whatever follows ("my son is lost, I have no
    visa").
    """

    folded: str
    sentences: list[int]
    clauses: list[int]

    @classmethod
    def of(cls, text: str) -> _Told:
        return cls(fold(text), ends_of(text), ends_of(text, pauses=True))


class Hearing:
    """Hears danger in every shipped language. What a language needs is made ready when it is first heard."""

    def __init__(
        self,
        articles: Mapping[str, Article],
        everyday: Mapping[str, Everyday],
        urgent: UrgentWords,
        knows: Knows,
        learnt: Mapping[str, Learnt],
    ) -> None:
        """`learnt`: what was learnt and packed before, by language; the rest is learnt when needed."""
        self._articles = articles
        self._everyday = everyday
        self._urgent = urgent
        self._knows = knows
        self._learnt = learnt
        self._likenesses: dict[str, Likeness] = {}
        self._readings: dict[str, LatinReading] = {}

    def danger(self, text: str, lang: str, other: str) -> Danger | None:
        """`other`: the language that the text is surely written in where that is not hers; else ""."""
        told = _Told.of(text)
        for tag in dict.fromkeys((lang, other, ENGLISH.tag)):
            danger = self._by_rows(told, tag)
            if danger is not None:
                return danger
        read = self.reading(lang).read(told.folded, bool(other)) if lang in latin_letters.LANGUAGES else None
        if read:
            told_so = _Told.of(read)
            danger = self._by_rows(told_so, lang) or self._by_likeness(told_so, lang)
            if danger is not None:
                return replace(danger, read=read)
        for tag in filter(None, (lang, other)):
            danger = self._by_likeness(told, tag)
            if danger is not None:
                return danger
        return None

    def learnt(self, lang: str) -> Learnt:
        """What is learnt of danger in a language, to be packed."""
        known = self.reading(lang).known if lang in latin_letters.LANGUAGES else None
        return replace(self.likeness(lang).learnt, known=known)

    def reading(self, lang: str) -> LatinReading:
        """How a language is read that is typed in Latin letters. Learnt as `likeness` is."""
        self.likeness(lang)  # what was learnt of a language is unpacked once
        reading = self._readings.get(lang)
        if reading is None:
            reading = self._readings[lang] = LatinReading.of(lang, self._written(lang))
        return reading

    def likeness(self, lang: str) -> Likeness:
        """Learnt when a language is first heard; learnt twice at once, it is the same."""
        likeness = self._likenesses.get(lang)
        if likeness is None and lang in self._learnt:
            learnt = self._learnt[lang]
            if learnt.known is not None:
                self._readings[lang] = LatinReading(lang, learnt.known)
            likeness = self._likenesses[lang] = Likeness.of(learnt, spelling(lang))
        elif likeness is None:
            spoken = self._urgent.spoken.get(lang, NOT_SPOKEN)
            calm = [*spoken.calm, *self._calm(lang)] if spoken.messages else ()
            close = len(spoken.calm)
            likeness = self._likenesses[lang] = Likeness(spoken.messages, calm, spelling(lang), close)
        return likeness

    def _by_rows(self, told: _Told, lang: str) -> Danger | None:
        words = told.folded.split()
        heard = self._heard(words, told.sentences, lang)
        if not heard:  # what takes a row back may stand in another clause
            spans = {*pairwise((0, *told.sentences)), *pairwise((0, *told.clauses))}
            parts = (words[start:end] for start, end in sorted(spans) if 0 < end - start < len(words))
            likely = (part for part in parts if self.likeness(lang).likely(part))
            heard = [danger for some in likely for danger in self._heard(some, [len(some)], lang)]
        return self._likeliest(lang, told.folded, heard) if heard else None

    def _heard(self, words: Sequence[str], sentences: Sequence[int], lang: str) -> list[Danger]:
        def calm(kind: str, start: int, end: int, *, close: bool) -> bool:
            first, last = around(sentences, start, end)
            some = words[first:last]
            return self.likeness(lang).calm(kind, some, start - first, end - first, close=close)

        return self._urgent.heard(" ".join(words), lang, partial(self._knows, lang), calm)

    def _by_likeness(self, told: _Told, lang: str) -> Danger | None:
        found = self.likeness(lang).find(told.folded, [told.sentences, told.clauses])
        return None if found is None else Danger(found[0], KINDS[found[0]], found[1])

    def _likeliest(self, lang: str, folded: str, dangers: Sequence[Danger]) -> Danger:
        """Of all that a text tells of, the danger to be answered."""
        if len(dangers) == 1:
            return dangers[0]
        kind = self.likeness(lang).likeliest(folded, [danger.kind for danger in dangers])
        return next(danger for danger in dangers if danger.kind == kind)

    def _calm(self, lang: str) -> Iterator[str]:
        """What people ask who are in no danger, and what is none of ours.

        Of a danger's own articles what no row hears is calm, too: "what is trafficking" has its words.
        """
        for id, article in self._articles.items():
            questions = article.versions[lang].questions if lang in article.versions else ()
            heard = id in _OF_DANGER
            yield from (q for q in questions if not heard or self._urgent.find(q, lang) is None)
        yield from self._everyday.get(lang, Everyday()).not_ours

    def _written(self, lang: str) -> Iterable[str]:
        """All that is known of how people write a language."""
        spoken = self._urgent.spoken.get(lang, NOT_SPOKEN)
        yield from (message for _, message in spoken.messages)
        yield from spoken.calm
        for article in self._articles.values():
            yield from article.versions[lang].questions if lang in article.versions else ()
        yield from (row for _, row in spoken.rows)
