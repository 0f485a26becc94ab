"""Opening slots: a length, a buffer, a repetition, in the wall time of a zone (B7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, insert, select

from bot.features.interviews.slots import cells
from bot.features.interviews.slots.links import VIDEO_HOSTS, BadLink, checked_link, room
from bot.features.interviews.slots.model import By, Context, Slot
from bot.features.interviews.slots.reading import of_series
from bot.features.interviews.slots.tables import freezes, slots
from bot.features.interviews.zones import NoSuchHour, Resolved, TwiceThatDay, is_zone, resolve
from bot.store.ids import new_id

STEP = 5
"""Minutes of the grid: begin, length and buffer are multiples of it (B1)."""
LENGTHS = range(STEP, 4 * 60 + 1, STEP)
BUFFERS = range(0, 2 * 60 + 1, STEP)
CAPACITIES = range(1, 51)
MOST = 200
"""Slots of one series."""
FARTHEST = 180 * 24 * 3600
"""Seconds from now within which a slot may begin."""
DAY = (7 * 60, 21 * 60)
"""Minutes of the host's day between which an interview takes place (E6)."""

_ANYWHERE = ("night", "too_many", "nothing")
"""Codes of what is wrong with times whatever their zone is."""
_FAR = 2000

ProblemCode = Literal[
    "length",
    "buffer",
    "capacity",
    "grid",
    "zone",
    "no_link",
    "not_a_link",
    "not_https",
    "other_host",
    "no_such_hour",
    "twice",
    "past",
    "too_far",
    "night",
    "too_many",
    "nothing",
    "frozen",
    "series",
]


