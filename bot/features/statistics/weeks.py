"""Weeks as statistics count them: ISO 8601, from Monday to Sunday in UTC, such as 2026-W47."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

WEEK = 7 * 86_400


def last_whole(now: float) -> str:
    """The newest week that is over. Nothing younger is published: whoever looks every day learns no more."""
    return _named(datetime.fromtimestamp(now - WEEK, UTC).date())


def monday(week: str) -> date:
    """Its first day. Raises ValueError for what is no week."""
    year, _, number = week.partition("-W")
    return date.fromisocalendar(int(year), int(number), 1)


def sunday(week: str) -> date:
    """Its last day."""
    return monday(week) + timedelta(days=6)


def end(week: str) -> int:
    """The second at which it is over, since 1970 UTC."""
    after = monday(week) + timedelta(weeks=1)
    return int(datetime(after.year, after.month, after.day, tzinfo=UTC).timestamp())


def before(week: str, weeks: int) -> str:
    """The week that lies so many weeks before."""
    return _named(monday(week) - timedelta(weeks=weeks))


def last(week: str, weeks: int) -> list[str]:
    """So many weeks up to this one, the oldest first."""
    return [before(week, back) for back in reversed(range(weeks))]


def _named(day: date) -> str:
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02}"
