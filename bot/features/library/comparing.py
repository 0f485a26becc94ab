"""Holds a translation against the English, piece by piece: numbers, months, addresses, names, fixed terms.

It cannot tell whether a sentence says the same. It finds the slips that hurt most and that eyes miss: another
number, another month, an address or a name that was lost, a term that is not the one fixed for this language.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from bot.features.library.faults import Notes
from bot.features.library.model import Piece, Version
from bot.language.normal import fold
from bot.language.reading.month_names import month_names

_NUMBER = re.compile(r"\d{1,3}(?:[.,\u066c\u00a0\u202f ]\d{3})+(?!\d)|\d+(?:[.,:\u066b]\d+)*")
_SHORT = re.compile(r"\b[A-Z][A-Za-z0-9]*[A-Z][A-Za-z0-9]*\b")
"""UNHCR, EMPP, DT4E: what people meet on papers."""
_IN_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
_ORDINALS = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth"
_WORDS: dict[str, int] = {
    **{word: number for number, word in enumerate(_IN_WORDS.split())},
    **{word: number for number, word in enumerate(_ORDINALS.split())},
    **dict.fromkeys(("once", "single"), 1),
    **dict.fromkeys(("twice", "both", "half", "pair", "couple"), 2),
    "quarter": 4,
    "dozen": 12,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    **dict.fromkeys(("hundred", "hundreds"), 100),
    **dict.fromkeys(("thousand", "thousands"), 1000),
    "million": 1_000_000,
}
_ENGLISH_MONTHS = tuple(calendar.month_name[1:])
_MONTH = re.compile(rf"\b({'|'.join(name for name in _ENGLISH_MONTHS if name != 'May')})\b")
_MAY = re.compile(r"\d (May)\b|\b(May) \d|\b(May) (?:and|to|or) [A-Z]|[A-Z][a-z]+ (?:and|to|or) (May)\b")
"""The month, not the verb."""
_SAME_START = 4
"""Letters by which a word is known again in another case or number."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What is fixed for one language: the ways in which each English term may be said there."""

    fixed: Mapping[str, tuple[str, ...]]
    advised: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Terms that are not checked; an abbreviation among them may be written so, too."""
    names: tuple[str, ...] = ()
    """Stay in Latin letters."""


def compare(version: Version, original: Version, terms: Terms, notes: Notes) -> None:
    """Note whatever the translation lost, added or calls by another name."""
    head = Piece(original.title, original.summary, (), 1)
    own_head = Piece(version.title, version.summary, (), 1)
    pieces = [(head, own_head), *zip(original.pieces, version.pieces, strict=False)]
    for theirs, ours in pieces:
        for message in _differences(theirs, ours, version.lang, terms):
            notes.wrong(ours.line, message)


def _differences(theirs: Piece, ours: Piece, lang: str, terms: Terms) -> Iterator[str]:
    english, text = f"{theirs.heading}\n{theirs.text}", f"{ours.heading}\n{ours.text}"
    yield from _numbers(english, text)
    yield from _months(english, text, lang)
    yield from _addresses(theirs, ours)
    yield from _names(english, text, terms)
    yield from _fixed_terms(english, text, terms)


def _numbers(english: str, text: str) -> Iterator[str]:
    wanted, found = _digits(english), _digits(text)
    if lost := wanted - found:
        yield f"the English has {_listed(lost)}, this has not: write the same numbers, in digits"
    in_words = {str(_WORDS[word]) for word in re.findall(r"[a-z]+", english.lower()) if word in _WORDS}
    if added := found - wanted - in_words:
        yield f"{_listed(added)} does not stand in the English: correct the number"


def _digits(text: str) -> set[str]:
    """The numbers of a text, without what parts thousands and decimals, which differs by language."""
    plain = "".join(
        str(unicodedata.decimal(character)) if unicodedata.decimal(character, None) is not None else character
        for character in text
    )
    return {re.sub(r"\D", "", number) for number in _NUMBER.findall(plain)}


def _months(english: str, text: str, lang: str) -> Iterator[str]:
    wanted = {_ENGLISH_MONTHS.index(name) + 1 for name in _MONTH.findall(english)}
    if _MAY.search(english):
        wanted.add(5)
    if not wanted:
        return
    names = month_names(lang)
    words = re.split(r"[\s/]+", fold(text.replace("/", " ")))
    words += [" ".join(pair) for pair in pairwise(words)]
    found = {names[word][1] for word in words if word in names}
    found |= {
        month
        for name, (_, month) in names.items()
        if month in wanted - found and len(name) > _SAME_START
        if any(word.startswith(_begin(name)) for word in words)
    }
    if lost := wanted - found:
        yield f"the month {_listed(_ENGLISH_MONTHS[month - 1] for month in lost)} is missing here"


def _addresses(theirs: Piece, ours: Piece) -> Iterator[str]:
    wanted, found = ({span.href for span in piece.spans if span.href} for piece in (theirs, ours))
    for href in sorted(wanted - found):
        yield f"the address {href} is missing here"
    for href in sorted(found - wanted):
        yield f"the address {href} does not stand in the English"


def _names(english: str, text: str, terms: Terms) -> Iterator[str]:
    for short in sorted({found.removesuffix("s") for found in _SHORT.findall(english)} - terms.fixed.keys()):
        known = any(_said(way, fold(text)) for way in terms.advised.get(short, ()))
        if len(short) > 2 and not known and short not in text:
            yield f"{short} is missing here: keep it, or fix another form for it in the glossary"
    for name in terms.names:
        if name in english and name not in text:
            yield f"the name {name} is missing here: keep it in Latin letters"


def _fixed_terms(english: str, text: str, terms: Terms) -> Iterator[str]:
    folded = f" {fold(text)} "
    for term, ways in terms.fixed.items():
        if _stands(term, english) and not any(_said(way, folded) for way in ways):
            yield f"“{term}” is called “{' | '.join(ways)}” in this language: keep to that"


def _stands(term: str, english: str) -> bool:
    """In its own capitals, or with a capital at the beginning of a sentence."""
    begun = rf"(?:^|[.!?:\n] ?){re.escape(term[0].upper() + term[1:])}"
    return re.search(rf"(?:\b{re.escape(term)}|{begun})s?\b(?!-\w)", english) is not None


def _said(way: str, folded: str) -> bool:
    """Every word of the term stands there, in whatever case or number."""
    return all(_begin(word) in folded for word in fold(way).split())


def _begin(word: str) -> str:
    keep = max(_SAME_START, len(word) - 3)
    return word[:keep]


def _listed(some: Iterable[str]) -> str:
    return ", ".join(sorted(some))
