"""First help in danger on a shared phone (C10): at once for whoever asks, never by itself to others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
import pytest

from bot.conversation.privacy import IDLE, WELCOME_BACK
from bot.flows_commands import begin
from bot.mind import Mind
from bot.rehearsal import Rehearsal, Seen
from tests.minds import flows_with, shared_mind

START = [{"start": ""}, {"press": "$lang"}]
CRY = {"type": "my husband beats me"}
HELP = "safety/gender-based-violence"
GUIDE = [{"press": "guides"}, {"press": "offer"}]
HELD = [{"press": "guides"}, {"press": "contract"}, {"press": "held"}]
WAIT = {"wait": IDLE}


@pytest.fixture(scope="module")
def mind() -> Mind:
    return shared_mind()


@pytest.fixture
def unguarded(mind: Mind) -> Iterator[Mind]:
    """The negative control: flows that call nothing first help."""
    with flows_with(mind, danger=frozenset()) as made:
        yield made


def plays(mind: Mind, *moves: Any) -> tuple[Rehearsal, list[Seen]]:
    made = begin(mind, "en")
    return made, [made.move(move) for move in moves]


def at(made: Rehearsal) -> str:
    return made.screens[-1].flow


def shows_help(made: Rehearsal) -> bool:
    """Does the screen name first help, or hold a page of it?"""
    screen = made.screens[-1]
    named = any(one.startswith("safety/") for one in screen.ids)
    return named or screen.flow == "read" or screen.step in ("calm", "then")


SHOWN: Mapping[str, list[Any]] = {
    "the choice of pages": [CRY],
    "a page of help": [CRY, {"press": HELP}],
    "what to do when held": HELD,
    "a page for who is held": [*HELD, {"press": "help"}],
}
LATER: Mapping[str, list[Any]] = {
    "the page is opened again": [{"open": "true"}],
    "and she goes on": [{"open": "true"}, {"press": "go_on"}],
    "words that mean nothing, after a pause": [WAIT, {"type": "xyz"}],
    "a photo, after a pause": [WAIT, {"other": "photo"}],
    "an unknown command, after a pause": [WAIT, {"command": "xyz"}],
    "another language, after a pause": [WAIT, {"command": "language"}, {"press": "en"}],
    "a person, after a pause": [WAIT, {"command": "human"}, {"type": "back"}],
}


@pytest.mark.parametrize("later", LATER)
@pytest.mark.parametrize("shown", SHOWN)
def test_C10_first_help_is_not_shown_by_itself_to_who_comes_later(mind: Mind, shown: str, later: str) -> None:
    made, _ = plays(mind, *START, *SHOWN[shown])
    assert shows_help(made)
    for move in LATER[later]:
        if move != {"press": "go_on"} or at(made) == WELCOME_BACK:
            made.move(move)
        assert move == WAIT or not shows_help(made)


def test_C10_the_negative_control_shows_it(unguarded: Mind) -> None:
    for later in ("and she goes on", "a photo, after a pause"):
        made, _ = plays(unguarded, *START, CRY, *LATER[later])
        assert (at(made), HELP in made.screens[-1].ids) == ("answer", True)


ARTICLES: Mapping[str, list[Any]] = {
    "from the topics": [{"press": "topics"}, {"press": "safety"}, {"press": HELP}],
    "by a link": [{"start": HELP.replace("/", "_")}],
}
AT_THE_ARTICLE = ("and she goes on", "a photo, after a pause", "a person, after a pause")


@pytest.mark.parametrize("later", AT_THE_ARTICLE)
@pytest.mark.parametrize("opened", ARTICLES)
def test_C10_an_article_on_violence_does_not_come_back_however_it_was_opened(
    mind: Mind, opened: str, later: str
) -> None:
    made, _ = plays(mind, *START, *ARTICLES[opened])
    assert at(made) == "read"
    for move in LATER[later]:
        if move != {"press": "go_on"} or at(made) == WELCOME_BACK:
            made.move(move)
        assert move == WAIT or at(made) != "read"


def test_C10_any_other_article_is_read_on(mind: Mind) -> None:
    made, _ = plays(mind, *START, {"press": "topics"}, {"press": "safety"}, {"press": "safety/job-scams"})
    made.move({"open": "true"})
    made.move({"press": "go_on"})
    assert at(made) == "read", "days later, at the same place"


def test_C10_the_negative_control_shows_the_article_again(mind: Mind) -> None:
    world = mind.world
    kept = world.telling
    msgspec.structs.force_setattr(world, "telling", frozenset())
    try:
        made, _ = plays(mind, *START, *ARTICLES["from the topics"], *LATER["and she goes on"])
        assert at(made) == "read"
    finally:
        msgspec.structs.force_setattr(world, "telling", kept)


def test_C10_a_guide_that_it_interrupted_is_still_there(mind: Mind) -> None:
    made, _ = plays(mind, *START, *GUIDE, CRY, {"open": "true"})
    assert at(made) == WELCOME_BACK
    made.move({"press": "go_on"})
    assert at(made) == "offer", "nothing is lost"


def test_C10_a_guide_that_called_for_it_goes_on_after_it(mind: Mind) -> None:
    made, _ = plays(mind, *START, *HELD, {"open": "true"}, {"press": "go_on"})
    assert (at(made), made.screens[-1].ids[0]) == ("contract", "paper")


@pytest.mark.parametrize("pause", [[], [WAIT]])
def test_a_press_on_its_own_screen_leads_to_help_at_any_time(mind: Mind, pause: list[Any]) -> None:
    made, _ = plays(mind, *START, CRY, *pause, {"press": HELP})
    assert at(made) == "read"
    made.move({"other": "photo"})
    assert at(made) == "read", "she uses it now: what she reads stays"


def test_words_of_danger_after_a_pause_bring_help_anew(mind: Mind) -> None:
    made, _ = plays(mind, *START, CRY, WAIT, CRY)
    assert (at(made), HELP in made.screens[-1].ids) == ("answer", True)
    made.move({"other": "photo"})
    assert HELP in made.screens[-1].ids


def test_within_five_minutes_it_is_repeated(mind: Mind) -> None:
    made, _ = plays(mind, *START, CRY, {"wait": IDLE - 1}, {"other": "photo"})
    assert (at(made), HELP in made.screens[-1].ids) == ("answer", True)


def test_C10_no_way_back_leads_to_it_after_a_pause(mind: Mind) -> None:
    made, _ = plays(mind, *START, CRY, {"press": HELP}, {"press": "menu"}, {"press": "guides"})
    for move in (WAIT, {"type": "back"}, {"type": "back"}):
        made.move(move)
        assert at(made) not in ("answer", "read")
