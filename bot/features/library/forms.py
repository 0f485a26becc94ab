"""Brings the forms of a word together before words are compared, where likeness of letters is not enough.

Words come folded. Arabic: the Light10 stemmer (Larkey, Ballesteros and Connell, 2007), with the article that
dialects join to a preposition, and the verb's beginnings in Egyptian and Levantine speech. Others: endings of
number and case, and the spellings that vary from writer to writer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from operator import itemgetter

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
_ONCE = itemgetter(1)
"""Of a match: what r"\1" says, at a third of its cost."""
_SOMALI_SPELLINGS = (("ey", "ay"), ("ow", "aw"), ("kh", "q"), ("nb", "mb"))
_SOMALI_DH = re.compile(r"(?<=[aeiou])dh")
"""In the north after a vowel, where the south says r (xidhan, xiran); at a word's beginning both say dh."""
_SWAHILI_SPELLINGS = (("dh", "z"), ("kh", "h"), ("gh", "g"), ("r", "l"))


def _somali(word: str) -> str:
    """Long vowels and doubled letters are written now with one letter, now with two."""
    return _SOMALI_DOUBLED.sub(_ONCE, word)


def _somali_speech(word: str) -> str:
    """As `_somali`, and without the sounds by which the towns differ (ninkeyga, ninkayga; yidhi, yiri)."""
    for one, other in _SOMALI_SPELLINGS:
        word = word.replace(one, other)
    return _somali(_SOMALI_DH.sub("r", word))


def _swahili(word: str) -> str:
    """Sounds that neighbours write in each other's place (dhahabu, zahabu; balua, barua)."""
    for one, other in _SWAHILI_SPELLINGS:
        word = word.replace(one, other)
    return word


# Swahili verbs: who does it, when, to whom, and then the verb (ni-li-m-lipa, ana-ni-pa). Nouns and verbs at a
# place or in another mood differ in their last vowel or -ni.
_SWAHILI_VERB = re.compile(
    r"(?:hatu|hawa|ha[mukivz]?|si|hu|ni|u|a|tu|mw?|wa|i|ki|vi|zi|li|ya|ku|pa)"
    r"(?:mesha|ngeli|ngali|nge|na|li|ta|me|ja|ki|ka)"
    r"(?:(?:ni|ku|mw?|tu|wa|ki|vi|zi|li|ya|i|u|ji)(?=[^aeiou]))?"
    r"(?=[a-z]*[aeiou])([a-z]{3,})$"
)
# Somali nouns end in their article, with what points or possesses (shaqa-da, shaqa-dayda, shaqa-daas).
_SOMALI_ARTICLE = re.compile(
    r"(?:(?:k|g|h|t|d|dh|sh)?(?:[ae]yg[au]|[ae]ygii|[ae]yd[au]|[ae]ydii|aag[au]|aad[au]|aagii|aadii|iis[au]|iisii"
    r"|eeda|eedii|eenn?a|eenii|ood[au]|oog[au]|iinn?a)"
    r"|(?:k|g|t|d|dh|h|sh)(?:a|u|ii|an|aas|ani|eer|ay|iyo|ana)"
    r"|[au]h[aui]i?|ah[ae]?|yaal(?:ka|ku|kii)?|yaasha|yaashii|yada|yadii|nimo|nimada)$"
)
_RUSSIAN_LETTERS = str.maketrans("ыіэє", "ииее")


def _swahili_root(word: str) -> str:
    if len(word) > 5:
        verb = _SWAHILI_VERB.match(word)
        if verb:
            word = verb[1]
        elif word.startswith("ku"):
            word = word[2:]
    if len(word) > 6:
        word = word.removesuffix("ni")
    return word[:-1] if len(word) > 4 and word[-1] in "aei" else word


def _somali_root(word: str) -> str:
    root = _SOMALI_ARTICLE.sub("", word) if len(word) > 5 else word
    return (root if len(root) >= _LEAST else word).replace("ey", "ay")


def _ukrainian_root(word: str) -> str:
    """One for a Ukrainian and a Russian word where only letters and endings differ (работу, роботою)."""
    return _without(word, _ukrainian_endings(), _LEAST).translate(_RUSSIAN_LETTERS).replace("ь", "")


_ROOTS: dict[str, Callable[[str], str]] = {
    "so": _somali_root,
    "sw": _swahili_root,
    "uk": _ukrainian_root,
}


def root(lang: str) -> Callable[[str], str] | None:
    """What is left of a stem when all that its language may add is taken off; None where letters tell enough.

    Words of one root are likely, not surely, one word: it finds them, and does not replace them.
    """
    return _ROOTS.get(lang)


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


def _swahili_slip(typed: str, meant: str) -> bool:
    short, long = sorted((typed, meant), key=len)
    if len(long) - len(short) > 1:
        return False
    return not (long[-2:] in ("wa", "ua") and long[:-2] + "a" == short)


_SLIPS: dict[str, Callable[[str, str], bool]] = {"sw": _swahili_slip}


def slip(lang: str) -> Callable[[str, str], bool]:
    """May a word, so like another, have been meant for it? Not where both are words as they stand.

    In Swahili a syllable says to whom it is done (wakataka, they wanted; wakatubaka, they raped us), and a
    letter before the last who does it (napiga, I strike; napigwa, I am struck) or undoes it (funga, fungua).
    """
    return _SLIPS.get(lang, lambda typed, meant: True)


def stemmer(lang: str) -> Callable[[str], str]:
    """What brings the forms of a folded word together in a language; the word itself where none is needed."""
    return _STEMMERS.get(lang, str)
