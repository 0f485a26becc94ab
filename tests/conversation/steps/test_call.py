"""call: another flow, with values; without `next` it takes the place of this one."""

from __future__ import annotations

from pathlib import Path

from bot.conversation.messages import Found
from tests.conversation.talking import Talker, talker

INNER = """
    version: 1
    start: asked
    steps:
      asked: {ask: !t "Inner, {given}?", type: yes_no, save: given, next: "@end"}
"""


def outer(call: str) -> str:
    return (
        "version: 1\nstart: ask\nsteps:\n"
        "  ask: {ask: !t 'Your work?', type: text, save: work, next: go}\n"
        f"  go: {{{call}}}\n"
        "  after: {say: !t 'After {work}, {given}.', next: '@end'}\n"
    )


def called(folder: Path, call: str) -> Talker:
    person = talker(folder, outer(call), inner=INNER)
    person.opens()
    person.presses("test")
    person.says("baker")
    return person


def test_the_flow_gets_values_and_this_one_goes_on_after_it(tmp_path: Path) -> None:
    person = called(tmp_path, "call: inner, with: {given: $work}, next: after")
    assert person.sees == ["Inner, baker?"]
    assert [frame.flow for frame in person.session.place.stack] == ["menu", "test", "inner"]
    said = person.presses("yes")
    assert said[0].startswith("After baker"), "the caller has its own variables"
    assert "yes" not in said[0]
    assert said[1:] == ["What now?"]


def test_without_next_the_flow_takes_the_place_of_this_one(tmp_path: Path) -> None:
    person = called(tmp_path, "call: inner, with: {given: fixed}")
    assert person.sees == ["Inner, fixed?"]
    assert [frame.flow for frame in person.session.place.stack] == ["menu", "inner"]
    assert person.presses("no") == ["What now?"]


def test_what_takes_the_place_of_an_interrupting_flow_interrupts_in_its_place(tmp_path: Path) -> None:
    answer = "version: 1\nstart: a\nsteps:\n  a: {call: inner, with: {given: $text}}\n"
    person = talker(tmp_path, outer("call: inner, next: after"), inner=INNER, answer=answer)
    person.opens()
    person.presses("test")
    assert person.says("help me", Found("urgent")) == ["Inner, help me?"]
    assert person.presses("yes") == ["Your work?"]


def test_back_leads_into_the_caller_with_its_answers(tmp_path: Path) -> None:
    person = called(tmp_path, "call: inner, with: {given: $work}, next: after")
    assert person.presses("back") == ["Your work?"]
    assert person.says("cook") == ["Inner, cook?"]
