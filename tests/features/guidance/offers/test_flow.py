"""The conversation: nothing that was pasted or looked up stays anywhere."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from bot.features.library.tables import unanswered
from bot.flows_commands import begin
from bot.mind import Mind
from bot.rehearsal import Rehearsal
from bot.store.schema import metadata
from tests.minds import shared_mind

MESSAGE = "Zanzibarkitchen needs a cook, send 250 USD to mr.quibble@gmail.com"
KEPT_NOWHERE = (b"Zanzibarkitchen", b"zanzibarkitchen", b"quibble", b"send 250")


@pytest.fixture(scope="module")
def mind() -> Mind:
    return shared_mind()


def walked(mind: Mind, *moves: object) -> Rehearsal:
    person = begin(mind, "en")
    for move in moves:
        person.move(move)
    return person


TO_PASTE = ({"start": ""}, {"press": "$lang"}, {"press": "guides"}, {"press": "offer"}, {"press": "paste"})


def test_D5_a_pasted_message_and_what_was_quoted_of_it_stay_nowhere(mind: Mind) -> None:
    person = walked(mind, *TO_PASTE)
    seen = person.move({"type": MESSAGE})
    assert any("send 250" in message.text for message in seen.messages)
    kept = (person.state.place or b"") + (person.state.answers or b"")
    assert not [words for words in KEPT_NOWHERE if words in kept]
    assert person.conn.scalar(select(func.count()).select_from(unanswered)) == 0


def test_the_search_above_would_find_what_is_kept(mind: Mind) -> None:
    """The negative control: an answer does stay for half an hour."""
    person = walked(mind, *TO_PASTE[:-1], {"press": "questions"}, {"press": "unknown"})
    assert b"unknown" in (person.state.answers or b"")


def test_D5_a_name_that_was_looked_up_stays_nowhere(mind: Mind) -> None:
    person = walked(mind, {"recruiters": ["Sunrise Manpower"]}, *TO_PASTE[:-1], {"press": "recruiter"})
    person.move({"type": "Zanzibarkitchen Agency"})
    assert b"anzibarkitchen" not in (person.state.place or b"") + (person.state.answers or b"")


def test_where_no_list_was_loaded_no_name_is_asked_for(mind: Mind) -> None:
    assert "recruiter" not in walked(mind, *TO_PASTE[:-1]).screens[-1].ids
    listed = walked(mind, {"recruiters": ["Sunrise Manpower"]}, *TO_PASTE[:-1])
    assert "recruiter" in listed.screens[-1].ids


def test_danger_in_a_pasted_message_goes_first(mind: Mind) -> None:
    person = walked(mind, *TO_PASTE)
    seen = person.move({"type": "my boss locked me in, he wants to kill me, he wants 250 USD"})
    assert seen.where[-1] == ("answer", "calm")


def test_C2_the_check_needs_no_consent_and_leaves_no_row(mind: Mind) -> None:
    person = walked(mind, *TO_PASTE, {"type": MESSAGE})
    assert rows(person) == set()


def test_a_row_would_be_noticed(mind: Mind) -> None:
    """The negative control: feedback on an article does leave a row."""
    person = walked(mind, *TO_PASTE, {"type": MESSAGE}, {"press": "safety/job-scams"}, {"press": "sources"})
    person.move({"press": "yes"})
    assert rows(person) == {"library_feedback"}


def rows(person: Rehearsal) -> set[str]:
    """The tables that hold anything but herself, and the beginning of the audit log."""
    empty = {"persons", "staff_audit_start"}
    tables = [(name, table) for name, table in metadata.tables.items() if name not in empty]
    return {name for name, table in tables if person.conn.scalar(select(func.count()).select_from(table))}
