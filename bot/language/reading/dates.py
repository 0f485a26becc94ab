"""Dates as people type them: in figures or with the month's name, Gregorian or Persian."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from babel import Locale

from bot.language import persian
from bot.language.languages import LANGUAGES, row
from bot.language.normal import fold
from bot.language.reading.month_names import month_names

_TOKEN = re.compile(r"[0-9]+|[^0-9\s]+")
_LONGEST = 60  # characters; nobody writes a date longer than that
_GREGORIAN_YEARS = range(1900, 2200)
_PERSIAN_YEARS = range(1250, 1500)

_NEAR = {
    0: "today, اليوم, aujourd'hui, امروز, maanta, leo, сьогодні, hoy",
    1: "tomorrow, غدا, غدًا, بكرة, بكرا, demain, فردا, berri, berrito, kesho, завтра, mañana",
    -1: "yesterday, أمس, امبارح, مبارح, hier, دیروز, shalay, jana, вчора, учора, ayer",
}
_NEARBY = {fold(word): days for days, words in _NEAR.items() for word in words.split(",")}

# Words that stand in a date and do not change it, weekdays aside.
_FILLERS = (
    "the of on st nd rd th, le er du de, el la del º, في يوم شهر سنة عام م هـ من, "
    "سال ماه روز مورخ در تاریخ ه ش, tarehe siku ya mwezi wa mwaka, "
    "maalinta bisha sannadka taariikhda, р року рік число"
)


def read_date(text: str, lang: str, today: date) -> date | None:
    """The date that a typed text means, or None where it means none or more than one.

    Figures are day, month, year, or year, month, day, as all shipped languages have them; 3/21/2027 can
    only be the American order and is read so. The year has four digits and must be there. A year around
    1400 is a Persian one where the reader's calendar is, and nothing elsewhere (it could be an Islamic one).
    """
    folded = fold(text[: _LONGEST + 1])
    if not folded or len(text) > _LONGEST:
        return None
    if folded in _NEARBY:
        return today + timedelta(days=_NEARBY[folded])
    tokens = _TOKEN.findall(folded)
    figures = [token for token in tokens if token.isdecimal()]
    words = [token for token in tokens if not token.isdecimal() and token not in _fillers()]
    if len(figures) == 3 and not words:
        return _in_figures(figures, row(lang).calendar == "persian")
    month = month_names(row(lang).tag).get(" ".join(words))
    if len(figures) == 2 and month is not None:
        return _with_month(figures, *month)
    return None


def _in_figures(figures: list[str], persian_years: bool) -> date | None:
    first, second, third = map(int, figures)
    lengths = [len(figure) for figure in figures]
    if lengths[0] == 4 and max(lengths[1:]) <= 2:
        year, month, day = first, second, third
    elif lengths[2] == 4 and max(lengths[:2]) <= 2:
        year, month, day = third, second, first
    else:
        return None
    if persian_years and year in _PERSIAN_YEARS:
        return persian.to_gregorian(year, month, day)
    if lengths[2] == 4 and month > 12:
        month, day = day, month
    return _gregorian(year, month, day)


def _with_month(figures: list[str], is_persian: bool, month: int) -> date | None:
    years = [int(figure) for figure in figures if len(figure) == 4]
    days = [int(figure) for figure in figures if len(figure) <= 2]
    if len(years) != 1 or len(days) != 1:
        return None
    if is_persian:
        return persian.to_gregorian(years[0], month, days[0]) if years[0] in _PERSIAN_YEARS else None
    return _gregorian(years[0], month, days[0])


def _gregorian(year: int, month: int, day: int) -> date | None:
    if year not in _GREGORIAN_YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _fillers() -> frozenset[str]:
    weekdays = (
        str(name)
        for language in LANGUAGES.values()
        for name in Locale.parse(language.locale).days["format"]["wide"].values()
    )
    return frozenset(fold(" ".join([_FILLERS, *weekdays])).split())
