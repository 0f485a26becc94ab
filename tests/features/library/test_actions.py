"""The actions on a real SQLite file, and what they keep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, inspect, select

from bot.conversation.messages import Found
from bot.delivery.actions import Outcome, Turning
from bot.features.library import records
from bot.features.library.actions import actions
from bot.features.library.service import Library
from bot.features.library.tables import feedback, withdrawn
from tests.features.library.articles import english, library, translated

NOON = 1795262400.0  # 2026-11-21 12:00 UTC
WORK, SCAM, HELP = "rights/work", "safety/job-scams", "safety/gender-based-violence"
HELP_EN = english(title="Where to get help", summary="A nurse can help you.", keywords="nurse, shelter",
                  questions=tuple(f"Is there a shelter near {name}?" for name in "abcdefghijkl"))  # fmt: skip
SCAM_EN = english(title="False job offers", summary="Check who offers a job.", keywords="scam, fraud",
                  questions=tuple(f"Is offer {name} a fraud?" for name in "abcdefghijkl"))  # fmt: skip


@pytest.fixture
def shelf(tmp_path: Path) -> Library:
    files = {f"{WORK}/en.md": english(), f"{WORK}/ar.md": translated(), f"{SCAM}/en.md": SCAM_EN}
    files[f"{HELP}/en.md"] = HELP_EN
    return library(tmp_path, files)


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    engine = create_engine(f"sqlite:///{tmp_path / 'rafiq.db'}")
    feedback.create(engine)
    withdrawn.create(engine)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def turning(conn: Connection) -> Turning:
    return Turning(conn, "the-person", "en", NOON)


def run(shelf: Library, name: str, turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """Run an action and hold it to the outcomes that it declares."""
    action = {action.name: action for action in actions(shelf)}[name]
    outcome = action.run(turning, values)
    assert outcome.name in action.outcomes
    return outcome


def test_open_says_how_many_pieces_there_are(shelf: Library, turning: Turning) -> None:
    outcome = run(shelf, "library.open", turning, {"article": WORK})
    assert outcome == Outcome("found", {"article": WORK, "pieces": 2, "last": 1})
    assert run(shelf, "library.open", turning, {"article": "rights/nothing"}).name == "gone"


def test_groups_and_lists_are_in_the_order_of_the_menu(shelf: Library, turning: Turning) -> None:
    groups = run(shelf, "library.groups", turning, {}).data["groups"]
    assert groups == ["rights", "safety"]
    items = run(shelf, "library.list", turning, {"group": "rights"}).data["items"]
    assert items == [WORK]
    assert run(shelf, "library.list", turning, {"group": "family"}).name == "none"


def test_find_takes_what_was_found_before_the_transaction(shelf: Library, turning: Turning) -> None:
    before = replace(turning, found=Found("choices", (SCAM, WORK)))
    outcome = run(shelf, "library.find", before, {"text": "anything"})
    assert outcome.data["items"] == [SCAM, WORK]


def test_find_searches_where_nothing_was_searched(shelf: Library, turning: Turning) -> None:
    outcome = run(shelf, "library.find", turning, {"text": "is this offer a fraud or a scam"})
    assert (outcome.name, outcome.data["article"]) == ("answer", SCAM)
    assert run(shelf, "library.find", turning, {"text": "hello"}).name == "none"


def test_find_puts_danger_first(shelf: Library, turning: Turning) -> None:
    outcome = run(shelf, "library.find", turning, {"text": "he beats me because of this job offer"})
    assert outcome == Outcome("urgent", {"kind": "violence", "items": [HELP], "other": ""})
    shelf.set_withdrawn(frozenset({HELP}), shelf.today)
    outcome = run(shelf, "library.find", turning, {"text": "he beats me because of this job offer"})
    assert outcome == Outcome("urgent", {"kind": "violence", "items": [], "other": ""})


def test_what_is_asked_beside_a_danger_comes_after_the_help(shelf: Library, turning: Turning) -> None:
    text = {"text": "he beats me. is this job offer a scam or a fraud?"}
    assert run(shelf, "library.find", turning, text).data["items"] == [HELP, SCAM]
    assert run(shelf, "library.find", turning, {"text": "he beats me"}).data["items"] == [HELP]
    told = replace(turning, found=shelf.find(text["text"], "en"))
    shelf.set_withdrawn(frozenset({SCAM}), shelf.today)
    assert run(shelf, "library.find", told, text).data["items"] == [HELP]


def test_an_answer_withdrawn_since_the_search_is_no_answer(shelf: Library, turning: Turning) -> None:
    shelf.set_withdrawn(frozenset({SCAM}), shelf.today)
    only = replace(turning, found=Found("answer", (SCAM,)))
    assert run(shelf, "library.find", only, {"text": "fraud"}).name == "none"
    first = replace(turning, found=Found("answer", (SCAM, WORK)))
    outcome = run(shelf, "library.find", first, {"text": "fraud"})
    assert (outcome.name, outcome.data["items"]) == ("choices", [WORK])


def test_a_deep_link_leads_to_an_article_and_nowhere_else(shelf: Library, turning: Turning) -> None:
    outcome = run(shelf, "library.link", turning, {"payload": "safety_job-scams"})
    assert outcome == Outcome("article", {"article": SCAM})
    for payload in ("", "safety", "../../etc", "safety_job-scams_x", "' OR 1=1"):
        assert run(shelf, "library.link", turning, {"payload": payload}).name == "unknown"


def test_feedback_counts_and_D2_keeps_no_person(shelf: Library, conn: Connection, turning: Turning) -> None:
    for helped in ("yes", "yes", "no"):
        run(shelf, "library.feedback", turning, {"article": WORK, "helped": helped})
    other = replace(turning, person="somebody-else", lang="ar", now=NOON + 86400)
    run(shelf, "library.feedback", other, {"article": WORK, "helped": "no"})
    rows = {tuple(row) for row in conn.execute(select(feedback))}
    assert rows == {
        (WORK, "en", "2026-11-21", True, 2),
        (WORK, "en", "2026-11-21", False, 1),
        (WORK, "ar", "2026-11-22", False, 1),
    }
    assert records.read_feedback(conn) == [
        records.Tally(WORK, "ar", 0, 1),
        records.Tally(WORK, "en", 2, 1),
    ]
    columns = {column["name"] for column in inspect(conn).get_columns(feedback.name)}
    assert columns == {"article", "lang", "day", "helped", "count"}


def test_feedback_about_nothing_keeps_nothing(shelf: Library, conn: Connection, turning: Turning) -> None:
    run(shelf, "library.feedback", turning, {"article": "rights/nothing", "helped": "yes"})
    assert not conn.execute(select(feedback)).all()


def test_a_withdrawn_article_vanishes_everywhere_and_comes_back(
    shelf: Library, conn: Connection, turning: Turning
) -> None:
    question = "is this offer a fraud or a scam"
    assert "Working" in shelf.piece(SCAM, 0, "en").text
    assert records.withdraw(conn, SCAM, NOON)
    assert not records.withdraw(conn, SCAM, NOON)
    shelf.refresh(conn, NOON)
    assert shelf.withdrawn == {SCAM}
    assert run(shelf, "library.open", turning, {"article": SCAM}).name == "gone"
    assert run(shelf, "library.list", turning, {"group": "safety"}).data["items"] == [HELP]
    assert SCAM not in shelf.in_group("safety")
    assert SCAM not in shelf.find(question, "en").articles
    assert SCAM not in shelf.related(WORK)
    assert "Working" not in shelf.piece(SCAM, 0, "en").text
    assert "Rules of work" not in shelf.sources(SCAM, "en").text
    assert records.restore(conn, SCAM)
    assert not records.restore(conn, SCAM)
    shelf.refresh(conn, NOON + 1)
    assert shelf.find(question, "en").articles[0] == SCAM
    assert "Working" in shelf.piece(SCAM, 0, "en").text


def test_the_list_of_withdrawn_articles_is_read_at_most_once_a_second(
    shelf: Library, conn: Connection
) -> None:
    shelf.refresh(conn, NOON)
    records.withdraw(conn, SCAM, NOON)
    shelf.refresh(conn, NOON + 0.9)
    assert not shelf.withdrawn
    shelf.refresh(conn, NOON + 1.0)
    assert shelf.withdrawn == {SCAM}
    records.restore(conn, SCAM)
    shelf.refresh(conn, NOON - 3600)  # the clock was put back
    assert not shelf.withdrawn
