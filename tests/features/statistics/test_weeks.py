"""Whole weeks: a week is over on Monday at midnight UTC, also at the turn of a year."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.features.statistics import weeks


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def test_a_week_is_over_on_monday() -> None:
    assert weeks.last_whole(at("2026-11-22T23:59:59")) == "2026-W46"
    assert weeks.last_whole(at("2026-11-23T00:00:00")) == "2026-W47"
    assert weeks.end("2026-W47") == at("2026-11-23T00:00:00")
    assert (str(weeks.monday("2026-W47")), str(weeks.sunday("2026-W47"))) == ("2026-11-16", "2026-11-22")


def test_a_year_of_53_weeks_is_followed_by_the_first_week() -> None:
    assert weeks.last("2027-W01", 3) == ["2026-W52", "2026-W53", "2027-W01"]
