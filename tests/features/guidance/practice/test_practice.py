"""The practice's sheet and its questions: ten for each kind of work, three of them its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine

from bot.conversation.messages import Text
from bot.delivery.actions import Turning
from bot.features.guidance.practice.actions import actions
from bot.features.guidance.practice.reading import read_interviews
from bot.features.guidance.practice.wording import PracticeWords
from bot.mind import ROOT
from tests.features.guidance.sheet import copied


def say(text: Text, lang: str) -> str:
    return text.msg.format(**text.values)


def test_each_kind_of_work_is_asked_ten_questions_of_which_three_are_its_own() -> None:
    interviews, issues = read_interviews(ROOT / "content")
    assert issues == []
    asked = {kind: [q.ask.msg for q in its.questions] for kind, its in interviews.kinds.items()}
    assert len(asked) == 8
    for kind, questions in asked.items():
        assert len(set(questions)) == 10
        others = {ask for other, asks in asked.items() if other != kind for ask in asks}
        assert len(set(questions) - others) >= 3, kind


def test_D4_what_an_employer_should_not_ask_is_only_quoted_and_told_not_to_be_answered() -> None:
    """No question of ours asks for faith, politics, health, family plans or the flight; one is quoted."""
    private = (
        "child",
        "marri",
        "pregnan",
        "faith",
        "religio",
        "pray",
        "politic",
        "illness",
        "disease",
        "flee",
    )
    about_work = {"When did you explain something difficult to a child or a patient?"}
    asked = {
        q.ask.msg for kind in read_interviews(ROOT / "content")[0].kinds.values() for q in kind.questions
    }
    found = {ask for ask in asked if any(word in ask.lower() for word in private)} - about_work
    assert len(found) == 1
    assert found.pop().endswith("Please do not write your real plans here.")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('  - ask: !t "Why do you want this job?"\n', "  - ask:\n", "is shown to people"),
        ("    tip: !t", "    hint: !t", "'hint' is not known here"),
        ("skills/cv", "skills/vc", "there is no article skills/vc"),
        (
            "  care:\n",
            "  care: {label: !t x, questions: []}\n  nursing:\n",
            "care: 0 of its own make 7 questions",
        ),
        ('  - !t "a quiet place"\n', '  - "a quiet place"\n', "is shown to people"),
        ("first:", "first: [", "this is not valid YAML"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    articles = set(read_interviews(ROOT / "content")[0].articles)
    issues = read_interviews(copied(tmp_path, "interviews.yaml", old, new), articles)[1]
    assert any(part in str(issue) for issue in issues for part in said.split("|")), issues
    assert all(issue.line >= 1 for issue in issues)


def test_a_missing_sheet_is_told(tmp_path: Path) -> None:
    assert "the file is missing" in str(read_interviews(tmp_path)[1])


def test_questions_come_one_after_the_other_each_with_its_tip() -> None:
    interviews = read_interviews(ROOT / "content")[0]
    run = {action.name: action.run for action in actions(interviews, lambda id_: id_ != "skills/cv")}
    with create_engine("sqlite://").connect() as conn:
        turning = Turning(conn, "somebody", "en", 0.0)
        first = run["practice.question"](turning, {"work": "farm", "number": 0})
        last = run["practice.question"](turning, {"work": "farm", "number": 10})
        items = run["practice.articles"](turning, {}).data["items"]
    assert first.data == {"words": "farm/ask/0", "tip": "farm/tip/0", "number": 1}
    assert last.name == "over"
    assert "skills/cv" not in items
    assert "skills/video-interview" in items


def test_a_question_its_tip_and_the_list_in_words() -> None:
    words = PracticeWords(read_interviews(ROOT / "content")[0], say)
    assert words.part("driving/ask/4", "en").text.startswith("Question 5 of 10\nWhich driving licence")
    assert words.part("driving/tip/4", "en").text.startswith("Tip: Name the class")
    assert words.part("checklist", "en").text.count("\n• ") == 8
    assert words.label("driving", "en").text == "Driving and logistics"


@pytest.mark.parametrize("id_", ["", "sailing/ask/0", "driving/ask/10", "driving/ask/x", "driving"])
def test_what_is_there_no_more_gets_a_polite_word(id_: str) -> None:
    words = PracticeWords(read_interviews(ROOT / "content")[0], say)
    assert words.part(id_, "en").text == "This part has changed. Please choose again."
