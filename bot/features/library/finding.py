"""From a typed text to what may be said about it: urgent, an answer, a few choices, or none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from threading import Lock

from bot.conversation.messages import Found
from bot.features.library.everyday import Everyday
from bot.features.library.hearing import Hearing
from bot.features.library.index import Index
from bot.features.library.index_tables import Tables
from bot.features.library.indexing import tables_of
from bot.features.library.model import Article
from bot.features.library.rendering import version_for
from bot.features.library.search import Hit, Ranking, rank
from bot.features.library.sentences import ends_of
from bot.features.library.sureness import sureness
from bot.features.library.urgent import Danger, UrgentWords
from bot.features.library.urgent_likeness import Learnt
from bot.language.languages import ENGLISH
from bot.language.normal import fold

MOST = 5
"""At most so many articles are named."""

RELATED = NEAREST = 3
"""Articles that are named beside one, or where it is not sure which is meant."""

Guess = Callable[[str], Iterable[str]]
"""The shipped languages that a text can be in; exactly one where that is sure."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Of the sureness (the logarithm of odds), but for `margin` and `share`."""

    answer: float
    margin: float
    """How far an answer has to be ahead of the next article, of scores from 0 to 1."""
    choices: float
    near: float
    """Below `choices`, from which an article is still offered as the nearest page."""
    share: float = 0.5
    """A choice has at least this share of the best score."""


# `choices` is learnt for each language (`python -m bench.finding --learn`): what 94 of 100 of its small talk,
# each left out of the index, stay below. For ar it is higher (0.91 was learnt), since of the small talk kept
# for checking too much was answered.
_CHOICES = {
    "en": 1.88,
    "ar": 1.30,
    "fr": 0.96,
    "fa": 0.79,
    "so": 0.99,
    "sw": 1.03,
    "uk": 0.95,
    "es": 1.07,
}
THRESHOLDS: Mapping[str, Thresholds] = {
    lang: Thresholds(answer=choices + 1.5, margin=0.06, choices=choices, near=choices - 2.0)
    for lang, choices in _CHOICES.items()
}
_OTHERS = Thresholds(answer=2.2, margin=0.06, choices=0.7, near=-1.3)

_HARDLY = 0.7
"""By weight, the share of unknown words from which a text is not understood, however long it is."""

_ALL = 0.999  # of a phrase and of the text: they have the same words
_SURELY_OTHER = 0.05
"""By how much an index of another language has to know a text better."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a text was answered as it was."""

    found: Found
    searched: str
    """The language of the index that was asked."""
    hits: tuple[Hit, ...]
    decisive: bool
    danger: Danger | None


