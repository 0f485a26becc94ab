"""B8: rules that change, with real rule files in the place of the package's."""

from __future__ import annotations

import contextlib
import zoneinfo
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib import resources
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.features.interviews.zones import Booked, Shift, fingerprint, recompute, resolve, retell, telling
from bot.language import zone_data
from bot.store.database import Store

BEIRUT = "Asia/Beirut"
Replace = Callable[[str, str], None]


@pytest.fixture
def rules(tmp_path: Path) -> Iterator[Replace]:
    """(zone, other): from now on the clocks of `zone` do what those of `other` do."""

    def replace(zone: str, other: str) -> None:
        file = tmp_path / zone
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(resources.files("tzdata.zoneinfo").joinpath(other).read_bytes())
        zoneinfo.reset_tzpath([tmp_path])
        zoneinfo.ZoneInfo.clear_cache()

    yield replace
    zone_data.apply()


def booked(id_: str, wall: datetime, zone: str = BEIRUT, fold: int | None = None) -> Booked:
    return Booked(id_, resolve(wall, zone, fold).utc, wall, zone)


def test_B8_under_the_same_rules_nothing_shifts() -> None:
    bookings = [booked(str(day), datetime(2026, 12, day, 9, 0)) for day in range(1, 29)]
    assert recompute([*bookings, booked("twice", datetime(2026, 10, 25, 2, 30), "Europe/Berlin", 1)]) == []


def test_B8_summer_time_given_up_shifts_the_bookings_of_that_summer_only(rules: Replace) -> None:
    """As Lebanon decided and took back in March 2023."""
    winter = booked("winter", datetime(2027, 1, 15, 9, 0))
    summer = booked("summer", datetime(2027, 6, 15, 9, 0))
    elsewhere = booked("elsewhere", datetime(2027, 6, 15, 9, 0), "Europe/Berlin")
    rules(BEIRUT, "Africa/Tripoli")  # UTC+2 all year
    assert recompute([winter, summer, elsewhere]) == [Shift(summer, summer.utc + 3_600)]


def test_B8_an_hour_that_is_gone_is_chosen_anew(rules: Replace) -> None:
    wall = datetime(2027, 3, 28, 2, 30)
    held = booked("gone", wall)
    rules(BEIRUT, "Europe/Berlin")
    (shift,) = recompute([held])
    assert shift.utc is None
    assert shift.instead[0] == datetime(2027, 3, 28, 3, 0)


def test_B8_an_hour_that_comes_twice_now_keeps_the_moment_that_was_agreed(rules: Replace) -> None:
    wall = datetime(2027, 10, 31, 2, 30)
    held = booked("twice", wall, "Africa/Lagos")  # UTC+1 all year: the second 02:30 of Berlin
    rules("Africa/Lagos", "Europe/Berlin")
    assert recompute([held]) == []


def test_B8_a_zone_that_is_no_more_is_reported() -> None:
    assert recompute([Booked("old", 0, datetime(2027, 1, 1, 9, 0), "Europe/Atlantis")])[0].utc is None


class Told:
    """Bookings to recompute, and what was told of them."""

    def __init__(self, *bookings: Booked) -> None:
        self.bookings = bookings
        self.asked = 0
        self.shifts: list[Shift] = []

    def coming(self, conn: Connection) -> tuple[Booked, ...]:
        self.asked += 1
        return self.bookings

    def tell(self, conn: Connection, shift: Shift, now: float) -> None:
        self.shifts.append(shift)

    async def at_start(self, store: Store) -> int:
        return await store.write(lambda conn: retell(conn, self.coming, self.tell, 1))


async def test_B8_at_a_start_with_new_rules_everyone_touched_is_told_once(
    store: Store, rules: Replace, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Told(booked("winter", datetime(2027, 1, 15, 9)), booked("summer", datetime(2027, 6, 15, 9)))
    assert [await told.at_start(store) for _ in range(3)] == [0, 0, 0]
    assert told.asked == 1  # with the same rules nothing is even read
    rules(BEIRUT, "Africa/Tripoli")
    monkeypatch.setattr(telling, "fingerprint", lambda: "2027a-fedcba9876543210")
    assert [await told.at_start(store) for _ in range(3)] == [1, 0, 0]
    assert [shift.booked.id for shift in told.shifts] == ["summer"]


async def test_B8_a_start_that_dies_while_it_tells_does_it_again(store: Store, rules: Replace) -> None:
    told = Told(booked("summer", datetime(2027, 6, 15, 9)))
    rules(BEIRUT, "Africa/Tripoli")

    def dies(conn: Connection) -> None:
        retell(conn, told.coming, told.tell, 1)
        raise ZeroDivisionError

    with contextlib.suppress(ZeroDivisionError):
        await store.write(dies)
    assert await told.at_start(store) == 1


def test_B8_the_fingerprint_names_the_version_in_use() -> None:
    version, digest = fingerprint().split("-")
    assert version[:4].isdecimal() and len(digest) == 16


def test_B8_rules_come_from_the_package_and_not_from_the_machine() -> None:
    assert zoneinfo.TZPATH == ()
