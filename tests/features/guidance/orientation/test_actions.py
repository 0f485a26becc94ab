"""How far a piece is read: pages, one question about the country, articles, three questions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import create_engine

from bot.delivery.actions import Action, Outcome, Turning
from bot.features.guidance.orientation.actions import actions
from bot.features.guidance.orientation.reading import read_orientation
from bot.mind import ROOT

NOON = 1_796_126_400.0
"""1 December 2026, 12:00 UTC."""


class Guide:
    """The actions of the shipped orientation, with one article taken back."""

    def __init__(self, turning: Turning) -> None:
        shelf = actions(read_orientation(ROOT / "content")[0], lambda id_: id_ != "orientation/housing")
        self._actions: dict[str, Action] = {action.name: action for action in shelf}
        self._turning = turning

    def does(self, name: str, **values: Any) -> Outcome:
        action = self._actions[f"orientation.{name}"]
        outcome = action.run(self._turning, values)
        assert outcome.name in action.outcomes
        return outcome


@pytest.fixture
def guide() -> Iterator[Guide]:
    with create_engine("sqlite://").connect() as conn:
        yield Guide(Turning(conn, "somebody", "en", NOON))


def test_the_day_chooses_the_piece_and_names_the_day_of_the_next(guide: Guide) -> None:
    assert guide.does("before", day="2027-12-01").name == "early"
    outcome = guide.does("before", day="2026-12-29")
    assert (outcome.name, outcome.data) == ("now", {"piece": "before_30", "due": "2026-12-22"})
    assert guide.does("after", day="2026-10-01").data == {"piece": "after_30", "due": None}


def test_the_country_is_asked_for_once_and_only_where_something_differs(guide: Guide) -> None:
    assert guide.does("turn", piece="after_7", page=1, country=None).name == "page"
    asked = guide.does("turn", piece="after_7", page=2, country=None)
    assert (asked.name, asked.data["words"]) == ("where", "after_7/page/2")
    assert guide.does("turn", piece="before_7", page=2, country=None).name == "last"
    noted = guide.does("turn", piece="after_7", page=3, country="de")
    assert (noted.name, noted.data["words"]) == ("last", "after_7/note/de")
    assert guide.does("turn", piece="after_7", page=3, country="other").name == "over"
    known = guide.does("turn", piece="after_7", page=2, country="ca")
    assert (known.name, known.data["words"]) == ("last", "after_7/page/2 after_7/note/ca")


def test_an_article_that_was_taken_back_is_not_offered(guide: Guide) -> None:
    items = guide.does("articles", piece="after_30").data["items"]
    assert "orientation/housing" not in items
    assert "orientation/work-culture" in items


@pytest.mark.parametrize(
    ("answer", "lead"), [("no", "known"), ("yes", "other"), ("unsure", "unsure"), ("", "other")]
)
def test_an_answer_leads_to_what_is_true(guide: Guide, answer: str, lead: str) -> None:
    outcome = guide.does("answer", piece="before_60", check=0, answer=answer)
    assert outcome.data == {"words": f"before_60/{lead}/0", "check": 1}


def test_three_questions_and_no_more(guide: Guide) -> None:
    asked = [guide.does("check", piece="before_60", check=number).name for number in range(4)]
    assert asked == ["question", "question", "question", "over"]
