"""say: a text, and on."""

from __future__ import annotations

from pathlib import Path

from tests.conversation.talking import talker


def flow(step: str) -> str:
    return (
        f"version: 1\nstart: a\nsteps:\n  a: {{{step}, next: b}}\n"
        "  b: {ask: !t 'Well?', type: text, save: x, next: a}\n"
    )


def test_it_says_and_goes_on(tmp_path: Path) -> None:
    person = talker(tmp_path, flow("say: !t 'First.'"))
    person.opens()
    assert person.presses("test") == ["First.", "Well?"]
    assert [say.apart for say in person.seen] == [False, False]


def test_it_may_be_a_message_of_its_own(tmp_path: Path) -> None:
    person = talker(tmp_path, flow("say: !t 'First.', apart: true"))
    person.opens()
    person.presses("test")
    assert [say.apart for say in person.seen] == [True, False]


def test_it_fills_in_what_was_answered_without_reading_it_as_a_pattern(tmp_path: Path) -> None:
    person = talker(tmp_path, flow("say: !t 'You said {x}.'"))
    person.opens()
    person.presses("test")
    assert person.says("{x} %s $x")[0] == "You said {x} %s $x."


def test_it_counts_with_plural_forms(tmp_path: Path) -> None:
    counting = """
        version: 1
        start: how_many
        steps:
          how_many: {ask: !t "How many?", type: number, save: n, next: told}
          told:
            say: !t {one: "One child.", other: "{n} children."}
            next: how_many
    """
    person = talker(tmp_path, counting)
    person.opens()
    person.presses("test")
    assert person.says("1")[0] == "One child."
    assert person.says("5")[0] == "5 children."