class Finder:
    """Searches in every shipped language. An index is built when its language is first asked."""

    def __init__(
        self,
        articles: Mapping[str, Article],
        urgent: UrgentWords,
        everyday: Mapping[str, Everyday],
        guess: Guess,
        learnt: Mapping[str, Learnt] | None = None,
        tables: Mapping[str, Tables] | None = None,
    ) -> None:
        """`learnt`, `tables`: what was learnt of danger, and the indexes, as they were packed by language;
        the rest is worked out when needed."""
        self._articles = articles
        self._everyday = everyday
        self._guess = guess
        self._indexes: dict[str, Index] = {}
        self._tables = tables or {}
        self._building = Lock()
        self._hearing = Hearing(articles, everyday, urgent, self._knows, learnt or {})
        self._beside: dict[str, tuple[frozenset[str] | None, tuple[str, ...]]] = {}
        """What is related to an article, while these are hidden."""

    def find(self, text: str, lang: str, hidden: Collection[str] = ()) -> Found:
        return self.explain(text, lang, hidden).found

    def explain(self, text: str, lang: str, hidden: Collection[str] = ()) -> Explanation:
        """What was found, with the scores that decided."""
        other = self._other(text, lang)
        danger = self._hearing.danger(text, lang, other)
        if danger is not None:
            written = "" if danger.read else other  # read as hers, it only seemed to be in another language
            asked = self._asked(text, lang, other, hidden)
            found = Found("urgent", self.readable(danger, hidden), written, asked)
            return Explanation(found, lang, (), True, danger)
        return self._searched(text, lang, other, hidden)

    def _searched(self, text: str, lang: str, other: str, hidden: Collection[str]) -> Explanation:
        searched, ranking = lang, rank(self._index(lang), text, hidden)
        if other:
            second = rank(self._index(other), text, hidden)
            if second.best > ranking.best + _SURELY_OTHER:
                searched, ranking = other, second
            else:
                other = ""
        found = decide(ranking, THRESHOLDS.get(searched, _OTHERS), other)
        return Explanation(found, searched, ranking.hits, ranking.decisive, None)

    def _asked(self, text: str, lang: str, other: str, hidden: Collection[str]) -> str:
        """The article that answers what a text asks beside a danger, by its sentences that tell of none.
        Where each does, the danger may have been misheard: then what surely answers the whole. Else ""."""
        words, ends = fold(text).split(), ends_of(text)
        sentences = [" ".join(words[start:end]) for start, end in pairwise((0, *ends))]
        calm = [some for some in sentences if some and self._hearing.danger(some, lang, other) is None]
        found = self._searched(" ".join(calm) or text, lang, other, hidden).found
        return found.articles[0] if found.outcome == "answer" or (calm and found.outcome == "choices") else ""

    def content_words(self, text: str, lang: str) -> tuple[str, ...]:
        """What a text is about, word by word, as the index of the language knows them."""
        return tuple(self._index(lang).words(fold(text)))

    def related(self, id: str, hidden: frozenset[str]) -> tuple[str, ...]:
        """Articles that are about nearly the same, nearest first."""
        before, beside = self._beside.get(id, (None, ()))
        if before != hidden:  # asked with every answer; another only when an article was withdrawn
            english = self._articles[id].versions[ENGLISH.tag]
            text = " ".join((english.title, *english.keywords))
            hits = rank(self._index(ENGLISH.tag), text, {*hidden, id}).ours
            beside = tuple(hit.article for hit in hits if hit.phrase_score > 0)[:RELATED]
            self._beside[id] = (hidden, beside)
        return beside

    def danger(self, text: str, lang: str) -> Danger | None:
        """The danger that a text tells of; people in danger write in any language that they know."""
        return self._hearing.danger(text, lang, self._other(text, lang))

    def _other(self, text: str, lang: str) -> str:
        """The language that a text is surely written in where that is not hers; else ""."""
        tags = tuple(self._guess(text))
        return tags[0] if len(tags) == 1 and tags[0] != lang else ""

    def learnt(self, lang: str) -> Learnt:
        """What is learnt of danger in a language, to be packed."""
        return self._hearing.learnt(lang)

    def _knows(self, lang: str, word: str) -> bool:
        """Asked only of what may be a slip, so that English is not indexed where nobody writes it."""
        return self._index(lang).knows(word)

    def readable(self, danger: Danger, hidden: Collection[str]) -> tuple[str, ...]:
        """The articles about a danger that are there and not hidden."""
        return tuple(id for id in danger.articles if id in self._articles and id not in hidden)[:MOST]

    def _index(self, lang: str) -> Index:
        index = self._indexes.get(lang)
        if index is None:
            with self._building:
                index = self._indexes.get(lang) or Index(self.tables(lang))
                self._indexes[lang] = index
        return index

    def tables(self, lang: str) -> Tables:
        """What the index of a language is made of. A version that follows an older English text still finds:
        its questions are asked all the same."""
        if lang in self._tables:
            return self._tables[lang]
        articles = self._articles.items()
        versions = [(id, a.versions.get(lang) or version_for(a, lang)) for id, a in articles]
        return tables_of(versions, lang, self._everyday.get(lang))


def decide(ranking: Ranking, thresholds: Thresholds, lang: str = "") -> Found:
    """One answer where the best article is good and well ahead, else a few to choose from, else none.

    An article that says just so what it is about is the answer; where several do, she chooses. With "none",
    the articles named are the nearest ones, where any is near at all.
    """
    hits = [hit for hit in ranking.ours if hit.phrase_score > 0]
    if not hits:
        return Found("none", (), lang)
    best = hits[0].score
    sure = sureness(ranking)
    floor = best * thresholds.share
    articles = tuple(hit.article for hit in hits if hit.score >= floor)[:MOST]
    if sure < thresholds.choices or ranking.unknown > _HARDLY:
        near = sure >= thresholds.near and best > ranking.not_ours
        return Found("none", articles[:NEAREST] if near else (), lang)
    ahead = best - hits[1].score if len(hits) > 1 else best
    just_so = sum(hit.phrase_score > _ALL for hit in hits)
    if just_so == 1 and hits[0].phrase_score > _ALL:
        return Found("answer", articles, lang)
    if just_so < 2 and ranking.decisive and sure >= thresholds.answer and ahead >= thresholds.margin:
        return Found("answer", articles, lang)
    return Found("choices", articles, lang)
