"""Rules of zones change, often within weeks: which coming bookings mean another moment now (B8).

What was agreed is what a clock on a wall shows. So the wall time stays, the moment moves, and everyone
touched is told again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.features.interviews.zones.resolving import NoSuchHour, TwiceThatDay, UnknownZone, resolve


@dataclass(frozen=True, slots=True)
class Booked:
    """A coming booking as it was stored: its id, moment (seconds UTC), wall time and zone."""

    id: str
    utc: int
    wall: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Shift:
    """A booking whose wall time means another moment under the rules in use."""

    booked: Booked
    utc: int | None
    """The moment that it means now, seconds UTC; None where a person has to choose anew."""
    instead: tuple[datetime, ...] = ()
    """Wall times to choose from, where the chosen one does not exist any more."""


def recompute(bookings: Iterable[Booked]) -> list[Shift]:
    """Those of the bookings that shift under the present rules. Unchanged ones are left out."""
    return [shift for booked in bookings if (shift := _shift(booked)) is not None]


def _shift(booked: Booked) -> Shift | None:
    try:
        utc = resolve(booked.wall, booked.zone).utc
    except TwiceThatDay as twice:
        # The choice between the two was made when it was booked: the nearer one is that.
        utc = min(twice.both, key=lambda moment: abs(moment - booked.utc))
    except NoSuchHour as gap:
        return Shift(booked, None, gap.instead)
    except UnknownZone:
        return Shift(booked, None)
    return None if utc == booked.utc else Shift(booked, utc)
