"""What holds whatever anybody does, on the real flows in every language."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversation.messages import Incoming
from bot.delivery.ports import TurnResult
from bot.language.languages import LANGUAGES
from tests.conversation.anybody import Anybody, Move, again, moves

MOST_BYTES = 6 * 1024
DEEPEST = 10

few = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
walks = st.lists(moves(), max_size=30)
tags = st.sampled_from(["", *LANGUAGES])


def begin(lang: str) -> Anybody:
    """Somebody whom the platform knows by this language, who has pressed the start button."""
    person = Anybody(lang)
    person.turn(Incoming("start", hint=lang))
    return person


def in_order(result: TurnResult) -> None:
    assert result.messages, "nothing was said"
    for message in result.messages:
        assert message.text.strip()
        assert message.lang in LANGUAGES
        for button in message.keys:
            assert button.id.isascii()
            assert 0 < len(button.id) <= 64
            assert button.label.strip()
        assert len({button.id for button in message.keys}) == len(message.keys)


def kept_small(result: TurnResult) -> None:
    if result.place is None:
        assert result.answers is None
        return
    assert again(result.place, result.answers) == (result.place, result.answers)
    assert len(result.place) <= MOST_BYTES
    assert len(json.loads(result.place)["stack"]) <= DEEPEST


@few
@given(tags, walks)
def test_whatever_anybody_does_is_answered_and_keeps_the_session_small(lang: str, walk: list[Move]) -> None:
    person = begin(lang)
    for move in walk:
        result = person.does(move)
        if result is not None:
            in_order(result)
            kept_small(result)


@few
@given(tags, walks)
def test_the_menu_is_one_command_away_from_everywhere(lang: str, walk: list[Move]) -> None:
    person = begin(lang)
    for move in walk:
        person.does(move)
    person.turn(Incoming("command", "menu"))
    # Who has chosen no language yet gets the welcome first (C1).
    assert person.where in ([("menu", "menu")], [("entry", "language")])
    person.turn(Incoming("press", button=person.buttons[0]))
    person.turn(Incoming("command", "menu"))
    assert person.where == [("menu", "menu")]
