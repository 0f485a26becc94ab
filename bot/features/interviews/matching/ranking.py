"""The order of all candidates for one vacancy, in SQL: the sum of `scoring`, page by page.

Whoever has worked in the same sub-major group has more points than anybody who has not (weights.SUB_MAJOR),
so those come first, found by the index of occupations; all others follow, and nobody is left out (C8).
Among equals the lots decide, turned by the vacancy, so that the same person is not the last everywhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
)

from bot.features.interviews.matching import weights
from bot.features.interviews.matching.keeping import LOTS
from bot.features.interviews.matching.model import MINOR, SUB_MAJOR, UNIT, UNSAID, Wanted
from bot.features.interviews.matching.tables import candidates, occupations, tongues

Int = ColumnElement[int]
Scored = Select[tuple[int, str | None, int]]
Scorer = Callable[[int, int], Scored]
"""The scored ones of a group: at least all who have so many points, and not more than so many."""
_STEP = 15
_WIDER = 3
"""How many times further down each look goes than the one before it: 1, 3, 9 points."""


TOP = (weights.MOST + 1) * LOTS
"""Above everybody. A place is points * LOTS + the turned lot: one number, so that the engine sorts fast."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate at her place; `person` is None for a canary."""

    id: int
    person: str | None
    place: int

    @property
    def points(self) -> int:
        return self.place // LOTS


def ranked(conn: Connection, wanted: Wanted, now: float, after: int = TOP, limit: int = 10) -> list[Ranked]:
    """The next candidates below a place, at most `limit`. Fewer: these are the last."""
    found: list[Ranked] = []
    if after > weights.SUB_MAJOR * LOTS:
        near = partial(_near, wanted, now)
        found = _best(conn, near, after, limit, (weights.MOST - _STEP, weights.SUB_MAJOR))
    if len(found) < limit:
        others = partial(_others, wanted, now)
        found += _best(conn, others, after, limit - len(found), (weights.REST - _STEP, 0))
    return found


def _best(conn: Connection, scored: Scorer, after: int, limit: int, ladder: tuple[int, int]) -> list[Ranked]:
    """The next of one group. Scoring all of it is slow, so it is asked first for those who may reach many
    points, and for more of them only where these do not fill the page: the answer is the same.

    `ladder`: the points to begin with, and those that everybody of the group has.
    """
    begin, bottom = ladder
    most, step = after // LOTS, 1
    # Far down the list many have equal points, so the next page begins and mostly ends where the last ended.
    least = begin if most > begin + _STEP else max(bottom, most - step)
    while True:
        found = _fetch(conn, scored(least, most), after, limit)
        if least <= bottom or sum(one.points >= least for one in found) == limit:
            return found
        # With a full page, whoever is not scored yet and belongs on it has as many points as its last one.
        step *= _WIDER
        lower = found[-1].points if len(found) == limit else least - step
        least = max(bottom, lower)


def place(points: int, lot: int, vacancy_id: str) -> int:
    """Where somebody with this lot stands; for each vacancy the lots come in another order."""
    return points * LOTS + lot * _turn_of(vacancy_id) % LOTS


def _turn_of(vacancy_id: str) -> int:
    """1 to LOTS - 1: as LOTS is prime, multiplying by it puts all lots into another order."""
    digest = hashlib.sha256(vacancy_id.encode()).digest()
    return 1 + int.from_bytes(digest[:8], "big") % (LOTS - 1)


def _fetch(conn: Connection, scored: Scored, after: int, limit: int) -> list[Ranked]:
    rows = scored.subquery("scored")
    page = select(rows.c.id, rows.c.person_id, rows.c.place)
    if after < TOP:
        page = page.where(rows.c.place < after)
    page = page.order_by(rows.c.place.desc()).limit(limit)
    return [Ranked(row.id, row.person_id, row.place) for row in conn.execute(page).all()]


def _near(wanted: Wanted, now: float, least: int, most: int) -> Scored:
    """Those who have worked in the same sub-major group."""
    points = func.max(_work(wanted))
    work = (
        select(occupations.c.candidate_id, points.label("points"))
        .where(_same_field(wanted, _digits(least - weights.REST)))
        .group_by(occupations.c.candidate_id)
        .having(_maybe(points >= least - weights.REST))
        .subquery("work")
    )
    return _scored(wanted, work.c.points, work, now, (least, most))


def _digits(work: int) -> int:
    """How much of the code whoever has so many points for work must share with the vacancy."""
    beside = weights.WORK - weights.UNIT
    if work > weights.MINOR + beside:
        return UNIT
    return MINOR if work > weights.SUB_MAJOR + beside else SUB_MAJOR


