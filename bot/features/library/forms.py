"""Brings the forms of a word together before words are compared, where likeness of letters is not enough.

Arabic: the Light10 stemmer (Larkey, Ballesteros and Connell, 2007), with the article that dialects join to
a preposition. English, French and Spanish: the plural ending. Words come folded.
"""

from __future__ import annotations

from collections.abc import Callable

_ARABIC_BEFORE = ("وال", "بال", "كال", "فال", "عال", "هال", "لل", "ال")
_ARABIC_AFTER = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")


def _arabic(word: str) -> str:
    for prefix in _ARABIC_BEFORE:
        if word.startswith(prefix) and len(word) - len(prefix) >= 2:
            word = word[len(prefix) :]
            break
    else:
        if word[0] == "و" and len(word) >= 4:
            word = word[1:]
    for suffix in _ARABIC_AFTER:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word[: -len(suffix)]
            break
    return word


def _plural(word: str) -> str:
    if len(word) > 3 and word[-1] in "sx" and word[-2] != "s":
        return word[:-1]
    return word


_STEMMERS: dict[str, Callable[[str], str]] = {"ar": _arabic, "en": _plural, "fr": _plural, "es": _plural}


def stemmer(lang: str) -> Callable[[str], str]:
    """What brings the forms of a folded word together in a language; the word itself where none is needed."""
    return _STEMMERS.get(lang, str)
