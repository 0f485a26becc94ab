"""Sessions that this version never wrote: broken bytes, and places of flows as they once were."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversation.messages import Incoming
from bot.conversation.session import LOST, Frame, Place, Screen, decode
from bot.delivery.ports import PersonState
from bot.language.languages import LANGUAGES
from bot.rehearsal import BEGINNING
from tests.conversation.anybody import Anybody, Move, mind, moves

few = settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
VARIABLES: dict[str, Any] = {
    "items": ["rights/status-kept", "old/old"],
    "groups": ["rights"],
    "group": "rights",
    "article": "rights/status-kept",
    "piece": 1,
    "last": 2,
    "payload": "old_old",
}
names = st.sampled_from(["gone", *mind().flows])
steps = st.sampled_from(["gone", *sorted({id_ for flow in mind().flows.values() for id_ in flow.steps})])
variables = st.sets(st.sampled_from(sorted(VARIABLES))).map(
    lambda some: {name: VARIABLES[name] for name in some}
)
frames = st.builds(Frame, names, st.integers(0, 3), steps, variables, st.booleans(), st.booleans())
ids = st.lists(st.sampled_from(["topics", "yes", "more", "en", "@skip", "old"]), max_size=4).map(tuple)
today = int(BEGINNING // 86_400)
screens = st.builds(Screen, st.integers(1, 9), names, steps, ids, variables, st.just(today + 1))
places = st.builds(
    Place,
    st.sampled_from(["", "ar", "xx"]),
    st.just("en"),
    st.lists(frames, max_size=4),
    st.lists(screens, max_size=4),
    st.integers(0, 9),
    st.integers(0, 9),
    st.lists(st.lists(frames, max_size=3), max_size=3),
)
answers = st.one_of(
    st.none(),
    st.lists(st.sampled_from([{}, {LOST: True}, {"text": "work"}, {"question": "work"}]), max_size=4).map(
        msgspec.json.encode
    ),
    st.binary(max_size=20),
)


def holding(place: bytes | None, kept: bytes | None) -> Anybody:
    person = Anybody("en")
    person.state = PersonState("p", "console", "en", place, kept)
    person.buttons = [f"{no}.{what}" for no in range(10) for what in (0, 1, "menu", "back")]
    return person


def gets_to_the_menu(person: Anybody) -> None:
    for _ in range(2):
        person.turn(Incoming("command", "menu"))
        if person.where == [("menu", "menu")]:
            return
        person.turn(Incoming("press", button=person.buttons[0]))
    raise AssertionError(person.where)


@few
@given(places, answers, st.lists(moves(), max_size=4))
def test_a_place_of_flows_as_they_once_were_is_left_in_good_order(
    place: Place, kept: bytes | None, walk: list[Move]
) -> None:
    person = holding(msgspec.json.encode(place), kept)
    for move in walk:
        result = person.does(move)
        assert result is None or result.messages
    gets_to_the_menu(person)


def test_a_welcome_of_an_earlier_version_below_a_flow_that_is_gone_is_said_anew() -> None:
    frames = [Frame("entry", 0, "gone"), Frame("gone", 0, "gone", {}, True)]
    person = holding(msgspec.json.encode(Place("", "en", frames)), None)
    said = person.turn(Incoming("command", "menu")).messages
    assert "a machine, not a person" in said[0].text
    assert person.where == [("menu", "menu")]


@pytest.mark.parametrize("text", ["1", "Who pays the recruitment fees?"])
def test_a_question_in_a_language_that_is_shipped_no_more_is_answered(text: str) -> None:
    person = holding(msgspec.json.encode(Place("xx", "en", [Frame("menu", 0, "menu")])), None)
    assert person.turn(Incoming("text", text), searched=False).messages
    person.state = PersonState("p", "console", "xx", None, None)
    assert person.turn(Incoming("text", text)).messages


@few
@given(st.binary(max_size=60), st.none() | st.binary(max_size=60), moves())
def test_bytes_that_are_no_session_begin_a_new_one(place: bytes, kept: bytes | None, move: Move) -> None:
    person = holding(place, kept)
    result = person.does(move)
    assert result is None or result.messages
    gets_to_the_menu(person)


@few
@given(st.data())
def test_a_session_with_broken_bytes_never_ends_a_turn(data: st.DataObject) -> None:
    person = Anybody("en")
    person.turn(Incoming("start", hint="en"))
    person.turn(Incoming("press", button=person.buttons[0]))
    person.turn(Incoming("text", "can my employer keep my passport?"))
    whole = bytearray(person.state.place or b"")
    for _ in range(data.draw(st.integers(1, 5))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        decode(bytes(whole), person.state.answers)
    except msgspec.DecodeError:
        broken = holding(bytes(whole), person.state.answers)
        assert broken.turn(Incoming("text", "menu")).messages
        gets_to_the_menu(broken)


@pytest.mark.parametrize("lang", [*LANGUAGES, "xx"])
def test_a_person_whose_place_is_forgotten_is_welcomed_in_the_language_she_chose(lang: str) -> None:
    person = Anybody()
    person.state = PersonState("p", "console", lang, None, None)
    result = person.turn(Incoming("open"))
    assert person.where == [("menu", "menu")]
    assert {message.lang for message in result.messages} == {lang if lang in LANGUAGES else "en"}