def _others(wanted: Wanted, now: float, least: int, most: int) -> Scored:
    """Those who have not."""
    near = select(occupations.c.candidate_id).where(_same_field(wanted, SUB_MAJOR))
    scored = _scored(wanted, literal(0), None, now, (least, most))
    return scored.where(candidates.c.id.not_in(near))


def _scored(
    wanted: Wanted, work: Int, source: Subquery | None, now: float, wished: tuple[int, int]
) -> Scored:
    """`work`: the points of her work; `source`: where they come from; `wished`: at least and at most so many
    points, which decides for many before their languages are looked up."""
    least, most = wished
    joined: FromClause = candidates
    if source is not None:
        joined = joined.join(source, source.c.candidate_id == candidates.c.id)
    spoken = {tag: tongues.alias() for tag in dict.fromkeys(tag for tag, _, _ in wanted.needs)}
    for tag, alias in spoken.items():
        of_hers = and_(alias.c.candidate_id == candidates.c.id, alias.c.tag == tag)
        needed = source is None and _without(wanted, tag) < least
        joined = joined.join(alias, of_hers, isouter=not needed)
    so_far = work + _wishes(wanted)
    at = cast(so_far + _languages(wanted, spoken), BigInteger) * LOTS
    turned = candidates.c.lot * _turn_of(wanted.vacancy_id) % LOTS
    scored = (
        select(candidates.c.id, candidates.c.person_id, (at + turned).label("place"))
        .select_from(joined)
        .where(candidates.c.active_until > int(now))
    )
    if most > weights.MOST:
        return scored
    return scored.where(_maybe(and_(so_far >= least - weights.LANGUAGES, so_far <= most)))


def _maybe(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """The same condition, in a form of which PostgreSQL supposes that half of the rows meet it: of two bounds
    of a sum it supposes a ninth, and then looks thousands of languages up one by one."""
    return case((condition, literal(True)), else_=literal(False))


def _without(wanted: Wanted, tag: str) -> int:
    """The points, but for work, that somebody can have who does not speak this language."""
    others = sum(other != tag for other, _, _ in wanted.needs)
    return weights.REST - weights.LANGUAGES + others * weights.LANGUAGES // len(wanted.needs)


def _same_field(wanted: Wanted, digits: int) -> ColumnElement[bool]:
    """A range, so that the index of units serves it."""
    field = wanted.isco[:digits]
    return and_(occupations.c.unit >= field.ljust(UNIT, "0"), occupations.c.unit <= field.ljust(UNIT, "9"))


def _work(wanted: Wanted) -> Int:
    """The points of one occupation of the same sub-major group."""
    unit, minor = occupations.c.unit, wanted.isco[:MINOR]
    group = case(
        (unit == wanted.isco, weights.UNIT),
        (and_(unit >= f"{minor}0", unit <= f"{minor}9"), weights.MINOR),
        else_=weights.SUB_MAJOR,
    )
    band = wanted.years_band
    years: Int = literal(weights.YEARS_ENOUGH)
    if band > 0:
        years = case(
            (occupations.c.years >= band, weights.YEARS_ENOUGH),
            (occupations.c.years == band - 1, weights.YEARS_NEAR),
            else_=0,
        )
    return (
        group + years + _of(occupations.c.recent, weights.RECENT) + _of(occupations.c.rating, weights.RATING)
    )


def _of(column: Int, points: tuple[int, ...]) -> Int:
    """The points at the index that a column holds; none for what she did not say."""
    return case(*((column == at, worth) for at, worth in enumerate(points) if worth), else_=0)


def _languages(wanted: Wanted, spoken: Mapping[str, FromClause]) -> Int:
    needs = wanted.needs
    if not needs:
        return literal(weights.LANGUAGES)
    halves: Int = literal(0)
    for tag, skill, need in needs:
        has = spoken[tag].c[skill]
        halves = halves + case((has >= need, 2), (has == need - 1, 1), else_=0)
    return halves * weights.LANGUAGES // (2 * len(needs))


def _wishes(wanted: Wanted) -> Int:
    points: Int = case(
        (or_(candidates.c.lives == wanted.country, candidates.c.wished == wanted.country), weights.COUNTRY),
        (candidates.c.wished == "", weights.ANYWHERE),
        else_=0,
    )
    points = points + (
        _of(candidates.c.travel, weights.TRAVEL) if wanted.travel_document else weights.TRAVEL[-1]
    )
    licences = wanted.licence_set
    has = candidates.c.licences.bitwise_and(licences) == licences
    points = points + (case((has, weights.LICENCE), else_=0) if licences else weights.LICENCE)
    if not wanted.nights:
        return points + weights.NIGHTS
    said = case(
        (candidates.c.nights == 1, weights.NIGHTS),
        (candidates.c.nights == UNSAID, weights.NIGHTS_UNSAID),
        else_=0,
    )
    return points + said