@dataclass(frozen=True, slots=True)
class Opening:
    """What an employer asks for. The caller has checked that vacancy and host are the organisation's.

    `series`: 22 letters made with the form, so that sending it twice opens nothing twice (B6). `first`: wall
    time, without tzinfo. `folds`: for hours that come twice, by wall time (2026-10-25T02:30): 0 or 1.
    `skip`: wall times of the repetition to leave out.
    """

    series: str
    organisation: str
    host: str
    vacancy: str
    zone: str
    first: datetime
    minutes: int = 30
    buffer: int = 0
    capacity: int = 1
    repeat: Literal["once", "daily", "weekdays", "weekly"] = "once"
    until: date | None = None
    link: str = ""
    folds: Mapping[str, int] = field(default_factory=dict)
    skip: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Problem:
    """Why nothing was opened. `wall`: which time of the series; `choices`: other wall times, or for an hour
    that comes twice the two moments in seconds UTC, in the order of `folds`."""

    code: ProblemCode
    wall: str = ""
    choices: tuple[datetime | int, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """The slots of the series, or all that is wrong with it; never some of them."""

    slots: tuple[Slot, ...] = ()
    problems: tuple[Problem, ...] = ()


def open_slots(
    conn: Connection,
    ctx: Context,
    by: By,
    wanted: Opening,
    *,
    hosts: Iterable[str] = VIDEO_HOSTS,
    jitsi: str = "",
) -> Opened:
    """Open a series of slots. Without a link each gets a room of its own on the Jitsi server, if there is.

    Slots of one host may lie over each other: the first to be held takes the host's time.
    """
    if by.side == "candidate" or by.organisation not in ("", wanted.organisation):
        return Opened(problems=(Problem("series"),))
    cells.gate(conn, f"o:{wanted.organisation}")
    if before := of_series(conn, wanted.series):
        mine = all(one.organisation == wanted.organisation for one in before)
        return Opened(tuple(before)) if mine else Opened(problems=(Problem("series"),))
    now = ctx.now(conn)
    if problems := faults(conn, wanted, now, hosts=hosts, jitsi=jitsi):
        return Opened(problems=problems)
    times, _ = _times(wanted, now)
    made = tuple(_slot(wanted, time, jitsi) for time in times)
    conn.execute(
        insert(slots), [{name: getattr(one, name) for name in Slot.__dataclass_fields__} for one in made]
    )
    about = {"vacancy": wanted.vacancy, "host": wanted.host, "count": str(len(made))}
    ctx.note(conn, by.id, "slots.opened", wanted.series, about, now)
    return Opened(made)


def faults(
    conn: Connection, wanted: Opening, now: int, *, hosts: Iterable[str], jitsi: str, timed: bool = True
) -> tuple[Problem, ...]:
    """All that is wrong with what is asked for, at once; without `timed` its times are left out.

    Where the zone is unknown nothing is said that depends on it; where the length is wrong, the shortest one
    stands for it.
    """
    problems = [*_shape(wanted), *_link(wanted, hosts, jitsi), *_frozen(conn, wanted.organisation)]
    known = is_zone(wanted.zone)
    problems += [] if known else [Problem("zone")]
    if timed:
        minutes = wanted.minutes if wanted.minutes in LENGTHS else STEP
        _, wrong = _times(replace(wanted, minutes=minutes, zone=wanted.zone if known else "UTC"), now)
        problems += [one for one in wrong if known or one.code in _ANYWHERE]
    return tuple(problems)


def _shape(wanted: Opening) -> list[Problem]:
    checks: tuple[tuple[ProblemCode, bool], ...] = (
        ("length", wanted.minutes in LENGTHS),
        ("buffer", wanted.buffer in BUFFERS),
        ("capacity", wanted.capacity in CAPACITIES),
        ("grid", wanted.first.minute % STEP == 0 and not (wanted.first.second or wanted.first.microsecond)),
    )
    return [Problem(code) for code, right in checks if not right]


def _link(wanted: Opening, hosts: Iterable[str], jitsi: str) -> list[Problem]:
    if not wanted.link.strip():
        return [] if jitsi else [Problem("no_link")]
    try:
        checked_link(wanted.link, hosts)
    except BadLink as bad:
        codes: dict[str, ProblemCode] = {"not_https": "not_https", "other_host": "other_host"}
        return [Problem(codes.get(bad.code, "not_a_link"))]
    return []


def _frozen(conn: Connection, organisation: str) -> list[Problem]:
    there = select(freezes.c.organisation).where(freezes.c.organisation == organisation)
    return [] if conn.execute(there).first() is None else [Problem("frozen")]


def _times(wanted: Opening, now: int) -> tuple[list[Resolved], list[Problem]]:
    walls = _walls(wanted)
    if len(walls) > MOST:
        return [], [Problem("too_many")]
    times: list[Resolved] = []
    problems: list[Problem] = []
    for wall in walls:
        found = _time(wanted, wall, now)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            times.append(found)
    return times, problems or ([] if times else [Problem("nothing")])


def _walls(wanted: Opening) -> list[datetime]:
    """The wall times of the series; at most one more than MOST."""
    if wanted.repeat == "once" or wanted.until is None:
        all_walls = [wanted.first]
    else:
        step = 7 if wanted.repeat == "weekly" else 1
        days = max(0, min((wanted.until - wanted.first.date()).days, 7 * MOST + 7))
        all_walls = [wanted.first + timedelta(days=day) for day in range(0, days + 1, step)]
    if wanted.repeat == "weekdays":
        all_walls = [wall for wall in all_walls if wall.weekday() < 5]
    return [wall for wall in all_walls if written(wall) not in wanted.skip][: MOST + 1]


def _time(wanted: Opening, wall: datetime, now: int) -> Resolved | Problem:
    begin = 60 * wall.hour + wall.minute
    if begin < DAY[0] or begin + wanted.minutes > DAY[1]:
        return Problem("night", written(wall))
    try:
        time = resolve(wall, wanted.zone, wanted.folds.get(written(wall)))
    except NoSuchHour as gap:
        return Problem("no_such_hour", written(wall), gap.instead)
    except TwiceThatDay as twice:
        return Problem("twice", written(wall), twice.both)
    except ValueError:  # a year far from ours
        return Problem("past" if wall.year < _FAR else "too_far", written(wall))
    if time.utc <= now:
        return Problem("past", written(wall))
    return Problem("too_far", written(wall)) if time.utc > now + FARTHEST else time


def written(wall: datetime) -> str:
    """A wall time as it is stored: 2026-11-23T10:00."""
    return wall.strftime("%Y-%m-%dT%H:%M")


def _slot(wanted: Opening, time: Resolved, jitsi: str) -> Slot:
    return Slot(
        id=new_id(),
        organisation=wanted.organisation,
        host=wanted.host,
        vacancy=wanted.vacancy,
        series=wanted.series,
        start=time.utc,
        minutes=wanted.minutes,
        buffer=wanted.buffer,
        zone=wanted.zone,
        wall=written(time.wall),
        fold=time.fold,
        capacity=wanted.capacity,
        state="open",
        link=wanted.link.strip() or room(jitsi),
    )
