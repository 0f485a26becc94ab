"""A language's phrases by sign, as files of phrases hold them: those of false offers, those of adverts."""

from __future__ import annotations

from collections.abc import Iterable

from bot.features.library.matter import Matter
from bot.language.phrases import BadPhrase, Tongue, read_phrase

BESIDE = ("denies", "denies_after", "settles", "wages", "joined")
"""Lists of phrases that stand beside the signs and weigh against them."""


def read_phrases(matter: Matter, signs: Iterable[str]) -> Tongue:
    """All phrases of one file; a fault is noted for each that cannot be read."""
    part = matter.part("flags")
    beside = {key: _sound(matter, key, matter.texts(key)) for key in BESIDE}
    matter.close()
    if part is None:
        return Tongue({})
    rows = {sign: _sound(part, sign, part.texts(sign, 1)) for sign in signs}
    part.close()
    return Tongue(rows, **beside)


def _sound(matter: Matter, key: str, phrases: tuple[str, ...]) -> list[str]:
    """The phrases that can be read; a fault is noted for each of the others."""
    good = []
    for phrase in phrases:
        try:
            read_phrase(phrase)
            good.append(phrase)
        except BadPhrase as error:
            matter.notes.error(matter.line(key), f"“{phrase}”: {error}")
    return good
