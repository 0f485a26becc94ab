"""Names of countries and languages in every shipped language: CLDR's, or our own where those are awkward."""

from __future__ import annotations

from functools import cache, lru_cache

from babel import Locale
from babel.core import get_global

from bot.language.languages import LANGUAGES, row

# CLDR has names for these codes too, but none is a country or territory of ISO 3166-1.
# Kosovo (XK) is kept: people come from there.
_NO_COUNTRY = frozenset(("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"))

_COUNTRY_NAMES: dict[str, dict[str, str]] = {
    "en": {
        "PS": "Palestine", "CD": "DR Congo", "CG": "Republic of the Congo", "MM": "Myanmar",
        "HK": "Hong Kong",
    },
    "ar": {
        "PS": "فلسطين", "CD": "جمهورية الكونغو الديمقراطية", "CG": "جمهورية الكونغو", "MM": "ميانمار",
        "HK": "هونغ كونغ", "MO": "ماكاو", "SA": "السعودية", "AE": "الإمارات",
        "US": "الولايات المتحدة الأمريكية",
        "GB": "بريطانيا",
    },
    "fr": {
        "PS": "Palestine", "CD": "RD Congo", "CG": "République du Congo", "MM": "Myanmar",
        "HK": "Hong Kong",
    },
    "fa": {
        "PS": "فلسطین", "CD": "جمهوری دموکراتیک کنگو", "CG": "جمهوری کنگو", "MM": "میانمار", "HK": "هنگ‌کنگ",
        "AE": "امارات متحده عربی", "US": "امریکا", "ZA": "افریقای جنوبی",
    },
    "so": {
        "PS": "Falastiin", "CD": "Jamhuuriyadda Dimuqraadiga ah ee Kongo", "CG": "Jamhuuriyadda Kongo",
        "AE": "Imaaraadka Carabta", "IO": "Dhulka Ingiriiska ee Badweynta Hindiya",
    },
    "sw": {
        "PS": "Palestina", "CG": "Jamhuri ya Kongo", "MM": "Myanmar", "HK": "Hong Kong", "GB": "Uingereza",
        "SA": "Saudi Arabia",
    },
    "uk": {
        "PS": "Палестина", "CD": "ДР Конго", "CG": "Республіка Конго", "MM": "Мʼянма", "HK": "Гонконг",
        "US": "США", "AE": "ОАЕ",
    },
    "es": {
        "PS": "Palestina", "CD": "RD del Congo", "CG": "República del Congo", "MM": "Myanmar",
        "HK": "Hong Kong",
    },
}  # fmt: skip

# CLDR knows Dari as a regional Persian and Kurmanji as Kurdish, and has some names wrong in Somali.
_LANGUAGE_KEYS = {"prs": "fa_AF", "kmr": "ku"}
_LANGUAGE_NAMES: dict[str, dict[str, str]] = {
    "en": {"kmr": "Kurdish (Kurmanji)", "ckb": "Kurdish (Sorani)", "bn": "Bengali", "rn": "Kirundi"},
    "ar": {"prs": "الدرية", "kmr": "الكردية (الكرمانجية)", "ckb": "الكردية (السورانية)"},
    "fr": {"kmr": "kurde (kurmandji)", "ckb": "kurde (sorani)", "rn": "kirundi"},
    "fa": {"kmr": "کردی (کرمانجی)", "ckb": "کردی (سورانی)", "tr": "ترکی"},
    "so": {"prs": "Daari", "bn": "Bangaali", "kmr": "Kurdi (Kurmanji)", "ckb": "Kurdi (Sorani)"},
    "sw": {"prs": "Kidari", "kmr": "Kikurdi cha Kurmanji"},
    "uk": {"kmr": "курдська (курманджі)", "ckb": "курдська (сорані)"},
    "es": {"kmr": "kurdo (kurmanji)", "ckb": "kurdo (sorani)"},
}  # fmt: skip


@cache
def country_codes() -> tuple[str, ...]:
    """All ISO 3166-1 alpha-2 codes, and XK."""
    codes = map(str, Locale.parse("en").territories)
    return tuple(sorted(code for code in codes if code.isalpha() and code not in _NO_COUNTRY))


def is_country(code: str) -> bool:
    """Is this the code of a country or territory? Asked of CLDR's small table, which is in memory anyway."""
    return code in get_global("territory_languages")


@cache
def country_names(lang: str) -> dict[str, str]:
    """The name of every country in a shipped language, by its code."""
    names = Locale.parse(LANGUAGES[lang].locale).territories
    ours = _COUNTRY_NAMES[lang]
    return {code: ours.get(code) or str(names[code]) for code in country_codes()}


def country_name(code: str, lang: str) -> str:
    """The country's name. Raises KeyError for a code that is none."""
    return country_names(row(lang).tag)[code]


@lru_cache(maxsize=2048)
def language_name(tag: str, lang: str) -> str:
    """What a language is called in another, as it stands inside a sentence. Raises KeyError where unknown.

    A shipped one in itself gets its own name.
    """
    if tag == lang and tag in LANGUAGES:
        return LANGUAGES[tag].own_name
    target = row(lang)
    base = tag.replace("_", "-").split("-")[0].lower()
    ours = _LANGUAGE_NAMES[target.tag].get(base)
    if ours is not None:
        return ours
    return str(Locale.parse(target.locale).languages[_LANGUAGE_KEYS.get(base, base)])
