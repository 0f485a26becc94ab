"""branch: the way by what a variable holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conversation.talking import talker

FLOW = """
    version: 1
    start: get
    steps:
      get: {do: test.get, outcomes: {got: which}}
      which:
        branch: $value
        when: {a: is_a, "3": is_three}
        SOME
        none: is_none
      is_a: {say: !t "A.", next: "@end"}
      is_three: {say: !t "Three.", next: "@end"}
      is_some: {say: !t "Some.", next: "@end"}
      is_none: {say: !t "None.", next: "@end"}
"""


def takes(folder: Path, value: Any, *, some: bool) -> str:
    flow = FLOW.replace("SOME", "some: is_some" if some else "")
    person = talker(folder, flow, {"test.get": lambda args: ("got", {"value": value})})
    person.opens()
    return person.presses("test")[0]


@pytest.mark.parametrize(
    ("value", "said"),
    [("a", "A."), (3, "Three."), ("3", "Three."), ("b", "Some."), (["x"], "Some."), (0, "Some."),
     (None, "None."), ("", "None."), ([], "None.")],
)  # fmt: skip
def test_by_value_then_by_having_one(tmp_path: Path, value: Any, said: str) -> None:
    assert takes(tmp_path, value, some=True) == said


@pytest.mark.parametrize(("value", "said"), [("a", "A."), ("b", "None."), (None, "None.")])
def test_without_a_way_for_any_value_all_others_go_by_none(tmp_path: Path, value: Any, said: str) -> None:
    assert takes(tmp_path, value, some=False) == said
