"""How answers are weighed: what was not answered is neither true nor false."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.messages import Text
from bot.features.guidance.pathways.model import ASKED, Among, Condition, Need, Verdict, Way, holds, known
from tests.features.guidance.pathways.finders import finder, rules

HAS_PAPER: Condition = ((Among("travel", frozenset({"have"})),),)
IN_KENYA = Among("here", frozenset({"KE"}))
NOT_IN_KENYA = Among("here", frozenset({"KE"}), turned=True)
NO, OPEN = Text("rules", "No."), Text("rules", "Open?")


def need(met: Condition, unsure: Condition = (), no: Text | None = NO) -> Need:
    return Need("it", met, unsure, no, OPEN, "a source", date(2026, 11, 22))


@pytest.mark.parametrize(
    ("answers", "expected"), [({}, None), ({"here": "KE"}, True), ({"here": "UG"}, False)]
)
def test_a_condition_is_true_false_or_not_known(answers: dict[str, str], expected: bool | None) -> None:
    assert holds(((IN_KENYA,),), answers) is expected
    turned = None if expected is None else not expected
    assert holds(((NOT_IN_KENYA,),), answers) is turned


def test_a_row_holds_where_all_of_it_holds_and_fails_as_soon_as_a_part_does() -> None:
    row = (IN_KENYA, *HAS_PAPER[0])
    assert holds((row,), {"here": "KE"}) is None
    assert holds((row,), {"here": "UG"}) is False
    assert holds((row, HAS_PAPER[0]), {"here": "UG", "travel": "have"}) is True


@pytest.mark.parametrize(
    ("asked", "travel", "verdict"),
    [
        (need(HAS_PAPER), "have", "yes"),
        (need(HAS_PAPER), "none", "no"),
        (need(HAS_PAPER), "", "maybe"),
        (need(HAS_PAPER, ((Among("travel", frozenset({"coming"})),),)), "coming", "maybe"),
        (need(HAS_PAPER, no=None), "none", "maybe"),
        (need((), no=None), "have", "maybe"),
    ],
    ids=["met", "failed", "not answered", "unsure", "never fails", "never settled"],
)
def test_a_need_is_met_failed_or_open(asked: Need, travel: str, verdict: Verdict) -> None:
    assert asked.weigh(known({"travel": travel})) == verdict


def test_what_fails_decides_before_what_is_open() -> None:
    way = Way("it", "pathways/it", "all", (need((), no=None), need(HAS_PAPER)), OPEN)
    verdict, decided = way.weigh({"travel": "none"})
    assert (verdict, decided) == ("no", way.needs[1])


@pytest.mark.parametrize(
    ("given_", "outside"),
    [
        ({"here": "KE", "nationality": "KE"}, "no"),
        ({"here": "KE", "nationality": "SO"}, "yes"),
        ({"papers": "refugee"}, "yes"),
        ({"here": "KE", "nationality": "KE", "papers": "refugee"}, "no"),
        ({"here": "KE", "papers": "waiting"}, None),
    ],
)
def test_being_outside_the_own_country_follows_from_two_answers(
    given_: dict[str, str], outside: str | None
) -> None:
    assert known(given_).get("outside_home") == outside


def test_what_is_no_answer_of_ours_counts_as_not_given() -> None:
    assert known({"age": "many", "travel": 7, "faith": "x", "papers": None, "work": "health"}) == {
        "work": "health"
    }


COUNTRIES = ("KE", "DE", "GB", "CA", "SO", "SY", "LB", "TR", "NZ", "EG")
ANSWERS = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(values or COUNTRIES) for name, values in ASKED.items()}
)


@settings(deadline=None)
@given(answers=ANSWERS, kept=st.sets(st.sampled_from(list(ASKED))))
def test_keeping_an_answer_back_can_only_open_a_question(answers: dict[str, str], kept: set[str]) -> None:
    """With fewer answers a way stays as it was, or becomes a maybe; never the other way round."""
    if answers.get("here") == answers.get("nationality"):
        answers.pop("nationality", None)  # a refugee in her own country contradicts herself
    fewer = {name: value for name, value in answers.items() if name not in kept}
    before, after = known(answers), known(fewer)
    for way in rules().values():
        assert way.weigh(after)[0] in (way.weigh(before)[0], "maybe")


@settings(deadline=None)
@given(answers=ANSWERS)
def test_C8_every_verdict_has_its_reason_and_a_maybe_names_the_open_question(answers: dict[str, str]) -> None:
    for one in finder().weigh(answers):
        if one.verdict == "maybe":
            assert one.need is not None
            assert one.need.open.msg.partition("?")[1] == "?"
        elif one.verdict == "no" and rules()[one.way].needs:
            assert one.need is not None
            assert one.need.no is not None
        else:
            assert one.need is None
