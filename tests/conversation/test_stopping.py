""" "Stop" and what people write for it hold everywhere, also where a free answer is awaited (C4)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conversation.talking import Talker, talker

FLOW = """
version: 1
start: question
steps:
  question: {ask: !t "Which name?", type: text, save: name, next: said}
  said: {say: !t "You wrote {name}.", next: "@end"}
"""


@pytest.fixture
def asked(tmp_path: Path) -> Talker:
    person = talker(tmp_path, FLOW)
    person.opens()
    person.presses("test")
    return person


@pytest.mark.parametrize("word", ["stop", "STOP", " Stop. ", "unsubscribe", "no more messages"])
def test_C4_it_stops_also_in_front_of_a_free_question(asked: Talker, word: str) -> None:
    assert asked.says(word) == ["Stopped."]


@pytest.mark.parametrize("words", ["menu", "back", "stop the bus", "do not stop"])
def test_other_words_are_the_answer(asked: Talker, words: str) -> None:
    """The negative control: only the bare word stops."""
    assert asked.says(words)[0] == f"You wrote {words}."
