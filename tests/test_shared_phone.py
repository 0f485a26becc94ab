"""Every phone is shared (C10): after five minutes nothing of hers comes before somebody asks for it again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot.conversation.engine import advance
from bot.conversation.events import Did
from bot.conversation.messages import Incoming
from bot.conversation.privacy import IDLE, LOCK, rest
from bot.conversation.session import decode
from bot.flows_commands import TRANSCRIPTS, begin
from bot.mind import Mind
from bot.rehearsal import Rehearsal, Seen, read_transcript
from tests.minds import flows_with, shared_mind

HERS = "Demo Bakery"
START = [{"start": ""}, {"press": "$lang"}, {"jobs": "profile"}, {"jobs": "open"}, {"jobs": "booked"}]
INTERVIEW = [{"press": "guides"}, {"press": "work"}, {"press": "mine"}, {"press": {"at": 0}}]
LATER: dict[str, list[Any]] = {
    "a button of the newest screen": [{"press": "move"}, {"press": "calendar"}],
    "words that mean nothing": [{"type": "xyz"}],
    "the way back": [{"press": "menu"}, {"press": "guides"}, {"wait": IDLE}, {"press": "back"}],
    "the page opened again": [{"open": "true"}],
    "a photo": [{"other": "photo"}],
}


@pytest.fixture(scope="module")
def mind() -> Mind:
    return shared_mind()


@pytest.fixture
def unguarded(mind: Mind) -> Iterator[Mind]:
    """The negative control: flows without any personal step."""
    with flows_with(mind, personal=frozenset()) as made:
        yield made


def plays(mind: Mind, *walks: list[Any]) -> tuple[Rehearsal, list[Seen]]:
    made = begin(mind, "en")
    return made, [made.move(move) for walk in walks for move in walk]


def said(scenes: list[Seen]) -> str:
    return "\n".join(message.text for scene in scenes for message in scene.messages)


@pytest.mark.parametrize("way", LATER)
def test_C10_after_five_minutes_nothing_of_hers_is_shown_unasked(mind: Mind, way: str) -> None:
    made, scenes = plays(mind, START, INTERVIEW)
    assert HERS in said(scenes[-1:])
    after = [made.move(move) for move in [{"wait": IDLE}, *LATER[way][:1]]]
    assert HERS not in said(after)
    assert "calendar" not in made.screens[-1].ids


def test_C10_within_five_minutes_she_is_asked_nothing(mind: Mind) -> None:
    made, _ = plays(mind, START, INTERVIEW)
    after = [made.move(move) for move in [{"wait": IDLE - 1}, {"type": "xyz"}]]
    assert made.screens[-1].ids[0] == "join"
    assert "Welcome back" not in said(after)


def test_C10_the_negative_control_shows_it(unguarded: Mind) -> None:
    made, _ = plays(unguarded, START, INTERVIEW, [{"wait": IDLE}, {"type": "xyz"}])
    assert "calendar" in made.screens[-1].ids


def test_C10_a_way_back_never_leads_to_hers_after_five_minutes(mind: Mind) -> None:
    made, _ = plays(mind, START, INTERVIEW, LATER["the way back"])
    assert HERS not in said([made.move({"type": "back"})])


def test_E7_a_report_needs_no_pin_and_no_question(mind: Mind) -> None:
    made, _ = plays(mind, START, INTERVIEW, [{"wait": IDLE}])
    assert "stopped at once" in said([made.move({"press": "money"})])


WORDS = {
    "en": "PIN",
    "ar": "رقم سري",
    "fr": "code pin",
    "fa": "رمز",
    "so": "pin",
    "sw": "pin",
    "uk": "пін",
    "es": "PIN",
}


@pytest.mark.parametrize(("lang", "word"), WORDS.items())
def test_C10_whoever_writes_pin_comes_to_it_and_back(mind: Mind, lang: str, word: str) -> None:
    made = begin(mind, lang)
    for move in ({"start": ""}, {"press": "$lang"}, {"press": "topics"}, {"type": word}):
        made.move(move)
    assert made.screens[-1].ids == ("yes", "no")
    assert made.screens[-1].flow == "pin"
    made.move({"press": "no"})
    assert made.screens[-1].flow == "browse"


HER_OWN = [("en", "Show my profile"), ("ar", "اعرض ملفي"), ("fa", "مهارت‌های من"), ("uk", "мій профіль")]


@pytest.mark.parametrize(("lang", "words"), HER_OWN)
def test_whoever_asks_for_her_profile_comes_to_it(mind: Mind, lang: str, words: str) -> None:
    made = begin(mind, lang)
    for move in ({"start": ""}, {"press": "$lang"}, {"press": "topics"}, {"type": words}):
        made.move(move)
    assert made.screens[-1].flow.startswith("skills")


def test_C10_whoever_asks_for_her_interviews_gives_the_pin_first(mind: Mind) -> None:
    asked = {"type": "When is my interview?"}
    made, _ = plays(mind, START, [asked])
    assert made.screens[-1].flow == "work_mine"
    pin = [{"type": "PIN"}, {"press": "yes"}, {"type": "7204"}, {"type": "7204"}, {"wait": IDLE}]
    made, _ = plays(mind, START, pin, [asked])
    assert made.screens[-1].flow == LOCK


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_C10_no_pin_stays_in_the_session_and_hers_is_taken_out_of_the_chat(mind: Mind, lang: str) -> None:
    made = begin(mind, lang)
    typed = removed = 0
    for move in read_transcript(TRANSCRIPTS / "pin.yaml"):
        seen = made.move(move)
        kept = (made.state.place or b"") + (made.state.answers or b"")
        assert b"7204" not in kept
        assert b"90218833" not in kept
        if seen.did is not None and seen.did.incoming.text in ("7204", "٧٢٠٤", "۷۲۰۴"):
            typed += 1
            again = replace_message(made, seen)
            removed += again == "own"
    assert typed == removed > 5


def replace_message(made: Rehearsal, seen: Seen) -> str:
    """What a channel is told to take away, had her words come with an id of their own."""
    assert seen.did is not None
    incoming = Incoming("text", seen.did.incoming.text, message="own")
    with made.conn.begin_nested() as undone:
        result = made.turns.run(made.conn, seen.before, incoming, seen.did.found, made.now)
        undone.rollback()
    return result.messages[0].removes


def test_C6_the_question_before_erasing_names_what_is_called_off_and_not_whether_there_is_something(
    mind: Mind,
) -> None:
    """Erasing needs no PIN, so whoever holds the phone may read it."""
    asked = []
    for scenes in (START[:2], START):
        made, _ = plays(mind, scenes)
        asked.append(said([made.move({"type": "delete me"})]))
    assert asked[0] == asked[1]
    assert "interview that you booked is called off" in asked[0]


def test_C10_the_lock_itself_can_be_left_to_the_menu(mind: Mind) -> None:
    made, _ = plays(mind, START, INTERVIEW, [{"wait": IDLE}, {"type": "xyz"}, {"press": "menu"}])
    session = decode(made.state.place, made.state.answers)
    assert [frame.flow for frame in session.place.stack] == ["menu"]
    assert not session.place.away


def test_C10_resting_closes_what_was_open(mind: Mind) -> None:
    made, _ = plays(mind, START, INTERVIEW)
    session = decode(made.state.place, made.state.answers)
    was_open = session.place.open
    rest(session, mind.world)
    assert (was_open, session.place.open) == (True, False)
    turn = advance(session, Did(Incoming("text", "xyz")), mind.world, made.now)
    assert turn.session.place.stack[-1].flow == LOCK
