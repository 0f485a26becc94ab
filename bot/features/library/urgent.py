"""Danger now: words that must get help at once, before any search for an article.

The rows stand in content/urgent/LANG.yaml; content/urgent/README.md says how one is written. A negation
directly before a row or inside it takes it back ("he did not hit me"), unless the row has that negation
itself ("I do not want to live"). Missing a danger is worse than a false alarm.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.conversation.messages import Text
from bot.conversation.texts import T
from bot.features.library.forms import slip, spelling
from bot.features.library.stretches import stretches
from bot.features.library.urgent_rows import ALWAYS, PART, Row, Spelt, apart
from bot.language.normal import fold

KINDS: Mapping[str, tuple[str, ...]] = {
    "violence": ("safety/gender-based-violence", "safety/trafficking-help"),
    "held": ("safety/trafficking-help", "rights/forced-labour", "rights/passport-kept-by-employer"),
    "child": ("family/tracing", "family/unaccompanied-children"),
    "suicide": ("orientation/mental-health",),
    "deportation": ("rights/non-refoulement",),
    "emergency": ("orientation/health-care",),
}
"""What to read afterwards, best first. Of two dangers in a text the one is answered whose messages, in its
language, it is more like; the first here where that is not known."""

TELLING: frozenset[str] = frozenset(
    article for kind in ("violence", "held", "suicide") for article in KINDS[kind]
)
"""Articles whose name alone tells what is done to who reads them, perhaps by who holds the phone next."""

FIRST_AID: Mapping[str, Text] = {
    "violence": T(
        "urgent.violence",
        "Get to a safe place first, near other people if you can. Then call the local emergency number. "
        "A person to talk to: {contact}",
        contact=None,
    ),
    "held": T(
        "urgent.held",
        "Nobody may lock you in or force you to stay. If you can do it safely, call the local emergency "
        "number or tell someone near you. A person to talk to: {contact}",
        contact=None,
    ),
    "child": T(
        "urgent.child",
        "Call the local emergency number and tell the nearest police or aid office now. Say where and when "
        "the child was last seen, and stay reachable. A person to talk to: {contact}",
        contact=None,
    ),
    "suicide": T(
        "urgent.suicide",
        "I am a machine, and you deserve a person now. Please go to someone you trust, or call the local "
        "emergency number, and do not stay alone. A person to talk to: {contact}",
        contact=None,
    ),
    "deportation": T(
        "urgent.deportation",
        "Say clearly that you are afraid to go back and that you ask for protection. Ask for a lawyer, "
        "UNHCR and an interpreter; sign nothing that you do not understand. A person to talk to: {contact}",
        contact=None,
    ),
    "emergency": T(
        "urgent.emergency",
        "Call the local emergency number now, or shout for help and send someone for the nearest health "
        "worker. Get away from fire, smoke or water if you can. A person to talk to: {contact}",
        contact=None,
    ),
}

_SLIP_LENGTH = 5
_SLIP = 88  # rapidfuzz ratio from which an unknown word is taken for a word of danger
_SURE_KEPT = 2_000
_STRETCH, _STEP = 60, 40
"""A longer text is held against the rows by so many words at a time, each stretch so many after the last."""
_AND = "و"  # Arabic and Persian join it to the next word

Known = Callable[[str], bool]
"""Is a folded word one that the articles use? Then it is no slip of the finger."""


class Calm(Protocol):
    """Do the words of a folded text from `start` to `end`, which a row says are of some kind of danger, speak
    for calm? Then they are of none. `close`: hardly any other word stands between those of the row."""

    def __call__(self, kind: str, start: int, end: int, *, close: bool) -> bool: ...


def _never(kind: str, start: int, end: int, *, close: bool) -> bool:
    return False


def first_aid(kind: str) -> Text:
    """What to do first, in a few plain words. Raises KeyError for an unknown kind."""
    return FIRST_AID[kind]


@dataclass(frozen=True, slots=True)
class Spoken:
    """What stands in the file of one language."""

    rows: tuple[tuple[str, str], ...]
    """Pairs of kind and row, in the order in which dangers are answered."""
    negations: tuple[str, ...] = ()
    classes: Mapping[str, str] = field(default_factory=dict)
    """Words that rows name together: by name, the words with | between them."""
    messages: tuple[tuple[str, str], ...] = ()
    """Pairs of kind and a whole message of somebody in danger."""
    calm: tuple[str, ...] = ()
    """Messages that tell of no danger, though their words are those of danger."""
    elsewhere: str = ""
    """Words, with | between them, that take back what any row says near them: films, games, studies."""


@dataclass(frozen=True, slots=True)
class Danger:
    """A kind of danger that a text tells of; `phrase` is the row that said so."""

    kind: str
    articles: tuple[str, ...]
    phrase: str
    read: str = ""
    """What a text in Latin letters was read as, where that told it."""


class _Tongue:
    """The rows of one language, gravest first."""

    def __init__(
        self, spoken: Spoken, spelling: Callable[[str], str], slip: Callable[[str, str], bool]
    ) -> None:
        self._spelling = spelling
        self._slip = slip
        self._sure: set[str] = set()
        """Words of the articles and of calm messages that are none of danger, however like one."""
        plain = Spelt(spelling)
        self._negations = negations = frozenset(plain(" ".join(spoken.negations)).split())
        shared: dict[frozenset[str], frozenset[str]] = {}
        common: dict[str, re.Pattern[str]] = {}
        if spoken.elsewhere:
            common[ALWAYS] = apart(spoken.elsewhere, plain)
        self._rows = [
            (kind, Row(text, negations, spoken.classes, plain, shared, common)) for kind, text in spoken.rows
        ]
        places: dict[str, array[int]] = {}
        self._always = []
        words = Counter(word for _, row in self._rows for word in row.words())
        self._stars = re.compile(
            "|".join(sorted({star for _, row in self._rows for star in row.stars()})) or "$"
        )
        """Words with any ending or beginning: whoever fits is no slip."""
        for place, (_, row) in enumerate(self._rows):
            anchors = row.anchors(words)
            for word in anchors:
                places.setdefault(word, array("H")).append(place)
            if not anchors:
                self._always.append(place)
        once: dict[bytes, array[int]] = {}  # the words of a class stand in the same rows
        self._by_word = {word: once.setdefault(own.tobytes(), own) for word, own in places.items()}
        self._words = {word: word for word in words}  # a dict takes half the room of a set
        self._long: dict[tuple[str, int], list[str]] = {}
        """Long words by their first letter, since a finger seldom slips on that, and their length."""
        for word in sorted(words):
            if len(word) >= _SLIP_LENGTH:
                self._long.setdefault((word[0], len(word)), []).append(word)
        self._sure.update(self._as_typed(spoken.calm))
        plain.keep(self._words)

    def find(self, folded: str, known: Known, calm: Calm) -> dict[str, Row]:
        """Of each kind of danger that is told of, the first row that says so where it is first told."""
        spelt, typed = self._spelling(folded).split(), folded.split()
        words = [self._meant(*pair, known) for pair in zip(spelt, typed, strict=True)]
        found: dict[str, Row] = {}
        for places in stretches(range(len(words)), _STRETCH, _STEP):
            at = places[0] if places else 0
            here = words[at : at + len(places)], typed[at : at + len(places)]
            for kind, row in self._saying(*here, known, found):
                start, end = row.span(here[0], self._negations)
                if not calm(kind, at + start, at + end, close=end - start <= row.many + 1):
                    found[kind] = row
        return found

    def _saying(
        self, words: list[str], typed: list[str], known: Known, found: Mapping[str, Row]
    ) -> Iterator[tuple[str, Row]]:
        """The rows that these words say, with their kinds, of kinds not yet found."""
        here = frozenset(words)
        parts = [f"*{word[at : at + PART]}" for word in here for at in range(len(word) - PART + 1)]
        named = self._by_word.keys() & here.union(parts)
        likely = set(self._always).union(*map(self._by_word.__getitem__, named))
        for kind, row in (self._rows[place] for place in sorted(likely)):
            told = kind not in found and row.may_be_in(here) and row.said(words, self._negations)
            if told and not self._taken_back(row, words, typed, known):
                yield kind, row

    def _taken_back(self, row: Row, words: list[str], typed: list[str], known: Known) -> bool:
        """Do mistyped words take back what a row says? Asked only where one says something."""
        exceptions = row.exceptions()

        def meant(word: str, typed: str) -> str:
            if len(word) < _SLIP_LENGTH or word in self._words or word in exceptions or known(typed):
                return word
            others = [other for other in exceptions if other[0] == word[0]]
            found = process.extractOne(word, others, scorer=OSA.distance, score_cutoff=1)
            return found[0] if found and self._slip(word, found[0]) else word

        mended = [meant(*pair) for pair in zip(words, typed, strict=True)]
        return mended != words and not row.said(mended, self._negations)

    def _meant(self, word: str, typed: str, known: Known) -> str:
        """The word of danger that was meant by a mistyped one; else the word itself, in its one spelling."""
        if word in self._words or word in self._sure:
            return word
        if word.startswith(_AND) and (word[1:] in self._words or self._stars.fullmatch(word[1:])):
            return word[1:]
        if len(word) < _SLIP_LENGTH:
            return word
        others = self._others(word)
        if not others or self._stars.fullmatch(word):
            return word
        if known(typed):  # what people type beyond that must not fill the memory
            if len(self._sure) < _SURE_KEPT:
                self._sure.add(word)
            return word
        found = process.extractOne(word, others, scorer=fuzz.ratio, score_cutoff=_SLIP)
        return found[0] if found and self._slip(word, found[0]) else word

    def _others(self, word: str) -> list[str]:
        """The words of danger that a long word could be a slip of."""
        near = range(len(word) * 3 // 4, len(word) * 4 // 3 + 1)  # others cannot be so much alike
        return [other for size in near for other in self._long.get((word[0], size), ())]

    def _as_typed(self, calm: Iterable[str]) -> Iterator[str]:
        """Words of calm messages that a slip would make words of danger: najua, I know, is none of najiua."""
        for word in {word for text in calm for word in self._spelling(fold(text)).split()}:
            slip = len(word) >= _SLIP_LENGTH and word not in self._words
            if slip and process.extractOne(word, self._others(word), scorer=fuzz.ratio, score_cutoff=_SLIP):
                yield word


class UrgentWords:
    """The rows of all languages, ready to be held against a text."""

    def __init__(self, spoken: Mapping[str, Spoken]) -> None:
        self.spoken = spoken
        self._tongues: dict[str, _Tongue] = {}

    @property
    def languages(self) -> frozenset[str]:
        """Languages that have rows."""
        return frozenset(self.spoken)

    def find(self, text: str, lang: str, known: Known = lambda word: False) -> Danger | None:
        """The first danger, by KINDS, that a text in this language tells of."""
        return next(iter(self.heard(fold(text), lang, known)), None)

    def heard(self, folded: str, lang: str, known: Known, calm: Calm = _never) -> list[Danger]:
        """All dangers, in the order of KINDS, that a text tells of which is folded already."""
        if lang not in self.spoken:
            return []
        tongue = self._tongues.get(lang)
        if tongue is None:  # made when a language is first heard; made twice at once, it is the same
            tongue = self._tongues[lang] = _Tongue(self.spoken[lang], spelling(lang), slip(lang))
        found = tongue.find(folded, known, calm)
        return [Danger(kind, KINDS[kind], found[kind].text) for kind in KINDS if kind in found]


NOT_SPOKEN = Spoken(())
NO_URGENT_WORDS = UrgentWords({})
