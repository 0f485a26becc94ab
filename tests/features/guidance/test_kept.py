"""What stays of a guide: nothing in the database, and in the session only what lapses after 30 minutes."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from bot.flows_commands import begin
from bot.mind import Mind
from bot.rehearsal import Rehearsal
from bot.store.schema import metadata
from tests.minds import shared_mind

SECRET = "I sewed uniforms in Zarqa with my cousin"


@pytest.fixture(scope="module")
def mind() -> Mind:
    return shared_mind()


@pytest.fixture
def person(mind: Mind) -> Rehearsal:
    person = begin(mind, "en")
    for move in ({"start": ""}, {"press": "$lang"}, {"press": "guides"}):
        person.move(move)
    return person


def practising(person: Rehearsal) -> None:
    for move in ({"press": "practice"}, {"press": "workshop"}):
        person.move(move)


def oriented(person: Rehearsal, day: str = "2026-11-23", country: str = "ca") -> None:
    walk = ({"press": "orientation"}, {"press": "arrived"}, {"type": day}, {"press": "on"})
    for move in (*walk, {"press": "on"}, {"press": country}):
        person.move(move)


def test_D5_what_she_answers_in_the_practice_is_in_no_session(person: Rehearsal) -> None:
    practising(person)
    before = person.state.answers
    person.move({"type": SECRET})
    assert before is not None
    assert b"workshop" in before  # what the session does keep can be found in it
    assert b"Zarqa" not in (person.state.answers or b"") + (person.state.place or b"")


def test_D5_day_and_country_are_answers_and_leave_no_trace_in_the_place(mind: Mind) -> None:
    """Whoever answers otherwise has the same place, to the byte."""
    persons = [begin(mind, "en") for _ in range(2)]
    for person, day, country in zip(persons, ("2026-11-23", "2026-11-02"), ("ca", "gb"), strict=True):
        for move in ({"start": ""}, {"press": "$lang"}, {"press": "guides"}):
            person.move(move)
        oriented(person, day, country)
        assert f'"{day}"'.encode() in (person.state.answers or b"")
        assert f'"{country}"'.encode() in (person.state.answers or b"")
    assert persons[0].state.place == persons[1].state.place
    assert persons[0].state.answers != persons[1].state.answers


def test_D5_after_half_an_hour_the_guide_begins_again(person: Rehearsal) -> None:
    oriented(person)
    person.move({"wait": 1801})
    seen = person.move({"press": "questions"})
    assert "30 minutes" in seen.messages[0].text
    assert seen.where[-1] == ("orientation", "when")


def test_D5_before_that_it_goes_on(person: Rehearsal) -> None:
    oriented(person)
    person.move({"wait": 1700})
    assert person.move({"press": "questions"}).where[-1] == ("orientation", "check")


def test_C2_the_guides_write_nothing_to_the_database(person: Rehearsal) -> None:
    oriented(person)
    person.move({"press": "menu"})
    person.move({"press": "guides"})
    practising(person)
    person.move({"type": SECRET})
    rows = {
        table.name: person.conn.scalar(select(func.count()).select_from(table))
        for table in metadata.sorted_tables
        if table.name not in ("persons", "staff_audit_start")  # there from the beginning
    }
    assert set(rows.values()) == {0}, rows


def test_an_answer_in_the_practice_is_not_searched_for(person: Rehearsal) -> None:
    practising(person)
    seen = person.move({"type": "Who pays the recruitment fees?"})
    assert seen.where[-1] == ("practice", "compared")


@pytest.mark.parametrize(("typed", "step"), [("Show me a tip", "try_it"), ("1", "try_it"), ("3", "answer")])
def test_buttons_beside_a_free_answer_may_be_typed(person: Rehearsal, typed: str, step: str) -> None:
    practising(person)
    assert person.move({"type": typed}).where[-1] == ("practice", step)


def test_a_question_is_shown_again_after_a_danger(person: Rehearsal) -> None:
    practising(person)
    person.move({"type": "my husband wants to kill me"})
    seen = person.move({"press": "go_on"})
    assert "Please tell me a little about yourself." in seen.messages[-1].text
