"""do: an action with its arguments; the outcome chooses the way, what it gives becomes variables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.conversation.mending import LAPSED
from tests.conversation.talking import talker

FLOW = """
    version: 1
    start: name
    place: [kept]
    steps:
      name: {ask: !t "Your work?", type: text, save: work, next: look}
      look:
        do: work.look
        with: {work: $work, lang: $lang, missing: $missing, level: 3, words: [a, b]}
        outcomes: {known: known, unknown: "@end"}
      known: {say: !t "{found} for {work}.", next: again}
      again: {ask: !t "More?", type: yes_no, yes: name, no: "@end"}
"""


@pytest.mark.parametrize(
    ("outcome", "said"),
    [("known", ["7 for baker.", "More?"]), ("unknown", ["What now?"])],
)
def test_the_outcome_chooses_the_way(tmp_path: Path, outcome: str, said: list[str]) -> None:
    def look(args: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        return outcome, {"found": 7, "kept": "K"}

    person = talker(tmp_path, FLOW, {"work.look": look})
    person.opens()
    person.presses("test")
    assert person.says("baker") == said
    assert person.calls == [
        ("work.look", {"work": "baker", "lang": "", "missing": None, "level": 3, "words": ["a", "b"]})
    ]


def test_D5_what_the_flow_calls_a_place_is_kept_with_the_place_and_the_rest_with_the_answers(
    tmp_path: Path,
) -> None:
    person = talker(tmp_path, FLOW, {"work.look": lambda args: ("known", {"found": 7, "kept": "K"})})
    person.opens()
    person.presses("test")
    person.says("baker")
    frame = person.session.place.stack[-1]
    assert frame.place == {"kept": "K"}
    assert person.session.answers[-1] == {"work": "baker", "found": 7}


SKIPPED = """
    version: 1
    start: clear
    steps:
      clear: {do: work.clear, GIVES outcomes: {clear: more}}
      more: {ask: !t "Go on?", type: yes_no, yes: look, no: "@end"}
      look: {do: work.look, with: {age: $age}, outcomes: {known: "@end"}}
"""


@pytest.mark.parametrize(
    ("gives", "said"), [("gives: [age],", "Go on?"), ("", "What now?")], ids=["told", "not told"]
)
def test_D5_a_flow_begins_again_where_it_tells_what_its_actions_set(
    tmp_path: Path, gives: str, said: str
) -> None:
    flow = SKIPPED.replace("GIVES", gives)
    person = talker(tmp_path, flow, {"work.clear": lambda args: ("clear", {"age": None})})
    person.opens()
    person.presses("test")
    person.forgets_answers()
    assert person.presses("yes") == [LAPSED.msg, said]
