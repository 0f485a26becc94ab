"""The result as it is read: best first, with the reason, how the scheme stands, and the next step."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.features.guidance.pathways.model import CHILD
from bot.features.guidance.pathways.service import NOTHING_AGAINST, PAGE, Finder
from tests.features.guidance.pathways.finders import TODAY, finder, library, rules, say

MECHANIC = {
    "age": "from_18",
    "here": "UG",
    "nationality": "SS",
    "papers": "refugee",
    "travel": "coming",
    "school": "secondary",
    "work": "technical",
    "family": "nobody",
    "speak": "english",
}


def result(given: dict[str, str]) -> str:
    return ",".join(one.token for one in finder().weigh(given))


def test_the_best_come_first() -> None:
    verdicts = [one.verdict for one in finder().weigh(MECHANIC)]
    assert verdicts == sorted(verdicts, key=("yes", "maybe", "no").index)
    assert set(verdicts) == {"yes", "maybe", "no"}


def test_the_first_page_counts_all_ways_and_the_others_only_list() -> None:
    ways = [one.way for one in finder().weigh(MECHANIC)]
    first, second = (
        finder().listed(f"{page} {','.join(ways[PAGE * page :][:PAGE])} {result(MECHANIC)}", "en").text
        for page in (0, 1)
    )
    assert first.startswith("I looked at 19 ways: “yes” 3, “maybe” 7, “not now” 9.")
    assert "nobody can promise a way" in first
    assert first.count("• ") == second.count("• ") == PAGE
    assert second.startswith("• Maybe: ")


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("study", NOTHING_AGAINST.msg),
        ("labour", "Can you get a passport or a travel document in time?"),
        ("family_germany", "you named none of them"),
        ("canada_pilot", "This scheme takes nobody new."),
    ],
    ids=["yes", "maybe", "no", "ended"],
)
def test_each_way_says_why_and_what_to_do_next(way: str, said: str) -> None:
    page = finder().why(f"{way} {result(MECHANIC)}", "en")
    assert said in page.text
    assert rules()[way].next.msg in page.text
    assert "Checked on 2" in page.text
    assert page.spans[0].style == "bold"


def test_status_and_day_come_from_the_article_and_stand_nowhere_else() -> None:
    article = library().articles["pathways/canada-empp"]
    page = finder().why(f"canada_pilot {result(MECHANIC)}", "en").text
    assert "Closed since 31 December 2025." in page
    assert article.status.state == "closed"
    assert "31 December 2025" not in rules()["canada_pilot"].next.msg


def test_a_scheme_that_has_ended_is_a_no_whatever_its_rules_say() -> None:
    """The article decides: rules that would say yes give way to its state."""
    open_rules = {"canada_pilot": replace(rules()["canada_pilot"], needs=rules()["labour"].needs)}
    given = {"work": "technical", "travel": "have"}
    (ended,) = Finder(open_rules, library(), say).weigh(given)
    (running,) = Finder({"labour": rules()["labour"]}, library(), say).weigh(given)
    assert (ended.verdict, running.verdict) == ("no", "yes")


def test_C9_a_child_is_shown_ways_of_families_and_children_only() -> None:
    ways = {one.way for one in finder().weigh({**MECHANIC, "age": CHILD})}
    assert ways == {
        "family_germany",
        "family_listed",
        "family_elsewhere",
        "family_of_worker",
        "child_alone",
        "registration",
    }
    assert "labour" in {one.way for one in finder().weigh(MECHANIC)}


def test_a_withdrawn_article_takes_its_way_along() -> None:
    shelf = library()
    ours = Finder(rules(), shelf, say)
    assert ours.article("study") == "pathways/education-pathways"
    shelf.set_withdrawn(frozenset({"pathways/education-pathways"}), TODAY)
    try:
        assert "study" not in {one.way for one in ours.weigh(MECHANIC)}
        assert ours.article("study") == ""
    finally:
        shelf.set_withdrawn(frozenset(), TODAY)


def test_the_page_that_helps_with_the_open_question_is_named() -> None:
    assert finder().helpful("labour", result(MECHANIC)) == ("pathways/travel-documents",)
    assert finder().helpful("labour", result({**MECHANIC, "travel": "have"})) == ()
    assert finder().helpful("nothing", result(MECHANIC)) == ()


@pytest.mark.parametrize("id", ["", "nothing", "study", "study labour yes", "0"])
def test_I5_an_id_that_is_not_ours_is_answered_politely(id: str) -> None:
    assert finder().why(id, "en").text
