"""A language's phrases by sign, as files of phrases hold them: those of false offers, those of adverts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

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


class LateTongues(Mapping[str, Tongue]):
    """The phrases of several languages, read when the first message is held against them: most chats hold
    none. For content that was checked already."""

    def __init__(self, languages: Iterable[str], read: Callable[[str], Tongue]) -> None:
        self._languages = tuple(languages)
        self._read = read
        self._known: dict[str, Tongue] = {}

    def __getitem__(self, lang: str) -> Tongue:
        if lang not in self._languages:
            raise KeyError(lang)
        found = self._known.get(lang)
        if found is None:  # read twice at once, it is the same
            found = self._known[lang] = self._read(lang)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._languages)

    def __len__(self) -> int:
        return len(self._languages)


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
