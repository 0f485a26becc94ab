"""show: words that another part has for a value, and on."""

from __future__ import annotations

from pathlib import Path

from bot.conversation.messages import Ref
from tests.conversation.talking import talker

FLOW = """
    version: 1
    start: where
    steps:
      where: {ask: !t "Which country?", type: country, save: country, next: shown}
      shown: {show: $country, as: country, next: fixed}
      fixed: {show: KE, as: country, next: "@end"}
"""


def test_a_variable_and_a_fixed_value(tmp_path: Path) -> None:
    person = talker(tmp_path, FLOW)
    person.opens()
    person.presses("test")
    assert person.says("Jordan") == ["Jordan", "Kenya", "What now?"]
    assert person.seen[0].words == Ref("country", "JO")
