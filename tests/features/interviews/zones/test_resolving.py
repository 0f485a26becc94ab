"""B7: single hours, by name."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.features.interviews.zones import NoSuchHour, Resolved, TwiceThatDay, UnknownZone, local, resolve

MISSING = datetime(2027, 3, 28, 2, 30)
TWICE = datetime(2026, 10, 25, 2, 30)


def seconds(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp())  # type: ignore[misc, arg-type]


def test_B7_a_plain_hour_is_kept_with_all_that_was_chosen() -> None:
    wall = datetime(2026, 11, 23, 10, 0)
    assert resolve(wall, "Asia/Beirut") == Resolved(seconds(2026, 11, 23, 8, 0), wall, "Asia/Beirut", 0)


def test_B7_an_hour_that_the_clocks_jump_over_is_refused_with_others() -> None:
    with pytest.raises(NoSuchHour) as gap:
        resolve(MISSING, "Europe/Berlin")
    assert gap.value.instead == (datetime(2027, 3, 28, 3, 0), datetime(2027, 3, 28, 3, 30))


def test_B7_a_fold_does_not_talk_a_missing_hour_into_being() -> None:
    for fold in (0, 1):
        with pytest.raises(NoSuchHour):
            resolve(MISSING, "Europe/Berlin", fold)


def test_B7_an_hour_that_comes_twice_is_asked_about() -> None:
    with pytest.raises(TwiceThatDay) as twice:
        resolve(TWICE, "Europe/Berlin")
    assert twice.value.both == (seconds(2026, 10, 25, 0, 30), seconds(2026, 10, 25, 1, 30))
    chosen = [resolve(TWICE, "Europe/Berlin", fold) for fold in (0, 1)]
    assert tuple(one.utc for one in chosen) == twice.value.both
    assert [local(one.utc, "Europe/Berlin").fold for one in chosen] == [0, 1]


def test_B7_a_whole_day_may_be_missing() -> None:
    """Samoa went over the date line: there was no 30 December 2011."""
    with pytest.raises(NoSuchHour) as gap:
        resolve(datetime(2011, 12, 30, 10, 0), "Pacific/Apia")
    assert gap.value.instead == (datetime(2011, 12, 31, 0, 0), datetime(2011, 12, 31, 10, 0))


@pytest.mark.parametrize(
    "zone", ["", "Berlin", "../../etc/passwd", "/etc/localtime", "Factory", "Europe", "A" * 500]
)
def test_I5_what_is_no_zone_is_refused_by_name(zone: str) -> None:
    with pytest.raises(UnknownZone):
        resolve(datetime(2026, 11, 23, 10, 0), zone)
    with pytest.raises(UnknownZone):
        local(0, zone)


@pytest.mark.parametrize(
    "wall",
    [
        datetime(2026, 11, 23, 10, 0, tzinfo=UTC),
        datetime(2026, 11, 23, 10, 0, 0, 1),
        datetime(1, 1, 1),
        datetime(9999, 12, 31),
    ],
)
def test_a_wall_time_that_is_none_is_refused(wall: datetime) -> None:
    with pytest.raises(ValueError, match=r"wall time|out of reach"):
        resolve(wall, "Europe/Berlin")
