"""The points of one person for one vacancy, with the reason of each (C8). `ranking`: the same in SQL."""

from __future__ import annotations

from collections.abc import Iterator

from bot.features.interviews.matching import weights
from bot.features.interviews.matching.model import (
    MINOR,
    MOTHER_TONGUE,
    RECENT,
    SUB_MAJOR,
    TRAVEL,
    UNIT,
    UNSAID,
    Codes,
    Match,
    Occupation,
    Reason,
    Wanted,
)

RATING = ("not_yet", "with_help", "alone", "teach")


def match(codes: Codes, wanted: Wanted) -> Match:
    """How well they agree. What is not asked for counts in full and is no reason worth a word."""
    reasons = (*_work(codes, wanted), *_languages(codes, wanted), *_wishes(codes, wanted))
    return Match(sum(reason.points for reason in reasons), reasons)


def _work(codes: Codes, wanted: Wanted) -> tuple[Reason, ...]:
    """The reasons of the work of hers that counts most; one reason where none is near."""
    near = [reasons for work in codes.occupations if (reasons := tuple(_of_work(work, wanted)))[0].points > 0]
    if not near:
        return (Reason("work.other", 0, weights.WORK),)
    return max(near, key=lambda reasons: sum(reason.points for reason in reasons))


def _of_work(work: Occupation, wanted: Wanted) -> Iterator[Reason]:
    yield _group(work.unit, wanted.isco)
    yield _years(work.years, wanted.years_band)
    recent = RECENT[work.recent] if work.recent != UNSAID else "unsaid"
    points = weights.RECENT[work.recent] if work.recent != UNSAID else 0
    yield Reason(f"recent.{recent}", points, weights.RECENT[-1])
    rating = RATING[work.rating] if work.rating != UNSAID else "unsaid"
    points = weights.RATING[work.rating] if work.rating != UNSAID else 0
    yield Reason(f"rating.{rating}", points, weights.RATING[-1])


def _group(unit: str, isco: str) -> Reason:
    """`unit` in the values: the work that she did."""
    said = {"unit": unit}
    for digits, name, points in (
        (UNIT, "unit", weights.UNIT),
        (MINOR, "minor", weights.MINOR),
        (SUB_MAJOR, "sub_major", weights.SUB_MAJOR),
    ):
        if unit[:digits] == isco[:digits]:
            return Reason(f"work.{name}", points, weights.UNIT, said)
    return Reason("work.other", 0, weights.WORK)


def _years(years: int, band: int) -> Reason:
    if band == 0:
        return Reason("years.any", weights.YEARS_ENOUGH, weights.YEARS_ENOUGH)
    if years >= band:
        return Reason("years.enough", weights.YEARS_ENOUGH, weights.YEARS_ENOUGH)
    if years == band - 1:
        return Reason("years.near", weights.YEARS_NEAR, weights.YEARS_ENOUGH)
    return Reason("years.unsaid" if years == UNSAID else "years.fewer", 0, weights.YEARS_ENOUGH)


def _languages(codes: Codes, wanted: Wanted) -> Iterator[Reason]:
    """One reason a language and skill; the rounding of LANGUAGES goes to the first of them.

    `values`: the tag, the skill, the level she has and the level needed, as numbers.
    """
    needs = wanted.needs
    if not needs:
        yield Reason("language.any", weights.LANGUAGES, weights.LANGUAGES)
        return
    known = {tongue.tag: tongue for tongue in codes.tongues}
    halves = [_halves(known[tag].level(skill) if tag in known else None, n) for tag, skill, n in needs]
    shares = _spread(halves, len(needs))
    most = _spread([2] * len(needs), len(needs))
    for (tag, skill, need), points, full in zip(needs, shares, most, strict=True):
        has = known[tag].level(skill) if tag in known else UNSAID
        said = {"tag": tag, "skill": skill, "has": str(min(has, MOTHER_TONGUE)), "needed": str(need)}
        yield Reason("language", points, full, said)


def _halves(has: int | None, need: int) -> int:
    """2 for the level itself, 1 for the one below, else 0."""
    return 0 if has is None else 2 if has >= need else 1 if has == need - 1 else 0


def _spread(halves: list[int], needs: int) -> list[int]:
    """Whole points for each, so that their sum is what all together are worth, rounded down."""
    sums = [sum(halves[: at + 1]) * weights.LANGUAGES // (2 * needs) for at in range(needs)]
    return [total - before for total, before in zip(sums, [0, *sums], strict=False)]


def _wishes(codes: Codes, wanted: Wanted) -> Iterator[Reason]:
    if wanted.country in (codes.lives, codes.wished):
        code = "lives" if wanted.country == codes.lives else "wished"
        yield Reason(f"country.{code}", weights.COUNTRY, weights.COUNTRY)
    elif not codes.wished:
        yield Reason("country.anywhere", weights.ANYWHERE, weights.COUNTRY)
    else:
        yield Reason("country.unsaid", 0, weights.COUNTRY)
    yield _travel(codes.travel, wanted)
    yield _licence(codes.licences, wanted)
    yield _nights(codes.nights, wanted)


def _travel(travel: int, wanted: Wanted) -> Reason:
    if not wanted.travel_document:
        return Reason("travel.any", weights.TRAVEL[-1], weights.TRAVEL[-1])
    if travel == UNSAID:
        return Reason("travel.unsaid", 0, weights.TRAVEL[-1])
    return Reason(f"travel.{TRAVEL[travel]}", weights.TRAVEL[travel], weights.TRAVEL[-1])


def _licence(licences: int, wanted: Wanted) -> Reason:
    needed = wanted.licence_set
    if not needed:
        return Reason("licence.any", weights.LICENCE, weights.LICENCE)
    if licences & needed == needed:
        return Reason("licence.has", weights.LICENCE, weights.LICENCE)
    return Reason("licence.unsaid", 0, weights.LICENCE)


def _nights(nights: int, wanted: Wanted) -> Reason:
    if not wanted.nights:
        return Reason("nights.any", weights.NIGHTS, weights.NIGHTS)
    if nights == UNSAID:
        return Reason("nights.unsaid", weights.NIGHTS_UNSAID, weights.NIGHTS)
    points = weights.NIGHTS if nights == 1 else 0
    return Reason("nights.yes" if nights == 1 else "nights.no", points, weights.NIGHTS)
