"""Brings the forms of a word together before words are compared, where likeness of letters is not enough.

Words come folded. Arabic: the Light10 stemmer (Larkey, Ballesteros and Connell, 2007), with the article that
dialects join to a preposition, and the verb's beginnings in Egyptian and Levantine speech. Others: endings of
number and case, and the spellings that vary from writer to writer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from bot.language.normal import fold

_ARABIC_BEFORE = ("وال", "بال", "كال", "فال", "عال", "هال", "لل", "ال")
_ARABIC_AFTER = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")

_PERSIAN_BEFORE = ("نمي", "مي")
_PERSIAN_AFTER = (
    "هايشان",
    "هايمان",
    "هايم",
    "هايت",
    "هايش",
    "هاي",
    "ها",
    "تان",
    "شان",
    "مان",
    "ام",
    "ات",
    "اش",
)

_UKRAINIAN_AFTER = """
    іями ями ами ові еві єві ого ому ими іми ать ять уть ють ити ати яти ією єю ах ях ів їв ою ею ій ої ий
    им их ые ых ому его ему ешь ишь ет ит єм ем ам ям ом ув ла ло ли ив ав а я о е є и і ї у ю й ь
"""

_LEAST = 3
"""Letters that are left of a word."""


def _arabic(word: str) -> str:
    for prefix in _ARABIC_BEFORE:
        if word.startswith(prefix) and len(word) - len(prefix) >= 2:
            word = word[len(prefix) :]
            break
    else:
        if word[0] == "و" and len(word) >= 4:
            word = word[1:]
    return _without(word, _ARABIC_AFTER, _LEAST)


def _persian(word: str) -> str:
    for prefix in _PERSIAN_BEFORE:
        if word.startswith(prefix) and len(word) - len(prefix) >= _LEAST:
            word = word[len(prefix) :]
            break
    return _without(word, _PERSIAN_AFTER, _LEAST)


def _ukrainian(word: str) -> str:
    if len(word) > 5:
        word = word.removesuffix("ся").removesuffix("сь")
    return _without(word, _ukrainian_endings(), 4)


@cache
def _ukrainian_endings() -> tuple[str, ...]:
    """Longest first, folded as the words are."""
    return tuple(sorted(set(fold(_UKRAINIAN_AFTER).split()), key=len, reverse=True))


def _without(word: str, endings: tuple[str, ...], least: int) -> str:
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word[: -len(ending)]
    return word


def _plural(word: str) -> str:
    if len(word) > 3 and word[-1] in "sx" and word[-2] != "s":
        return word[:-1]
    return word


_SOMALI_DOUBLED = re.compile(r"([a-z])\1")
_SWAHILI_SPELLINGS = (("dh", "z"), ("kh", "h"), ("gh", "g"), ("r", "l"))


def _somali(word: str) -> str:
    """Long vowels and doubled letters are written now with one letter, now with two."""
    return _SOMALI_DOUBLED.sub(r"\1", word)


def _somali_speech(word: str) -> str:
    """As `_somali`, and without the sounds by which the towns differ (ninkeyga, ninkayga)."""
    return _somali(word.replace("ey", "ay"))


def _swahili(word: str) -> str:
    """Sounds that neighbours write in each other's place (dhahabu, zahabu; balua, barua)."""
    for one, other in _SWAHILI_SPELLINGS:
        word = word.replace(one, other)
    return word


_STEMMERS: dict[str, Callable[[str], str]] = {
    "ar": _arabic,
    "en": _plural,
    "es": _plural,
    "fa": _persian,
    "fr": _plural,
    "so": _somali,
    "sw": _swahili,
    "uk": _ukrainian,
}


_SPELLINGS: dict[str, Callable[[str], str]] = {"so": _somali_speech, "sw": _swahili}


def spelling(lang: str) -> Callable[[str], str]:
    """Makes one of the spellings of a folded word or text, where a language is written as it is heard."""
    return _SPELLINGS.get(lang, str)


def stemmer(lang: str) -> Callable[[str], str]:
    """What brings the forms of a folded word together in a language; the word itself where none is needed."""
    return _STEMMERS.get(lang, str)
