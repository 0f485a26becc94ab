"""Danger now: words that must get help at once, before any search for an article.

The phrases stand in content/urgent.yaml, each kind in each language. A phrase is a row of words; up to
two other words may stand between two of them. `a|b` means either word, `a_b` words that stand together,
`*` any letters at a word's end or beginning. A negation directly before or inside a phrase ("he did not
hit me") takes it back, unless the phrase has that negation itself ("I do not want to live"). Missing a
danger is worse than a false alarm, so nothing else is taken back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.conversation.messages import Text
from bot.conversation.texts import T
from bot.features.library.faults import Notes
from bot.features.library.matter import Matter, read_matter
from bot.language.normal import fold

URGENT_FILE = "urgent.yaml"
GAP = 2

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
}


def first_aid(kind: str) -> Text:
    """What to do first, in a few plain words. Raises KeyError for an unknown kind."""
    return FIRST_AID[kind]


@dataclass(frozen=True, slots=True)
class Danger:
    """A kind of danger that a text tells of; `phrase` is the row of urgent.yaml that said so."""

    kind: str
    articles: tuple[str, ...]
    phrase: str


@dataclass(frozen=True, slots=True)
class _Phrase:
    danger: Danger
    pattern: re.Pattern[str]
    words: frozenset[str]
    """One of these words must stand in a text, if any are named here."""
    negated: bool
    place: int
    """Where it stands in the file: of two dangers the first there is answered."""


def _place(phrase: _Phrase) -> int:
    return phrase.place


class UrgentWords:
    """All phrases, ready to be held against a text. Never changes."""

    def __init__(
        self, phrases: Iterable[tuple[str, Danger]], negations: Mapping[str, frozenset[str]]
    ) -> None:
        """`phrases`: pairs of language and danger."""
        self._negations = negations
        self._by_word: dict[str, dict[str, list[_Phrase]]] = {}
        self._always: dict[str, list[_Phrase]] = {}
        for place, (lang, danger) in enumerate(phrases):
            phrase = _compile(danger, negations.get(lang, frozenset()), place)
            for word in phrase.words:
                self._by_word.setdefault(lang, {}).setdefault(word, []).append(phrase)
            if not phrase.words:
                self._always.setdefault(lang, []).append(phrase)

    @property
    def languages(self) -> frozenset[str]:
        """Languages that have phrases."""
        return frozenset(self._by_word) | frozenset(self._always)

    def find(self, text: str, lang: str) -> Danger | None:
        """The first danger that a text in this language tells of, in the order of the file."""
        folded = fold(text)
        by_word = self._by_word.get(lang, {})
        likely = list(self._always.get(lang, ()))
        for word in set(folded.split()):
            likely += by_word.get(word, ())
        for phrase in sorted(likely, key=_place):
            if self._says(phrase, folded, lang):
                return phrase.danger
        return None

    def _says(self, phrase: _Phrase, folded: str, lang: str) -> bool:
        negations = self._negations.get(lang, frozenset())
        for match in phrase.pattern.finditer(folded):
            before = folded[: match.start()].split()[-1:]
            if phrase.negated or not negations.intersection(before + match.group().split()):
                return True
        return False


NO_URGENT_WORDS = UrgentWords((), {})


def _compile(danger: Danger, negations: frozenset[str], place: int) -> _Phrase:
    patterns, anchors, literal = [], frozenset[str](), set[str]()
    for token in danger.phrase.split():
        ways = token.split("|")
        patterns.append("(?:" + "|".join(map(_pattern, ways)) + ")")
        plain = [fold(way) for way in ways]
        literal.update(word for way in plain for word in way.split())
        whole = frozenset(way.split()[0] for way in plain if way)
        whole |= frozenset(way.replace(" ", "") for way in plain if way)
        longer = min(map(len, whole), default=0) > min(map(len, anchors), default=0)
        if "*" not in token and longer:
            anchors = whole
    between = rf"(?:\s\S+){{0,{GAP}}}?\s"
    pattern = re.compile(rf"(?<!\S){between.join(patterns)}(?!\S)")
    return _Phrase(danger, pattern, anchors, bool(negations & literal), place)


def _pattern(way: str) -> str:
    """One word of a phrase, or words joined by _; an apostrophe may be left out (don't, dont)."""
    apart = r"\s?" if "'" in way else r"\s"
    inside = apart.join(map(re.escape, fold(way).split()))
    return (r"\S*" if way.startswith("*") else "") + inside + (r"\S*" if way.endswith("*") else "")


def read_urgent(path: Path, languages: Iterable[str], notes: Notes) -> UrgentWords:
    """Read urgent.yaml; faults are noted. A kind that a language lacks is work that is due."""
    if not path.is_file():
        notes.error(1, "the file is missing: it holds the words that tell of danger")
        return NO_URGENT_WORDS
    matter = read_matter(path.read_text(encoding="utf-8"), 0, notes)
    if matter is None:
        return NO_URGENT_WORDS
    languages = list(languages)
    phrases: list[tuple[str, Danger]] = []
    for kind in FIRST_AID:
        part = matter.part(kind)
        if part:
            phrases += _read_kind(kind, part, languages)
    negations = matter.part("negations")
    words = _read_words(negations, languages) if negations else {}
    matter.close()
    return UrgentWords(phrases, {lang: frozenset(fold(" ".join(row)).split()) for lang, row in words.items()})


def _read_kind(kind: str, part: Matter, languages: list[str]) -> list[tuple[str, Danger]]:
    articles = part.texts("articles")
    rows = _read_words(part, languages)
    return [(lang, Danger(kind, articles, phrase)) for lang, row in rows.items() for phrase in row]


def _read_words(part: Matter, languages: list[str]) -> dict[str, tuple[str, ...]]:
    rows: dict[str, tuple[str, ...]] = {}
    for lang in languages:
        if lang in part:
            rows[lang] = part.texts(lang, 1)
        else:
            part.notes.due(part.at, f"'{lang}' is missing: have these words translated")
    part.close()
    return rows
