"""Last days, counted as the law counts them. Whole days only, no clock and no zone."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

SATURDAY = 5


def months_later(start: date, months: int) -> date:
    """The day of the same number so many months later, or the month's last day where it has no such number.

    So periods in months end under Regulation (EEC, Euratom) No 1182/71, Article 3(2)(c), and under section
    188(2) and (3) of the German Civil Code: 30 November and three months is 28 or 29 February. Raises
    OverflowError beyond the year 9999.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > date.max.year:
        raise OverflowError(f"there is no year {year}")
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def working_day_before(day: date) -> date:
    """The Friday before a Saturday or Sunday; any other day itself.

    Article 3(4) of the same regulation moves such a last day on to the next working day. National law and
    public holidays differ, so a reader is told the earlier day, which is never too late.
    """
    over = day.weekday() - SATURDAY
    return day - timedelta(days=over + 1) if over >= 0 else day
