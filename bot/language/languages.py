"""The languages that Rafiq speaks: one row of data each, and the tags that lead to them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.language.plurals import ARABIC, ONE_OTHER, UKRAINIAN, ZERO_ONE_OTHER, Plural


@dataclass(frozen=True, slots=True)
class Language:
    """One language. All that is special about it and small enough for a row stands here."""

    tag: str
    """BCP 47; the name of its folder in locales/ and of its file in an article."""
    own_name: str
    """As its speakers write it: what a person looks for in a list of languages."""
    english_name: str
    locale: str
    """Babel's locale for names, dates and lists. English is en_001: day before month, as in most camps."""
    plural: Plural
    direction: Literal["ltr", "rtl"] = "ltr"
    digits: Literal["latn", "arabext"] = "latn"
    """CLDR numbering system; arabext is ۰۱۲۳۴۵۶۷۸۹."""
    calendar: Literal["gregorian", "persian"] = "gregorian"
    fallbacks: tuple[str, ...] = ("en",)
    """Where a text is looked for when this language has none; ends with en."""

    @property
    def rtl(self) -> bool:
        return self.direction == "rtl"

    @property
    def chain(self) -> tuple[str, ...]:
        """This language and its fallbacks, in the order in which texts are looked up."""
        return self.tag, *(tag for tag in self.fallbacks if tag != self.tag)


_ROWS = (
    Language("en", "English", "English", "en_001", ONE_OTHER),
    Language("ar", "العربية", "Arabic", "ar", ARABIC, direction="rtl"),
    Language("fr", "Français", "French", "fr", ZERO_ONE_OTHER),
    Language("fa", "فارسی / دری", "Persian / Dari", "fa", ZERO_ONE_OTHER, "rtl", "arabext", "persian"),
    Language("so", "Soomaali", "Somali", "so", ONE_OTHER),
    Language("sw", "Kiswahili", "Swahili", "sw", ONE_OTHER),
    Language("uk", "Українська", "Ukrainian", "uk", UKRAINIAN),
    Language("es", "Español", "Spanish", "es", ONE_OTHER),
)

LANGUAGES: dict[str, Language] = {row.tag: row for row in _ROWS}
"""Every shipped language by its tag, in the order in which they are offered."""

TAGS: tuple[str, ...] = tuple(LANGUAGES)
ENGLISH = LANGUAGES["en"]

# Three-letter codes, and varieties whose readers read the shipped language well.
_ALIASES = {
    "eng": "en",
    "ara arb acm afb ajp apc apd arq ars ary arz ayl ayn acq aec shu ssh": "ar",
    "fra fre": "fr",
    "fas per pes prs haz aiq": "fa",
    "som": "so",
    "swa swh swc": "sw",
    "ukr": "uk",
    "spa": "es",
}
_BY_SUBTAG = {tag: tag for tag in TAGS} | {
    alias: tag for aliases, tag in _ALIASES.items() for alias in aliases.split()
}
_TAG = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{1,8})*", re.ASCII | re.IGNORECASE)


def row(tag: str) -> Language:
    """The row of a tag. A tag that is not shipped gets English: a person must never be left without words."""
    return LANGUAGES.get(tag, ENGLISH)


def negotiate(hint: str) -> str | None:
    """The shipped tag that an IETF tag of any case, with any region or script, means; None for others."""
    hint = hint.strip()
    if len(hint) > 35 or not _TAG.fullmatch(hint):
        return None
    return _BY_SUBTAG.get(re.split("[-_]", hint, maxsplit=1)[0].lower())
