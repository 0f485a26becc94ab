"""The guide as somebody walks it, in every language, and what is left of her answers."""

from __future__ import annotations

from typing import Any

import pytest

from bot.conversation.session import decode
from bot.conversation.steps.ask import AskStep
from bot.features.guidance.pathways.model import ASKED
from bot.flows_commands import begin
from bot.language.languages import LANGUAGES
from bot.mind import Mind
from bot.rehearsal import Rehearsal, Seen
from tests.minds import shared_mind

MOST_TURNS = 12
MOST_QUESTIONS = 10
HALF_AN_HOUR = 1800
LONGEST_WALKS: dict[str, list[Any]] = {
    "a wife abroad": [
        *("from_18", {"*": "KE"}, {"*": "SO"}, "refugee", "coming", "secondary", "service"),
        *("partner", {"*": "SE"}, "protected"),
    ],
    "a cousin abroad": [
        *("from_46", {"*": "LB"}, {"*": "SY"}, "waiting", "none", "degree", "health"),
        *("other", {"*": "CA"}, "english"),
    ],
    "a child": ["under_18", "go_on", {"*": "GR"}, {"*": "AF"}, "waiting", "parent", {"*": "TR"}, "refugee"],
}


@pytest.fixture(scope="module")
def mind() -> Mind:
    return shared_mind()


def walked(mind: Mind, lang: str, answers: list[Any]) -> tuple[Rehearsal, list[Seen]]:
    """One person up to her result, from the press that begins the guide."""
    person = begin(mind, lang)
    for move in ({"start": ""}, {"press": "$lang"}, {"press": "guides"}):
        person.move(move)
    moves = [{"press": "finder"}]
    moves += [{"type" if isinstance(answer, dict) else "press": answer} for answer in answers]
    return person, [person.move(move) for move in moves]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("walk", LONGEST_WALKS)
def test_the_result_is_there_after_twelve_turns_at_most(mind: Mind, lang: str, walk: str) -> None:
    _, seen = walked(mind, lang, LONGEST_WALKS[walk])
    assert len(seen) <= MOST_TURNS
    assert len(LONGEST_WALKS[walk]) <= MOST_QUESTIONS
    assert seen[-1].where[-1][1] in ("some_ways", "child_ways")
    assert {message.lang for one in seen for message in one.messages} == {lang}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_question_can_be_skipped_and_something_is_left(mind: Mind, lang: str) -> None:
    _, seen = walked(mind, lang, ["@skip"] * 9)
    assert seen[-1].where[-1] == ("finder", "some_ways")
    assert len(seen[-1].choices) > 3


def test_every_screen_has_at_most_eight_choices_and_the_way_to_a_person(mind: Mind) -> None:
    person, seen = walked(mind, "en", LONGEST_WALKS["a cousin abroad"])
    pages = [seen[-1]]
    while "more" in pages[-1].choices:
        pages.append(person.move({"press": "more"}))
    for page in pages:
        assert len(page.choices) <= 8
        assert "human" in page.choices


def test_C9_who_says_she_is_under_18_is_shown_the_way_to_child_protection(mind: Mind) -> None:
    _, seen = walked(mind, "en", ["under_18"])
    assert "child protection worker" in seen[-1].messages[-1].text
    assert set(seen[-1].choices) == {"help", "human", "go_on"}
    _, seen = walked(mind, "en", ["from_18"])
    assert "child protection" not in seen[-1].messages[-1].text


def test_D4_the_guide_asks_for_nothing_but_its_eleven_answers(mind: Mind) -> None:
    """A closed list, without faith, ethnicity, politics, health or reasons; no free text is asked for."""
    questions = [step for step in mind.flows["finder"].steps.values() if isinstance(step, AskStep)]
    assert {question.save for question in questions} - {"", "way", "help"} == set(ASKED)
    assert len(ASKED) == 11
    assert not any(question.free for question in questions)


def test_D5_what_was_answered_and_what_came_of_it_are_no_part_of_the_place(mind: Mind) -> None:
    person, _ = walked(mind, "en", LONGEST_WALKS["a wife abroad"])
    person.move({"press": "registration"})
    assert person.state.place is not None
    assert person.state.answers is not None
    session = decode(person.state.place, person.state.answers)
    assert session.answers[-1]["status"] == "protected"
    assert "maybe" in session.answers[-1]["ways"]
    for told in (b'"KE"', b'"SO"', b'"SE"', b"maybe"):
        assert told in person.state.answers
        assert told not in person.state.place


def test_D5_after_half_an_hour_the_guide_begins_again(mind: Mind) -> None:
    person, _ = walked(mind, "en", LONGEST_WALKS["a cousin abroad"])
    person.move({"wait": HALF_AN_HOUR})
    seen = person.move({"press": "registration"})
    assert "I deleted your answers" in seen.messages[0].text
    assert seen.where[-1] == ("finder", "age")


def test_what_was_answered_the_first_time_is_forgotten_when_the_guide_begins_again(mind: Mind) -> None:
    person, seen = walked(mind, "en", ["under_18", "go_on", "@skip", "@skip", "@skip", "@skip"])
    assert seen[-1].where[-1] == ("finder", "child_ways") or "more" in seen[-1].choices
    person.move({"press": "again"})
    for _ in range(9):
        last = person.move({"press": "@skip"})
    assert "I looked at 20 ways" in last.messages[-1].text


def test_back_from_the_page_of_an_article_shows_the_reason_again(mind: Mind) -> None:
    person, _ = walked(mind, "en", LONGEST_WALKS["a wife abroad"])
    reason = person.move({"press": "registration"}).messages[-1].text
    person.move({"press": "read"})
    assert person.move({"press": "back"}).messages[-1].text == reason


def test_back_from_the_second_page_shows_the_first(mind: Mind) -> None:
    person, seen = walked(mind, "en", LONGEST_WALKS["a wife abroad"])
    person.move({"press": "more"})
    assert person.move({"press": "back"}).messages[-1].text == seen[-1].messages[-1].text


def test_the_lines_and_the_buttons_of_a_list_name_the_same_ways(mind: Mind) -> None:
    _, seen = walked(mind, "en", LONGEST_WALKS["a cousin abroad"])
    shown = seen[-1].messages[-1]
    lines = [line.partition(": ")[2] for line in shown.text.splitlines() if line.startswith("•")]
    assert lines == [button.label for button in shown.buttons][: len(lines)]
    assert len(lines) == 5


def test_danger_goes_before_every_question(mind: Mind) -> None:
    person, _ = walked(mind, "en", ["from_18"])
    assert person.move({"type": "my husband beats me"}).where[-1] == ("answer", "calm")
    person.move({"press": "go_on"})
    assert person.move({"type": "Kenya"}).where[-1] == ("finder", "nationality")
