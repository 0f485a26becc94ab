"""Names of months, as they are typed in any shipped language and calendar."""

from __future__ import annotations

from functools import cache

from babel import Locale

from bot.language import persian
from bot.language.dates import ARABIC_MONTHS
from bot.language.languages import LANGUAGES
from bot.language.normal import fold

Month = tuple[bool, int]
"""Whether it is a Persian month, and its number."""

# Beside what CLDR knows: the Maghreb's French names, Morocco's, and those of Afghan Dari.
_ALSO = {
    "ar": (
        "جانفي", "فيفري", "مارس", "أفريل", "ماي", "جوان", "جويلية", "أوت",
        "شتنبر", "أكتوبر", "نونبر", "دجنبر",
    ),
    "fa": (
        "جنوری", "فبروری", "مارچ", "اپریل", "می", "جون", "جولای", "اگست",
        "سپتمبر", "اکتوبر", "نومبر", "دسمبر",
    ),
    "en": ("", "", "", "", "", "", "", "", "Sept", "", "", ""),
}  # fmt: skip
# Somali months have no one spelling.
_MORE_SOMALI = {
    "Desembar": 12, "Luuliyo": 7, "Nofembar": 11,
    "Janaayo": 1, "Jeenaweri": 1, "Feebraayo": 2, "Maarso": 3, "Abril": 4, "Maajo": 5, "Mey": 5, "Juunyo": 6,
    "Luulyo": 7, "Agoosto": 8, "Agosto": 8, "Sebtembar": 9, "Sebteembar": 9, "Oktobar": 10, "Nofeembar": 11,
    "Disembar": 12, "Diseembar": 12, "Deseembar": 12,
}  # fmt: skip
_MORE_ARABIC = {"غشت": 8, "يوليوز": 7, "أيلول": 9, "مايس": 5}


@cache
def month_names(lang: str) -> dict[str, Month]:
    """Every name, folded; where two languages use one name, the reader's own language decides."""
    names: dict[str, Month] = {}
    for tag in sorted(LANGUAGES, key=lambda tag: tag == lang):
        names |= _names_in(tag)
    names.pop("", None)
    return names


def _names_in(tag: str) -> dict[str, Month]:
    months = Locale.parse(LANGUAGES[tag].locale).months
    names = {
        fold(str(name)): (False, int(number))
        for use in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in months[use][width].items()
        if not str(name).isdecimal()
    }
    names |= {fold(name): (False, number) for number, name in enumerate(_ALSO.get(tag, ()), start=1)}
    if tag == "ar":
        both = [
            (name, number)
            for number, pair in enumerate(ARABIC_MONTHS, start=1)
            for east, west in [pair.split("/")]
            for name in (east, west, f"{east} {west}", f"{west} {east}")
        ]
        both += [(name.replace(" ال", " "), number) for name, number in both] + [*_MORE_ARABIC.items()]
        names |= {fold(name): (False, number) for name, number in both}
    if tag == "so":
        names |= {fold(name): (False, number) for name, number in _MORE_SOMALI.items()}
    if tag == "fa":
        solar = (*enumerate(persian.MONTHS, start=1), *enumerate(persian.DARI_MONTHS, start=1))
        names |= {fold(name): (True, number) for number, name in solar}
    return names
