"""VTIMEZONE: what a calendar program counts from it, in every zone."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

import dateutil.tz
import icalendar
import pytest

from bot.features.interviews.calendars.time_zones import time_zone
from bot.features.interviews.zones import clock_changes, offset
from tests.features.interviews.calendars.entries import seconds

FIRST, LAST = seconds(2026, 1, 1), seconds(2028, 1, 1)
ZONES = sorted(available_timezones() - {"Factory", "localtime"})
# One name of each set of alike zones is enough here: the tests of zones take all.
SAMPLE = ZONES[::6]


def counted(component: icalendar.Timezone, utc: int) -> datetime:
    """The wall time of a moment by dateutil's own reading of the component."""
    zone = dateutil.tz.tzical(io.StringIO(component.to_ical().decode())).get()
    assert zone is not None
    return datetime.fromtimestamp(utc, UTC).astimezone(zone).replace(tzinfo=None)


def shown(zone: str, utc: int) -> datetime:
    return datetime.fromtimestamp(utc, ZoneInfo(zone)).replace(tzinfo=None)


def near_changes(zone: str) -> list[int]:
    """Moments around every change; to the minute where an hour is missing and none comes twice."""
    found = [FIRST, LAST]
    for at in clock_changes(zone, FIRST, LAST):
        jumps = offset(at, zone) > offset(at - 1, zone)
        found += [at + by for by in ((-7_200, -60, 60, 7_200) if jumps else (-7_200, 7_200))]
    return found


@pytest.mark.parametrize(
    "zone",
    ["Europe/Berlin", "Africa/Casablanca", "Europe/Dublin", "Asia/Beirut", "America/St_Johns", "Asia/Gaza"],
)
def test_another_library_counts_the_same_hours_from_it(zone: str) -> None:
    component, moments = time_zone(zone, FIRST, LAST), near_changes(zone)
    assert [counted(component, at) for at in moments] == [shown(zone, at) for at in moments]


def test_control_the_library_s_own_component_changes_an_hour_late() -> None:
    """Why time_zones.py exists: should this fail, icalendar was mended and the module can go."""
    own = icalendar.Timezone.from_tzid("Europe/Berlin", first_date=datetime(2025, 1, 1).date())
    moments = near_changes("Europe/Berlin")
    assert [counted(own, at) for at in moments] != [shown("Europe/Berlin", at) for at in moments]


@pytest.mark.parametrize("zone", SAMPLE)
def test_every_onset_stands_where_the_clocks_change(zone: str) -> None:
    onsets = set()
    for part in time_zone(zone, FIRST, LAST).subcomponents:
        before = part.TZOFFSETFROM.total_seconds()
        rdates = part.get("RDATE", [])
        listed = [one.dt for group in (rdates if isinstance(rdates, list) else [rdates]) for one in group.dts]
        for wall in [part.DTSTART, *listed]:
            utc = int(wall.replace(tzinfo=UTC).timestamp() - before)
            onsets.add((utc, int(part.TZOFFSETTO.total_seconds())))
    expected = {(at, offset(at, zone)) for at in clock_changes(zone, FIRST, LAST)}
    assert expected <= onsets
