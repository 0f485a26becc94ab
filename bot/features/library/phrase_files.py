"""A language's phrases by sign, as files of phrases hold them: those of false offers, those of adverts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from bot.features.library.faults import BrokenContent, Fault, Notes
from bot.features.library.matter import Matter, read_matter
from bot.language.languages import LANGUAGES
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


def load_tongues(
    folder: Path, signs: Sequence[str], without: str, languages: Iterable[str], faults: list[Fault]
) -> dict[str, Tongue]:
    """One file a language. Never raises for bad content: what is wrong is added to `faults`.

    `without`: what cannot be done where a file is missing, for the one who has to add it.
    """
    tongues = {}
    for lang in languages:
        path = folder / f"{lang}.yaml"
        notes = Notes("/".join(path.parts[-4:]))
        if not path.is_file():
            notes.error(1, f"the file is missing: {without}")
        else:
            matter = read_matter(path.read_text(encoding="utf-8"), 0, notes)
            if matter is not None:
                tongues[lang] = read_phrases(matter, signs)
        faults += notes.faults
    return tongues


def read_tongues(folder: Path, signs: Sequence[str], without: str, checked: bool) -> Mapping[str, Tongue]:
    """The phrases of all shipped languages. Raises BrokenContent with every fault.

    `checked`: nobody has changed the content since it was; then each language is read when it is needed.
    """

    def some(languages: Iterable[str]) -> dict[str, Tongue]:
        faults: list[Fault] = []
        found = load_tongues(folder, signs, without, languages, faults)
        if any(fault.level == "error" for fault in faults):
            raise BrokenContent(faults)
        return found

    return LateTongues(LANGUAGES, lambda lang: some((lang,))[lang]) if checked else some(LANGUAGES)


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
