"""A place of the register: by button, by name; where a name may mean several, they are offered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.conversation.answers.place import UNKNOWN
from bot.conversation.messages import Rich
from bot.delivery.speech import Speech
from bot.delivery.wording import Namer, Wording
from bot.language.catalogs import Catalogs
from bot.language.speech import LanguageSpeech
from tests.conversation.talking import Act, Talker, talker

KNOWN = {"kakuma": ("k1", "k2"), "hilltop": ("h",)}
FLOW = """
version: 1
start: near
steps:
  near: {do: test.near, outcomes: {found: question}}
  question:
    ask: !t "Where?"
    type: place
    from: $near
    choices: [{id: other, label: !t "Elsewhere", next: note}]
    save: answer
    next: note
  note: {do: test.note, with: {answer: $answer}, outcomes: {noted: "@end"}}
"""


@pytest.fixture
def asked(tmp_path: Path) -> tuple[Talker, list[Any]]:
    """A question that puts one place on a button, and what was answered."""
    noted: list[Any] = []

    def note(args: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        noted.append(args["answer"])
        return "noted", {}

    acts: dict[str, Act] = {"test.near": lambda args: ("found", {"near": ["h"]}), "test.note": note}
    person = talker(tmp_path, FLOW, acts)
    texts = LanguageSpeech(Catalogs({}))
    namers: dict[str, Namer] = {"place": Rich, "language": Rich}
    person.speech = Speech(Wording(texts, namers, {}), lambda text, lang: KNOWN.get(text.casefold(), ()))
    person.opens()
    person.presses("test")
    return person, noted


def test_by_button(asked: tuple[Talker, list[Any]]) -> None:
    person, noted = asked
    assert person.choices == ["h", "other"]
    person.presses("h")
    assert noted == ["h"]


def test_by_name(asked: tuple[Talker, list[Any]]) -> None:
    person, noted = asked
    person.says("Hilltop")
    assert noted == ["h"]


def test_several_that_may_be_meant_are_offered(asked: tuple[Talker, list[Any]]) -> None:
    person, noted = asked
    person.says("Kakuma")
    assert person.choices == ["k1", "k2", "other"]
    person.presses("k2")
    assert noted == ["k2"]


def test_an_unknown_name_is_told(asked: tuple[Talker, list[Any]]) -> None:
    person, noted = asked
    assert person.says("Nowhere")[0] == UNKNOWN.msg
    assert noted == []


def test_a_choice_beside_the_places_leads_away_and_saves_nothing(asked: tuple[Talker, list[Any]]) -> None:
    person, noted = asked
    person.presses("other")
    assert noted == [None]
