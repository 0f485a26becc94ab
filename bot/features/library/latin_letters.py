"""Arabic and Persian words as people type them in Latin letters on phones ("3ayelti", "khanevade").

There is no one spelling: vowels come and go, one Arabic letter has several Latin ones and the other way
round. So both are brought to a skeleton, the consonants by their sound, and two words of one skeleton are
compared by their vowels as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, product

from rapidfuzz import fuzz

_ARABIC = {
    **dict.fromkeys("بپ", "b"),
    **dict.fromkeys("تطث", "t"),
    **dict.fromkeys("جژ", "j"),
    **dict.fromkeys("حه", "h"),
    "خ": "x",
    **dict.fromkeys("دض", "d"),
    **dict.fromkeys("ذزظ", "z"),
    "ر": "r",
    **dict.fromkeys("سص", "s"),
    "ش": "c",
    "چ": "c",
    "غ": "g",
    "ف": "f",
    "ق": "k",
    "ك": "k",
    "گ": "g",
    "ل": "l",
    "م": "m",
    "ن": "n",
}
_ARABIC_VOWELS = {"ا": "a", "و": "u", "ي": "i"}
# Where Persian has another sound for a letter.
_PERSIAN = _ARABIC | {"ق": "g", "ض": "z", "ث": "s"}

# Pairs of Latin letters stand for one sound; a capital keeps it apart from the single letter.
_PAIRS = {"7'": "X", "kh": "X", "gh": "8", "sh": "C", "ch": "C", "th": "t", "dh": "d", "zh": "j"}
_LATIN = {
    **dict.fromkeys("bp", "b"),
    **dict.fromkeys("t6", "t"),
    **dict.fromkeys("h7", "h"),
    **dict.fromkeys("Xx5", "x"),
    **dict.fromkeys("s9", "s"),
    **dict.fromkeys("ck", "k"),
    **{letter: letter for letter in "jdzrflmn"},
    "C": "c",
    "8": "g",
}
# One Latin letter, several sounds: Egyptian and Iraqi g, the glottal stop that stands for ق.
_EITHER = {"g": ("g", "j", "k"), "2": ("", "k"), "q": ("k", "g")}
_VOWELS = {"a": "a", "e": "i", "i": "i", "y": "i", "o": "u", "u": "u", "w": "u", "v": "u", "3": "a", "2": "a"}
_TYPED = re.compile(r"(?=.*[a-z])[a-z0-9']+")
_DOUBLED = re.compile(r"(.)\1+")
_MOST = 6

LANGUAGES = frozenset({"ar", "fa"})


def typed(word: str) -> bool:
    """The word is in Latin letters, with the digits that stand for Arabic ones."""
    return word.isascii() and _TYPED.fullmatch(word) is not None


def of_arabic(word: str, lang: str) -> str:
    """The skeleton of a word in Arabic letters; "" where it has none worth comparing."""
    sounds = _PERSIAN if lang == "fa" else _ARABIC
    return _single("".join([sounds.get(letter, "") for letter in _open(word)]))


def of_latin(word: str) -> tuple[str, ...]:
    """The skeletons that a word in Latin letters can have."""
    if len(word) > 4 and word.startswith(("al", "el")):
        word = word[2:]
    word = _paired(word).removesuffix("h")
    sounds = [_EITHER.get(letter) or (_LATIN.get(letter, ""),) for letter in word]
    return tuple(dict.fromkeys(_single("".join(some)) for some in _some(sounds)))


def likeness(latin: str, arabic: str) -> float:
    """From 0 to 1: how well the vowels fit, too, of two words of one skeleton."""
    typed = "".join([_VOWELS.get(letter, "") or _LATIN.get(letter, letter) for letter in _paired(latin)])
    meant = "".join([_ARABIC.get(letter) or _ARABIC_VOWELS.get(letter, "") for letter in arabic])
    return fuzz.ratio(_single(typed), _single(meant)) / 100


def _paired(word: str) -> str:
    for pair, sound in _PAIRS.items():
        word = word.replace(pair, sound)
    return word


def _open(word: str) -> str:
    """Without the final h that is written but not spoken."""
    return word.removesuffix("ه")


def _single(letters: str) -> str:
    return _DOUBLED.sub(r"\1", letters)


def _some(sounds: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    return islice(product(*sounds), _MOST)
