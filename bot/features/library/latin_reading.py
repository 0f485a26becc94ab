"""Arabic and Persian typed in Latin letters, read back into Arabic letters by the words that are known.

"el shorta 3al bab" has no word of danger and is like no message; الشرطه عالباب is. A typed word may stand for
every known one of its skeleton (latin_letters); of these the one is taken whose vowels fit and that is said
often. A text in another language has words that fit, too, but fewer, worse and rarer ones.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from math import log2

from bot.features.library import latin_letters
from bot.features.library.compact import Groups, PackedGroups, PackedTexts, SortedTexts, as_bytes
from bot.language.normal import fold

FITS = 0.95
"""How well the words of a text have to fit on average, each from 0 (no word) to about 2 (a frequent one), for
it to be read; FITS_AGAINST where it seems to be surely in another language ("el" is Spanish). Set on messages
of both kinds: of 4,094 calm texts in five other languages 13 (Arabic) and 14 (Persian) more are taken for
danger, where without this it would be 435 and 171."""
FITS_AGAINST = 1.2
_LEAST = 0.6  # likeness of the vowels
_OFTEN = 0.05  # for each doubling of a word's count, against the likeness
_OFTEN_FITS = 0.1  # the same in how well a text fits
_WITH_ARTICLE = 0.05
_ARTICLE = "ال"
_JOINED: Mapping[str, str] = {
    **dict.fromkeys(("el", "al", "il"), "ال"),
    **dict.fromkeys(("bel", "bal", "bil"), "بال"),
    **dict.fromkeys(("lel", "lal", "lil"), "لل"),
    **dict.fromkeys(("3el", "3al", "3il"), "عال"),
    **dict.fromkeys(("wel", "wal", "wil"), "وال"),
    **dict.fromkeys(("fel", "fil"), "في ال"),
}
"""The Arabic article, alone or after what is joined to it; the word that it belongs to is typed apart."""
_SHORT: Mapping[str, str] = {**dict.fromkeys(("w", "wa", "we"), "و"), **dict.fromkeys(("b", "be", "bi"), "ب")}
_ARABIC = re.compile("[\u0600-\u06ff]+")
_BETWEEN = re.compile(r"[\s|_~!*{}]+")


Known = tuple[PackedTexts, memoryview, PackedGroups]
"""All words, how often each was seen (32 bits), and by skeleton the numbers of those that have it."""


class LatinReading:
    """The words of one language. Never changes."""

    def __init__(self, lang: str, known: Known) -> None:
        self._joined, self._short = (_JOINED, _SHORT) if lang == "ar" else ({}, {})
        self.known = known
        """To be packed."""
        self._words, self._seen = SortedTexts(known[0]), known[1].cast("I")
        self._by_skeleton = Groups(known[2])

    @classmethod
    def of(cls, lang: str, texts: Iterable[str]) -> LatinReading:
        """Learnt from texts in Arabic letters, and from rows of words of danger."""
        seen: Counter[str] = Counter()
        for text in texts:
            seen.update(word for word in _BETWEEN.split(fold(text)) if _ARABIC.fullmatch(word))
        words = sorted(seen)
        by_skeleton: dict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(words):
            for skeleton in {latin_letters.of_arabic(form, lang) for form in (word, _bare(word))} - {""}:
                by_skeleton[skeleton].append(number)
        counts = as_bytes(memoryview(array("I", [seen[word] for word in words])))
        return cls(lang, (SortedTexts.pack(words), counts, Groups.pack(by_skeleton)))

    def read(self, folded: str, surely_other: bool = False) -> str | None:
        """A folded text in Arabic letters, words that are not known as they are. None where most of it is not
        in Latin letters or does not fit; `surely_other`: it seems to be in another language."""
        words = folded.split()
        typed = [word for word in words if latin_letters.typed(word)]
        if 2 * len(typed) <= len(words):
            return None
        meant = cache(self._meant)  # a text may have one word a thousand times
        fits = [meant(word)[1] for word in typed if word not in self._joined and word not in self._short]
        if not fits or sum(fits) < len(fits) * (FITS_AGAINST if surely_other else FITS):
            return None
        read, joined = [], ""
        for word in words:
            if word in self._joined and not joined:
                joined = self._joined[word]
                continue
            own = self._short.get(word) or meant(word, bool(joined))[0]
            read.append(joined + _bare(own) if joined and not own.isascii() else own)
            joined = ""
        return " ".join(read)

    def _meant(self, word: str, article: bool = False) -> tuple[str, float]:
        """The known word that was meant by a typed one, else that itself, and how well it fits."""
        best, meant, fit = 0.0, word, 0.0
        for skeleton in latin_letters.of_latin(word) if latin_letters.typed(word) else ():
            for number in self._by_skeleton[skeleton]:
                known, seen = self._words[number], self._seen[number]
                for form in {known, _bare(known)}:
                    likeness = latin_letters.likeness(word, form)
                    score = likeness + _OFTEN * log2(seen)
                    if form != known:
                        score += _WITH_ARTICLE if article else -_WITH_ARTICLE
                    if likeness >= _LEAST and score > best:
                        best, meant, fit = score, known, likeness + _OFTEN_FITS * log2(seen + 1)
        return meant, fit


def _bare(word: str) -> str:
    """Without the article."""
    return word[len(_ARTICLE) :] if word.startswith(_ARTICLE) and len(word) > len(_ARTICLE) + 2 else word
