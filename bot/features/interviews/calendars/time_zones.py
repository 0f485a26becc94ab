"""VTIMEZONE components from the rules in use (RFC 5545, 3.6.5).

icalendar can make one too, but gives an onset in the local time after the change instead of the time before
it: programs that believe it change the clocks an hour late in spring.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from bot.features.interviews.zones import clock_changes, zone_info

_YEAR = 31_556_952
"""Seconds of a year. At least one before the first and after the last moment is covered, with its changes."""

_Kind = tuple[bool, timedelta, timedelta, str]
"""Daylight saving or not, offset before, offset after, abbreviation."""


def time_zone(zone: str, first: int, last: int) -> Timezone:
    """The rules of a zone for all moments from `first` to `last` (seconds UTC), with a year around them.

    Not to be changed: the same one is handed out again. Raises UnknownZone.
    """
    return _covering(zone, (first // _YEAR - 1) * _YEAR, (last // _YEAR + 2) * _YEAR)


@lru_cache(maxsize=256)
def _covering(zone: str, begin: int, end: int) -> Timezone:
    rules = zone_info(zone)
    moments = (begin, *clock_changes(zone, begin, end))
    times = [datetime.fromtimestamp(moment, rules) for moment in moments]
    # Dublin's winter and Morocco's Ramadan are "negative" daylight saving, which few programs know: there the
    # other part of the year is the one that saves.
    inverted = any(_delta(time.dst()) < timedelta() for time in times)
    kinds: dict[_Kind, list[datetime]] = {}
    old = _delta(times[0].utcoffset())
    for time in times:
        new = _delta(time.utcoffset())
        saving = (_delta(time.dst()) != timedelta()) != inverted
        # The onset is told in the local time that was valid before it.
        onset = (time.astimezone(UTC) + old).replace(tzinfo=None)
        kinds.setdefault((saving, old, new, time.tzname() or zone), []).append(onset)
        old = new
    found = Timezone()
    found.add("TZID", zone)
    for kind, onsets in kinds.items():
        found.add_component(_observance(kind, onsets))
    return found


def _delta(shift: timedelta | None) -> timedelta:
    return shift or timedelta()


def _observance(kind: _Kind, onsets: list[datetime]) -> TimezoneStandard | TimezoneDaylight:
    saving, old, after, name = kind
    part = TimezoneDaylight() if saving else TimezoneStandard()
    part.add("DTSTART", onsets[0])
    part.add("TZOFFSETFROM", old)
    part.add("TZOFFSETTO", after)
    part.add("TZNAME", name)
    if onsets[1:]:
        part.add("RDATE", onsets[1:])
    return part
