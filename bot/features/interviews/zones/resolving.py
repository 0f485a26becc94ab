"""Wall time to UTC and back: hours that do not exist are refused, those that come twice asked about (B7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

_FIRST_YEAR, _LAST_YEAR = 1970, 9000  # a day before or after still has to be a date
_DAY = 86_400  # no zone changes its clocks and takes it back within a day
_NO_PLACE = frozenset(("Factory", "localtime"))


class UnknownZone(ValueError):
    """There is no such IANA zone."""

    def __init__(self, zone: str) -> None:
        super().__init__(f"{zone[:60]!r} is no IANA time zone")
        self.zone = zone


class NoSuchHour(ValueError):
    """The clocks of the zone jump over this wall time. `instead`: valid wall times right after it, soonest
    first: the first minute after the jump, and what the clock really shows at the moment that was meant."""

    def __init__(self, wall: datetime, zone: str, instead: tuple[datetime, ...]) -> None:
        super().__init__(f"{wall:%Y-%m-%d %H:%M} does not exist in {zone}")
        self.wall, self.zone, self.instead = wall, zone, instead


class TwiceThatDay(ValueError):
    """The clocks of the zone show this wall time twice. `both`: the two moments in seconds UTC; the first is
    fold 0, the second fold 1."""

    def __init__(self, wall: datetime, zone: str, both: tuple[int, int]) -> None:
        super().__init__(f"{wall:%Y-%m-%d %H:%M} comes twice in {zone}")
        self.wall, self.zone, self.both = wall, zone, both


@dataclass(frozen=True, slots=True)
class Resolved:
    """One moment with the choice that led to it: all of it is stored (B7)."""

    utc: int
    """Seconds since 1970."""
    wall: datetime
    """What the clocks show there: without tzinfo, as it was chosen."""
    zone: str
    """IANA name."""
    fold: int
    """0, or 1 where the wall time comes twice and the second is meant (PEP 495)."""


def resolve(wall: datetime, zone: str, fold: int | None = None) -> Resolved:
    """The moment at which the clocks of a zone show `wall` (a datetime without tzinfo, whole seconds).

    `fold` chooses between two moments, and is needed only where there are two. Raises NoSuchHour,
    TwiceThatDay, UnknownZone, or ValueError for a wall time that no interview can have.
    """
    if wall.tzinfo is not None or wall.microsecond:
        raise ValueError("a wall time has no zone of its own and whole seconds")
    if not _FIRST_YEAR < wall.year < _LAST_YEAR:
        raise ValueError(f"the year {wall.year} is out of reach")
    rules = zone_info(zone)
    wall = wall.replace(fold=0)
    first, second = (_seconds(wall, rules, side) for side in (0, 1))
    if first == second:
        return Resolved(first, wall, zone, 0)
    if _shown(first, rules) != wall:
        raise NoSuchHour(wall, zone, _instead(wall, first, second, rules))
    if fold is None:
        raise TwiceThatDay(wall, zone, (first, second))
    return Resolved(second if fold else first, wall, zone, 1 if fold else 0)


def local(utc: float, zone: str) -> datetime:
    """What the clocks of a zone show at a moment; its `fold` is 1 where they show it for the second time.

    Raises UnknownZone.
    """
    return datetime.fromtimestamp(int(utc), zone_info(zone)).replace(tzinfo=None)


def offset(utc: float, zone: str) -> int:
    """Seconds by which the clocks of a zone are ahead of UTC at a moment. Raises UnknownZone."""
    shift = datetime.fromtimestamp(int(utc), zone_info(zone)).utcoffset()
    assert shift is not None, "a zone has an offset"
    return int(shift.total_seconds())


def clock_changes(zone: str, first: int, last: int) -> list[int]:
    """The moments (seconds UTC) after `first` and up to `last` from which the clocks of a zone are ahead of
    UTC by another amount. Raises UnknownZone."""
    rules = zone_info(zone)
    found, before, old = [], first, _ahead(first, rules)
    while before < last:
        after = min(before + _DAY, last)
        if _ahead(after, rules) != old:
            before = _first_after(before, after, rules)
            old = _ahead(before, rules)
            found.append(before)
        else:
            before = after
    return found


def is_zone(name: str) -> bool:
    """Is there such an IANA zone?"""
    try:
        zone_info(name)
    except UnknownZone:
        return False
    return True


def zone_info(zone: str) -> ZoneInfo:
    """The rules of a zone. Raises UnknownZone, also for names that would be paths."""
    try:
        return _rules(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnknownZone(zone) from None


def _rules(zone: str) -> ZoneInfo:
    if zone not in _names():
        raise ZoneInfoNotFoundError(zone)
    return ZoneInfo(zone)


@cache
def _names() -> frozenset[str]:
    return frozenset(available_timezones() - _NO_PLACE)


def _seconds(wall: datetime, rules: ZoneInfo, fold: int) -> int:
    return int(wall.replace(tzinfo=rules, fold=fold).timestamp())


def _shown(utc: int, rules: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(utc, rules).replace(tzinfo=None, fold=0)


def _instead(wall: datetime, meant: int, earlier: int, rules: ZoneInfo) -> tuple[datetime, ...]:
    """In a jump, fold 0 counts with the offset before it and lands after it, fold 1 the other way round."""
    shown = _shown(meant, rules)
    jump = _first_after(earlier, meant, rules)
    return tuple(dict.fromkeys((_shown(jump, rules), shown)))


def _first_after(before: int, after: int, rules: ZoneInfo) -> int:
    """The second at which the offset changes, between two moments with different offsets."""
    old = _ahead(before, rules)
    while after - before > 1:
        middle = (before + after) // 2
        if _ahead(middle, rules) == old:
            before = middle
        else:
            after = middle
    return after


def _ahead(utc: int, rules: ZoneInfo) -> timedelta | None:
    return datetime.fromtimestamp(utc, rules).utcoffset()
