"""Going on where a person stopped: after hours, after a new version of the flows, and on the way back."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.conversation.mending import CHANGED, LAPSED
from bot.conversation.messages import Found, Incoming
from tests.conversation.talking import PLAIN, Talker, flow_of, talker

FORM = """
    version: 1
    start: work
    place: [town]
    steps:
      work: {ask: !t "What is your work?", type: text, save: work, next: years}
      years: {ask: !t "How many years?", type: number, save: years, next: sure}
      sure: {ask: !t "Is {work} right?", type: yes_no, yes: town, no: work}
      town: {ask: !t "Which town?", type: text, save: town, next: done}
      done: {ask: !t "All done?", type: yes_no, next: "@end"}
"""
URGENT = Found("urgent")


@pytest.fixture
def person(tmp_path: Path) -> Talker:
    person = talker(tmp_path, FORM)
    person.opens()
    person.presses("test")
    person.says("baker")
    return person


def changes(person: Talker, folder: Path, old: str, new: str) -> None:
    assert old in FORM
    person.flows["test"] = flow_of("test", FORM.replace(old, new), folder)


def test_D5_lapsed_answers_that_are_still_needed_begin_the_part_again(person: Talker) -> None:
    person.says("3")
    person.forgets_answers()
    assert person.presses("yes") == [LAPSED.msg, "What is your work?"]


def test_D5_lapsed_answers_that_nothing_needs_any_more_are_not_missed(person: Talker) -> None:
    person.says("3")
    person.presses("yes")
    person.forgets_answers()
    assert person.says("Amman") == ["All done?"]
    person.forgets_answers()
    assert person.presses("yes") == ["What now?"]


def test_D5_they_are_missed_even_when_an_answer_was_given_in_between(person: Talker) -> None:
    person.forgets_answers()
    person.does(Incoming("other", "photo"))
    assert person.where == "test.work"


@pytest.mark.parametrize(
    ("incoming", "said"),
    [
        (Incoming("command", "menu"), "What now?"),
        (Incoming("command", "stop"), "Stopped."),
        (Incoming("command", "delete"), "Gone."),
        (Incoming("text", "Delete me"), "Gone."),
        (Incoming("text", "menu"), "What now?"),
        (Incoming("start", ""), "Hello."),
        (Incoming("open"), "Welcome back."),
    ],
)
def test_what_leads_elsewhere_holds_although_answers_have_lapsed(
    person: Talker, incoming: Incoming, said: str
) -> None:
    person.forgets_answers()
    assert person.does(incoming)[0] == said


def test_danger_comes_first_although_answers_have_lapsed(person: Talker) -> None:
    person.forgets_answers()
    assert person.says("he beats me", URGENT) == ["An answer to he beats me.", "What is your work?"]


@pytest.mark.parametrize(
    ("press", "ago", "said"), [("menu", 0, "What now?"), ("test", 2, "What is your work?")]
)
def test_buttons_that_lead_elsewhere_hold_although_answers_have_lapsed(
    person: Talker, press: str, ago: int, said: str
) -> None:
    person.forgets_answers()
    assert person.presses(press, screens_ago=ago) == [said]


def test_the_button_back_is_told_that_answers_have_lapsed(person: Talker) -> None:
    person.forgets_answers()
    assert person.presses("back") == [LAPSED.msg, "What is your work?"]


def test_a_flow_below_is_looked_at_when_it_is_its_turn(person: Talker, tmp_path: Path) -> None:
    person.flows["language"] = flow_of("language", PLAIN["stop"].replace("'@menu'", "'@end'"), tmp_path)
    assert person.commands("language") == ["Stopped."]
    person.forgets_answers()
    assert person.presses("again") == [LAPSED.msg, "What is your work?"]


def test_a_flow_below_that_is_gone_leads_to_the_menu(person: Talker) -> None:
    person.commands("language")
    del person.flows["test"]
    assert person.presses("ar") == [CHANGED.msg, "What now?"]


@pytest.mark.parametrize(
    "step",
    [
        'years: {say: !t "Told.", next: sure}',
        "years: {call: human, next: sure}",
        "years: {branch: $x, none: sure}",
    ],
)
def test_a_step_that_asks_no_more_begins_the_part_again(person: Talker, tmp_path: Path, step: str) -> None:
    changes(
        person, tmp_path, 'years: {ask: !t "How many years?", type: number, save: years, next: sure}', step
    )
    assert person.says("3") == [CHANGED.msg, "What is your work?"]


def test_a_calling_step_that_calls_no_more_begins_the_part_again(tmp_path: Path) -> None:
    calling = "version: 1\nstart: a\nsteps:\n  a: {call: stop, next: b}\n  b: {say: !t 'B', next: '@end'}\n"
    person = talker(tmp_path, calling, stop=PLAIN["stop"].replace("'@menu'", "'@end'"))
    person.opens()
    person.presses("test")
    person.flows["test"] = flow_of(
        "test", calling.replace("{call: stop, next: b}", "{branch: $x, none: b}"), tmp_path
    )
    assert person.presses("again") == [CHANGED.msg, "B", "What now?"]


def test_a_question_that_cannot_be_skipped_any_more_refuses_the_old_button(tmp_path: Path) -> None:
    form = FORM.replace("save: years, next", "save: years, skip: sure, next")
    person = talker(tmp_path, form)
    person.opens()
    person.presses("test")
    person.says("baker")
    person.flows["test"] = flow_of("test", FORM, tmp_path)
    assert person.presses("@skip")[-1] == "How many years?"


def test_back_passes_over_positions_whose_answers_are_gone(person: Talker) -> None:
    person.says("3")
    person.presses("yes")
    person.says("Amman")
    assert person.presses("yes") == ["What now?"]
    # That walk is over: two of its questions would speak of a work that nobody knows any more.
    back = [person.presses("back") for _ in range(3)]
    assert back == [["All done?"], ["Which town?"], ["What is your work?"]]


def test_back_passes_over_positions_in_flows_that_are_gone(person: Talker) -> None:
    person.commands("language")
    person.presses("ar")
    del person.flows["language"]
    assert person.presses("back") == ["What is your work?"]


def test_back_from_a_way_aside_returns_to_where_it_began(person: Talker) -> None:
    person.commands("language")
    assert person.presses("back") == ["How many years?"]
    assert person.says("3") == ["Is baker right?"]


def test_back_never_shows_the_same_question_again(person: Talker) -> None:
    person.commands("human")
    assert person.presses("back") == ["What is your work?"]


def test_C13_nothing_leads_back_after_the_page_was_opened_again(person: Talker) -> None:
    person.does(Incoming("open"))
    assert "back" not in person.ways
    person.presses("go_on")
    assert [person.commands("back"), person.commands("back")] == [["Welcome back."], ["What now?"]]


LED_PAST = """
    version: 1
    start: paper
    steps:
      paper:
        ask: !t "Is there a paper?"
        choices: [{id: one, label: !t "One", next: pay}, {id: none, label: !t "None", next: sure}]
      pay: {ask: !t "Does it tell the pay?", type: yes_no, save: pay, skip: sure, next: sure}
      sure: {ask: !t "Sure?", type: yes_no, save: sure, next: weigh}
      weigh: {do: test.weigh, with: {pay: $pay, sure: $sure}, outcomes: {weighed: last}}
      last: {ask: !t "All done?", type: yes_no, next: again}
      again: {branch: $sure, some: paper, none: paper}
"""


def test_D5_a_part_that_leads_past_a_question_of_its_own_begins_again(tmp_path: Path) -> None:
    """What the flow asks for itself needs no caller, although one way leads past the question."""
    person = talker(tmp_path, LED_PAST, {"test.weigh": lambda args: ("weighed", {})})
    person.opens()
    person.presses("test")
    person.presses("one")
    person.presses("yes")
    person.presses("yes")
    person.forgets_answers()
    assert person.presses("yes") == [LAPSED.msg, "Is there a paper?"]
    assert person.where == "test.paper"


def test_D5_a_part_that_needs_what_only_its_caller_knew_gives_way_to_the_menu(tmp_path: Path) -> None:
    flow = LED_PAST.replace("pay: $pay", "pay: $pay, whose: $whose")
    person = talker(tmp_path, flow, {"test.weigh": lambda args: ("weighed", {})})
    person.opens()
    person.presses("test")
    person.presses("one")
    person.presses("yes")
    person.forgets_answers()
    assert person.presses("yes") == [LAPSED.msg, "What now?"]
