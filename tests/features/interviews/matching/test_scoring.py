"""The sum of the points, by hand."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from bot.features.interviews.matching import weights
from bot.features.interviews.matching.codes import codes_of
from bot.features.interviews.matching.model import Codes, Match, Occupation, Tongue, Wanted
from bot.features.interviews.matching.scoring import match
from bot.features.skills import Job, Profile
from bot.features.skills import Tongue as Spoken
from tests.features.interviews.matching.crowd import one

WANTED = Wanted(
    "v",
    "o",
    "7512",
    "DE",
    (Tongue("de", 3, 3, 2, 2),),
    3,
    ("car", "lorry"),
    travel_document=True,
    nights=True,
)
BEST = Codes(
    (Occupation("7512", 3, 3, 3),), (Tongue("de", 7, 7, 7, 7),), "SO", "DE", travel=2, licences=6, nights=1
)


def points(codes: Codes, wanted: Wanted = WANTED) -> int:
    return match(codes, wanted).points


def reason(found: Match, start: str) -> tuple[str, int]:
    return next((one.code, one.points) for one in found.reasons if one.code.startswith(start))


def test_all_together_are_a_hundred() -> None:
    assert weights.MOST == 100
    assert points(BEST) == 100
    assert points(Codes()) == weights.ANYWHERE + weights.NIGHTS_UNSAID


def test_nobody_of_another_field_comes_before_one_of_the_field() -> None:
    assert weights.SUB_MAJOR > weights.REST
    assert points(replace(BEST, occupations=())) < points(Codes((Occupation("7599"),)))


def test_C8_the_points_are_those_of_the_reasons_for_anybody() -> None:
    chance = random.Random(4)
    for _ in range(300):
        codes = one(chance)
        found = match(codes, WANTED)
        assert found.points == sum(reason.points for reason in found.reasons)
        assert all(0 <= reason.points <= reason.most for reason in found.reasons)
        assert sum(reason.most for reason in found.reasons) == 100


@pytest.mark.parametrize(
    ("unit", "code", "worth"),
    [
        ("7512", "work.unit", 50),
        ("7511", "work.minor", 40),
        ("7531", "work.sub_major", 30),
        ("7112", "work.other", 0),
        ("2512", "work.other", 0),
    ],
)
def test_the_nearest_group_of_isco_counts(unit: str, code: str, worth: int) -> None:
    assert reason(match(Codes((Occupation(unit),)), WANTED), "work") == (code, worth)


def test_the_best_of_several_works_counts() -> None:
    weak, strong, other = Occupation("7512"), Occupation("7511", 4, 3, 3), Occupation("2512", 4, 3, 3)
    both = match(Codes((weak, strong, other)), WANTED)
    assert reason(both, "work") == ("work.minor", 40)
    assert both.points == points(Codes((strong,)))


@pytest.mark.parametrize(
    ("years", "has", "worth"),
    [(0, -1, 9), (1, 0, 5), (2, 1, 9), (3, 1, 5), (5, 2, 9), (6, 1, 0), (10, 3, 9), (11, 3, 5), (3, -1, 0)],
)
def test_years_are_enough_near_or_fewer(years: int, has: int, worth: int) -> None:
    wanted = replace(WANTED, years=years)
    assert reason(match(Codes((Occupation("7512", has),)), wanted), "years")[1] == worth


def test_a_language_counts_by_skill_and_half_where_one_level_is_missing() -> None:
    wanted = replace(WANTED, languages=(Tongue("de", 3, 3),))
    assert [one.points for one in match(Codes(tongues=(Tongue("de", 3, 2),)), wanted).reasons[1:3]] == [7, 4]
    assert [one.points for one in match(Codes(tongues=(Tongue("de", 1, 0),)), wanted).reasons[1:3]] == [0, 0]
    assert [one.points for one in match(Codes(tongues=(Tongue("en", 6, 6),)), wanted).reasons[1:3]] == [0, 0]


def test_wishes_papers_and_licences_count_little() -> None:
    assert points(BEST) - points(replace(BEST, wished="CA")) == 4
    assert points(BEST) - points(replace(BEST, wished="")) == 1
    assert points(replace(BEST, wished="CA", lives="DE")) == 100
    assert points(BEST) - points(replace(BEST, travel=1)) == 2
    assert points(BEST) - points(replace(BEST, travel=-1)) == 4
    assert points(BEST) - points(replace(BEST, licences=2)) == 3
    assert points(BEST) - points(replace(BEST, nights=0)) == 3


def test_what_is_not_asked_for_counts_in_full_for_everybody() -> None:
    easy = Wanted("v", "o", "7512", "DE")
    assert points(Codes((Occupation("7512", -1, 3, 3),), wished="DE"), easy) == 100


@pytest.mark.parametrize("isco", ["", "75", "751a", "７512"])
def test_a_vacancy_without_a_unit_group_is_refused(isco: str) -> None:
    with pytest.raises(ValueError, match="four digits"):
        Wanted("v", "o", isco, "DE")


def test_E3_codes_hold_no_words_of_hers() -> None:
    known = {skill: {"B1": True, "B2": False} for skill in ("listening", "speaking")}
    kept = Profile(
        [
            Job("secret words", "7512", {"0": 1, "1": 3, "2": -1}, "six_ten", "now", "secret oven"),
            Job("secret again", "7512", {}, "over_ten", "longer"),
            Job("secret, no code"),
        ],
        [Spoken("so", mother=True), Spoken("de", known=known)],
        {
            "certificates": "secret school",
            "alone": "family",
            "countries": "DE",
            "lives": "KE",
            "travel": "in_progress",
            "licences": ["car", "forklift", "secret"],
            "nights": "no",
        },
    )
    codes = codes_of(kept)
    assert codes == Codes(
        (Occupation("7512", 4, 3, 3),),
        (Tongue("de", 3, 3, 0, 0), Tongue("so", 7, 7, 7, 7)),
        "KE",
        "DE",
        travel=1,
        licences=2 + 32,
        nights=0,
    )
    assert "secret" not in repr(codes)


def test_answers_of_another_shape_are_not_said() -> None:
    odd = Profile(
        answers={"travel": ["yes"], "countries": 5, "lives": "germany", "nights": None, "licences": "car"}
    )
    assert codes_of(odd) == Codes()
