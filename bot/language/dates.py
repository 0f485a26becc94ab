"""Dates and times in the reader's own way: calendar, month names, digits, the zone in words."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, get_day_names

from bot.language import persian
from bot.language.bidi import isolate
from bot.language.languages import Language, row
from bot.language.numbers import native_digits
from bot.language.zone_names import zone_place

# As the United Nations write them: the names used from Iraq to Lebanon, then those from Egypt to the Gulf.
ARABIC_MONTHS = (
    "كانون الثاني/يناير", "شباط/فبراير", "آذار/مارس", "نيسان/أبريل", "أيار/مايو", "حزيران/يونيو",
    "تموز/يوليو", "آب/أغسطس", "أيلول/سبتمبر", "تشرين الأول/أكتوبر",
    "تشرين الثاني/نوفمبر", "كانون الأول/ديسمبر",
)  # fmt: skip

# CLDR writes Somali dates month first, as nobody does who did not learn it from a computer.
_PATTERNS = {"so": ("d MMMM y", "EEEE, d MMMM y")}

# The 24-hour clock is understood everywhere and cannot be misread by half a day.
_MOMENT = {
    "en": "{day} at {time} ({zone})",
    "ar": "{day}، الساعة {time} ({zone})",
    "fr": "{day} à {time} ({zone})",
    "fa": "{day}، ساعت {time} ({zone})",
    "so": "{day}, saacadda {time} ({zone})",
    "sw": "{day}, {time}, yaani {hour} ({zone})",
    "uk": "{day}, о {time} ({zone})",
    "es": "{day}, a las {time} ({zone})",
}


@lru_cache(maxsize=2048)
def date_text(when: date, lang: str, weekday: bool = False) -> str:
    """A date in words; with the weekday where it is a day that somebody has to come."""
    language = row(lang)
    if language.calendar == "persian":
        parts = persian.from_gregorian(when)
        if parts is not None:
            year, month, day = parts
            text = native_digits(f"{day} {persian.MONTHS[month - 1]} {year}", language)
            return f"{_weekday(when, language)} {text}" if weekday else text
    if language.tag == "ar":
        text = f"{when.day} {ARABIC_MONTHS[when.month - 1]} {when.year}"
        return f"{_weekday(when, language)}، {text}" if weekday else text
    pattern = _PATTERNS.get(language.tag, ("long", "full"))[weekday]
    return native_digits(format_date(when, pattern, language.locale), language)


def short_date_text(when: date, lang: str) -> str:
    """A day and its month as numbers, for a plot: 16/11. What it stands for is said in words beside it."""
    language = row(lang)
    parts = persian.from_gregorian(when) if language.calendar == "persian" else None
    if parts is not None:
        return native_digits(f"{parts[1]}/{parts[2]}", language)
    return native_digits(format_skeleton("Md", when, locale=language.locale), language)


@lru_cache(maxsize=2048)
def datetime_text(epoch: float, zone: str, lang: str) -> str:
    """A moment (seconds since 1970 UTC) at an IANA zone, with weekday, zone in words and offset (B7).

    Raises ZoneInfoNotFoundError (a KeyError) or ValueError for a zone that is none.
    """
    language = row(lang)
    local = datetime.fromtimestamp(epoch, ZoneInfo(zone))
    return _MOMENT[language.tag].format(
        day=date_text(local.date(), language.tag, weekday=True),
        time=native_digits(f"{local:%H:%M}", language),
        hour=_swahili_hour(local.hour, local.minute),
        zone=_zone(local, zone, language),
    )


def _weekday(when: date, language: Language) -> str:
    return str(get_day_names("wide", locale=language.locale)[when.weekday()])


def _zone(local: datetime, zone: str, language: Language) -> str:
    shift = local.utcoffset()
    assert shift is not None, "a time of a zone has an offset"
    minutes = int(shift.total_seconds()) // 60
    offset = f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60}" if minutes else "UTC"
    if minutes % 60:
        offset += f":{abs(minutes) % 60:02}"
    offset = isolate(offset, language)
    if zone.split("/")[0] in ("Etc", "UTC", "GMT"):
        return offset
    comma = "، " if language.rtl else ", "
    return f"{zone_place(zone, language.tag)}{comma}{offset}"


def _swahili_hour(hour: int, minute: int) -> str:
    """The hour as it is said in Swahili, counted from six: 14:30 is "saa 8:30 mchana"."""
    part = (
        "alfajiri" if 4 <= hour < 6
        else "asubuhi" if 6 <= hour < 12
        else "mchana" if 12 <= hour < 16
        else "jioni" if 16 <= hour < 19
        else "usiku"
    )  # fmt: skip
    return f"saa {(hour - 6) % 12 or 12}:{minute:02} {part}"
