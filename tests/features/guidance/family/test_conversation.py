"""The guide as somebody walks it: nothing is stored, little is asked, a child is helped first."""

from __future__ import annotations

import sqlite3
from functools import cache

import pytest

from bot.conversation.session import decode
from bot.conversation.steps.ask import AskStep
from bot.features.guidance.family.model import STATUSES, WHO
from bot.flows_commands import begin
from bot.language.languages import LANGUAGES
from bot.mind import Mind
from bot.rehearsal import Rehearsal, Seen
from tests.minds import shared_mind


@cache
def mind() -> Mind:
    return shared_mind()


def walked(*moves: object, lang: str = "en") -> tuple[Rehearsal, Seen]:
    """A person who has pressed her way into the guide, and then did this."""
    person = begin(mind(), lang)
    seen: Seen | None = None
    for move in ({"start": ""}, {"press": "$lang"}, {"press": "guides"}, {"press": "family"}, *moves):
        seen = person.move(move if isinstance(move, dict) else {"press": move})
    assert seen is not None
    return person, seen


def said(seen: Seen) -> str:
    return "\n".join(message.text for message in seen.messages)


HERSELF = 1
"""Rows that are written before she does anything: her own."""


def changes(person: Rehearsal) -> int:
    """Rows that were written in her whole conversation."""
    connection = person.conn.connection.driver_connection
    assert isinstance(connection, sqlite3.Connection)
    return connection.total_changes


def answers(person: Rehearsal) -> list[dict[str, object]]:
    return decode(person.state.place, person.state.answers).answers


def test_the_result_ends_with_pages_papers_and_a_person() -> None:
    _, seen = walked("both", "DE", "refugee", {"type": "2026-11-30"}, "no")
    assert seen.where[-1] == ("family", "now")
    assert seen.choices == (
        "family/germany", "family/time-limits", "family/documents", "papers", "again", "human", "done",
    )  # fmt: skip


def test_the_last_day_is_kept_for_a_reminder_only_while_it_is_to_come() -> None:
    person, _ = walked("both", "DE", "refugee", {"type": "2026-11-30"})
    assert answers(person)[-1]["due"] == "2027-02-28"
    person, _ = walked("both", "DE", "refugee", {"type": "2026-08-01"})
    assert answers(person)[-1]["due"] == ""


def test_a_second_question_about_somebody_else_knows_nothing_of_the_first() -> None:
    person, seen = walked("both", "DE", "refugee", {"type": "2026-11-30"}, "no", "again")
    assert seen.where[-1] == ("family", "who")
    assert answers(person)[-1] == {"country": ""}
    assert "articles" not in decode(person.state.place, None).place.stack[-1].place


def test_a_skipped_day_is_not_counted_from_an_earlier_one() -> None:
    person, _ = walked("both", "DE", "refugee", {"type": "2026-11-30"}, "back", "@skip")
    assert answers(person)[-1]["due"] == ""


def test_a_withdrawn_page_is_not_offered() -> None:
    person, _ = walked("both", "DE", "refugee")
    person.move({"withdraw": ["family/germany"]})
    seen = person.move({"press": "@skip"})
    assert "family/germany" not in seen.choices
    assert "family/time-limits" in seen.choices


def test_C2_nothing_of_it_is_stored() -> None:
    """The guide's answers stand in the session only; no action of it writes to the database."""
    person, _ = walked(
        "both", "DE", "refugee", {"type": "2026-11-30"}, "no", "papers", "one_by_one", "missing"
    )
    assert changes(person) == HERSELF


def test_C2_what_is_stored_would_be_seen() -> None:
    person, _ = walked("both", "DE", "refugee", "@skip", "family/germany", "sources", "yes")
    assert changes(person) > HERSELF  # the count of those whom the page helped


def test_D5_answers_are_no_place_and_lapse() -> None:
    person, _ = walked("both", "BE", "subsidiary", {"type": "2026-11-30"})
    kept = decode(person.state.place, None)
    frame = kept.place.stack[-1]
    assert frame.flow == "family"
    assert set(frame.place) == {"countries", "articles"}
    assert b"2026-11-30" not in (person.state.place or b"")
    assert b"subsidiary/" not in (person.state.place or b"")
    person.move({"wait": 2400})
    seen = person.move({"press": "papers"})
    assert seen.where[-1] == ("family", "who")
    assert "Let us begin this part again" in said(seen)


def test_D5_before_half_an_hour_nothing_begins_again() -> None:
    person, _ = walked("both", "BE", "subsidiary", {"type": "2026-11-30"})
    person.move({"wait": 1000})
    assert person.move({"press": "papers"}).where[-1] == ("family_papers", "how")


def test_D5_the_flow_needs_nothing_to_begin_again() -> None:
    flow = mind().flows["family"]
    assert not flow.wants - flow.place


def test_D4_only_relatives_country_status_and_a_day_are_asked_for() -> None:
    asked = {
        (step.save, step.id)
        for flow in ("family", "family_papers")
        for step in mind().flows[flow].steps.values()
        if isinstance(step, AskStep) and step.save
    }
    assert {save for save, _ in asked} == {"who", "country", "status", "since", "article", "answer"}
    assert not any(step.answer.free for flow in ("family", "family_papers") for step in _asks(flow))


def _asks(flow: str) -> list[AskStep]:
    return [step for step in mind().flows[flow].steps.values() if isinstance(step, AskStep)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_C9_a_child_hears_where_help_is_before_anything_is_asked(lang: str) -> None:
    _, seen = walked("child", lang=lang)
    assert "UNHCR" in seen.messages[0].text
    assert not seen.messages[0].buttons
    assert seen.where[-1] == ("family", "country")


def test_C9_an_adult_does_not_get_the_child_s_words() -> None:
    _, seen = walked("spouse")
    assert "UNHCR" not in said(seen)


@pytest.mark.parametrize("status", STATUSES)
def test_C9_a_child_s_result_leads_to_the_page_for_children(status: str) -> None:
    _, seen = walked("child", "FR", status)
    assert "family/unaccompanied-children" in seen.choices
    assert "human" in seen.choices


def test_danger_goes_before_the_guide() -> None:
    person, _ = walked("spouse", "DE")
    seen = person.move({"type": "my husband beats me, help"})
    assert seen.where[-1] == ("answer", "calm")


def test_the_flow_offers_exactly_what_the_rules_know() -> None:
    steps = mind().flows["family"].steps
    who, status = steps["who"], steps["status"]
    assert isinstance(who, AskStep)
    assert isinstance(status, AskStep)
    assert {c.id for c in getattr(who.answer, "fixed", ())} == set(WHO)
    assert {c.id for c in getattr(status.answer, "fixed", ())} == set(STATUSES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_day_may_be_typed_in_the_reader_s_own_way(lang: str) -> None:
    typed = {"fa": "۹ آذر ۱۴۰۵", "ar": "30 تشرين الثاني 2026", "uk": "30.11.2026"}.get(lang, "30/11/2026")
    person, _ = walked("both", "DE", "refugee", {"type": typed}, lang=lang)
    assert answers(person)[-1]["due"] == "2027-02-28"


def test_a_day_to_come_is_asked_for_again() -> None:
    _, seen = walked("both", "DE", "refugee", {"type": "2027-11-30"})
    assert seen.where[-1] == ("family", "decision")
    assert "in the past" in said(seen)
