"""end: the flow is over, and whatever it stood on goes on."""

from __future__ import annotations

from pathlib import Path

from tests.conversation.talking import talker

ENDING = "version: 1\nstart: a\nsteps:\n  a: {say: !t 'Bye.', next: z}\n  z: {end: true}\n"


def test_the_caller_goes_on(tmp_path: Path) -> None:
    person = talker(tmp_path, ENDING)
    person.opens()
    assert person.presses("test") == ["Bye.", "What now?"]


def test_what_was_interrupted_asks_again(tmp_path: Path) -> None:
    form = "version: 1\nstart: q\nsteps:\n  q: {ask: !t 'Work?', type: text, save: w, next: '@end'}\n"
    person = talker(tmp_path, form, human=ENDING)
    person.opens()
    person.presses("test")
    assert person.commands("human") == ["Bye.", "Work?"]


def test_at_the_bottom_of_all_the_menu_follows(tmp_path: Path) -> None:
    person = talker(tmp_path, ENDING, stop=ENDING)
    person.opens()
    assert person.commands("stop") == ["Bye.", "What now?"]
