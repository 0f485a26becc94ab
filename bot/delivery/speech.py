"""Words and readings joined: what the core asks of language (bot.conversation.ports.Speech)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from bot.conversation.messages import Words
from bot.delivery.wording import Wording
from bot.language import languages as shipped
from bot.language.detection import guess
from bot.language.normal import fold
from bot.language.reading import read_countries, read_date, read_language, read_number

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


MOST_LABELS = 20_000
TAG_LENGTH = 12
"""Code points up to which a hint may be a language tag; anything longer is something that a person wrote."""


ReadPlaces = Callable[[str, str], tuple[str, ...]]
"""Ids of the places that a typed text in a language may mean, best first."""


class Speech:
    """The core's one way to words, in every shipped language."""

    def __init__(self, wording: Wording, places: ReadPlaces = lambda text, lang: ()) -> None:
        """`places`: what finds a place by its name."""
        self._wording = wording
        self._places = places
        self._folded: dict[tuple[str, str], str] = {}

    def label(self, what: Words, lang: str) -> str:
        return self._wording.label(what, lang)

    def folded(self, what: Words, lang: str) -> str:
        """Labels are few and always the same, so each is folded once."""
        label = self._wording.label(what, lang)
        folded = self._folded.get((label, lang))
        if folded is None:
            if len(self._folded) >= MOST_LABELS:
                self._folded.clear()
            folded = self._folded[label, lang] = fold(label)
        return folded

    def fold(self, text: str) -> str:
        return fold(text)

    def languages(self, hint: str) -> tuple[str, ...]:
        """All tags; first what the hint means, be it a tag, a language's name or a text in it."""
        return _ORDERS[meant(hint)]

    def read_language(self, text: str) -> str | None:
        return read_language(text)

    def read_number(self, text: str, lang: str) -> int | None:
        return read_number(text, lang)

    def read_date(self, text: str, lang: str, today: date) -> date | None:
        return read_date(text, lang, today)

    def read_countries(self, text: str, lang: str) -> tuple[str, ...]:
        return read_countries(text, lang)

    def read_places(self, text: str, lang: str) -> tuple[str, ...]:
        return self._places(text, lang)


_TAGS = tuple(shipped.LANGUAGES)
_ORDERS: dict[str | None, tuple[str, ...]] = {None: _TAGS} | {
    first: (first, *(tag for tag in _TAGS if tag != first)) for first in _TAGS
}
"""All tags, by which of them comes first."""


def meant(hint: str) -> str | None:
    """The shipped language that a tag, a name of a language or a text in it points to."""
    if not hint:
        return None
    return _meant_tag(hint) if len(hint) <= TAG_LENGTH else _meant(hint)


@lru_cache(256)
def _meant_tag(hint: str) -> str | None:
    return _meant(hint)


def _meant(hint: str) -> str | None:
    found = shipped.negotiate(hint) or read_language(hint)
    # "de" is the tag of a language that we do not speak, not a French word.
    return found or (None if _TAG.fullmatch(hint) else next(iter(guess(hint)), None))
