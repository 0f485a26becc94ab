"""Languages of the world as people type them, in any shipped language."""

from __future__ import annotations

from functools import cache

from babel import Locale
from rapidfuzz import fuzz, process

from bot.language.languages import LANGUAGES, row
from bot.language.names import language_name
from bot.language.normal import fold
from bot.language.reading.languages import read_language
from bot.language.reading.own_names import OWN_NAMES

TONGUES = (
    "aa", "am", "ar", "arc", "az", "be", "bg", "bm", "bn", "bs", "ca", "ckb", "cs", "da", "de", "din",
    "dyu", "el", "en", "es", "et", "fa", "ff", "fi", "fr", "gn", "gu", "ha", "he", "hi", "hr", "ht",
    "hu", "hy", "id", "ig", "it", "ja", "ka", "kk", "km", "kmr", "kn", "ko", "kr", "ky", "lg", "ln",
    "lo", "lt", "lu", "lv", "mg", "mk", "ml", "mn", "mr", "ms", "mt", "my", "ne", "nl", "no", "ny",
    "om", "or", "pa", "pl", "prs", "ps", "pt", "qu", "rhg", "rn", "ro", "ru", "rw", "sg", "si", "sk",
    "sl", "sn", "so", "sq", "sr", "st", "sv", "sw", "ta", "te", "tg", "th", "ti", "tig", "tk", "tn",
    "tr", "ts", "ug", "uk", "ur", "uz", "vi", "wo", "xh", "yo", "zh", "zu",
)  # fmt: skip
"""BCP 47 tags of languages that refugees and employers speak, of those that CLDR has names for."""
_MOST = 4
_LONGEST = 60  # characters
_SHORTEST = 4  # letters of a name that is taken with a slip
_LIKE = 82.0  # of 100
_ALIASES = {
    ("kmr", "ckb"): "kurdish, kurdi, كردي, كردية, الكردية, کردی, kurde, kurdo, kikurdi, курдська",
    ("zh",): "mandarin, صيني, چینی, kichina, китайский",
    ("din",): "dinka, thuongjang",
}
_PREFIXES = ("af ", "لغة ", "زبان ", "اللغة ", "lugha ya ", "la langue ", "el idioma ", "мова ")


def read_tongues(text: str, lang: str) -> tuple[str, ...]:
    """Tags of the languages that a typed name may mean, best first, at most four; () for none."""
    if len(text) > _LONGEST:
        return ()
    query = fold(text)
    for prefix in map(fold, _PREFIXES):
        query = query.removeprefix(f"{prefix} ")
    own, everywhere = _names(row(lang).tag), _all()
    exact = own.get(query) or _other_names().get(query) or everywhere.get(query)
    if exact:
        return exact[:_MOST]
    shipped = read_language(text)
    if shipped:
        return (shipped,)
    if len(query) < _SHORTEST:
        return ()
    near = process.extract(query, everywhere.keys(), scorer=fuzz.ratio, score_cutoff=_LIKE, limit=_MOST)
    return tuple(dict.fromkeys(tag for name, _, _ in near for tag in everywhere[name]))[:_MOST]


def tongue_name(tag: str, lang: str) -> str:
    """What a language is called, as a word by itself; the tag where nobody has a name for it."""
    try:
        name = language_name(tag, lang)
    except KeyError:
        return tag
    return name[:1].upper() + name[1:]


@cache
def _other_names() -> dict[str, tuple[str, ...]]:
    return {fold(name): tags for tags, names in _ALIASES.items() for name in names.split(", ")}


@cache
def _names(tag: str) -> dict[str, tuple[str, ...]]:
    known = Locale.parse(LANGUAGES[tag].locale).languages
    names: dict[str, dict[str, None]] = {}
    for tongue in TONGUES:
        try:
            names.setdefault(fold(language_name(tongue, tag)), {})[tongue] = None
        except KeyError:
            continue
        if tongue in known:
            names.setdefault(fold(str(known[tongue])), {})[tongue] = None
    return {name: tuple(tags) for name, tags in names.items()}


@cache
def _all() -> dict[str, tuple[str, ...]]:
    joined: dict[str, dict[str, None]] = {}
    for lang in LANGUAGES:
        for name, tags in _names(lang).items():
            joined.setdefault(name, {}).update(dict.fromkeys(tags))
    for tongue, own in OWN_NAMES.items():  # each by its own name: türkçe, kurdî, አማርኛ
        joined.setdefault(fold(own), {})[tongue] = None
    return {name: tuple(tags) for name, tags in joined.items()}
