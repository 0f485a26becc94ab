"""The rules that hold in every flow: what a typed word means, old buttons, ways back, lapsed answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.conversation.engine import FlowError
from bot.conversation.hearing import GONE, NOT_TEXT, WAY_OUT
from bot.conversation.mending import CHANGED, LAPSED
from bot.conversation.messages import Found, Incoming
from tests.conversation.talking import Talker, flow_of, talker

FORM = """
    version: 1
    start: name
    steps:
      name: {ask: !t "What is your work?", type: text, save: work, next: years}
      years: {ask: !t "How many years?", type: number, max: 60, save: years, skip: done, next: sure}
      sure: {ask: !t "Is {years} right?", type: yes_no, yes: done, no: years}
      done: {say: !t "{work}: noted.", next: "@end"}
"""
KNOWN = Found("answer", ("rights/contract",))
UNSURE = Found("choices", ("rights/contract", "rights/unions"))


@pytest.fixture
def person(tmp_path: Path) -> Talker:
    person = talker(tmp_path, FORM)
    person.opens()
    person.presses("test")
    return person


def test_a_walk_from_greeting_to_end(tmp_path: Path) -> None:
    person = talker(tmp_path, FORM)
    assert person.opens() == ["Hello.", "What now?"]
    assert person.choices == ["test", "nothing"]
    assert person.presses("test") == ["What is your work?"]
    assert person.says("baker") == ["How many years?"]
    assert person.says("٣") == ["Is 3 right?"]
    assert person.presses("yes") == ["baker: noted.", "What now?"]


def test_labels_and_their_numbers_count_before_the_search(person: Talker) -> None:
    person.says("baker")
    person.says("3")
    assert person.says("1", KNOWN) == ["baker: noted.", "What now?"]


def test_a_label_in_another_case_is_understood(person: Talker) -> None:
    person.says("baker")
    person.says("3")
    assert person.says("  NO ") == ["How many years?"]


def test_a_sure_answer_interrupts_and_the_question_returns(person: Talker) -> None:
    person.says("baker")
    assert person.says("may they keep my passport", KNOWN) == [
        "An answer to may they keep my passport.",
        "How many years?",
    ]
    assert person.says("4") == ["Is 4 right?"]


def test_an_unsure_answer_does_not_interrupt_a_choice(person: Talker) -> None:
    person.says("baker")
    assert person.says("passport", UNSURE)[0].startswith("Please write a number")


def test_an_unsure_answer_is_taken_up_where_the_step_asks(tmp_path: Path) -> None:
    person = talker(tmp_path, FORM)
    person.opens()
    assert person.says("passport", UNSURE) == ["An answer to passport.", "What now?"]


def test_free_text_is_the_answer_itself_even_if_it_is_a_way_sign_or_a_known_question(person: Talker) -> None:
    assert person.says("menu", KNOWN) == ["How many years?"]
    person.says("2")
    assert person.presses("yes")[0] == "menu: noted."


def test_a_command_with_its_slash_is_no_answer_to_a_free_question(person: Talker) -> None:
    assert person.says("/menu", KNOWN) == ["What now?"]
    assert person.says("/unheard of")[-1] == "What now?"


def test_danger_comes_first_even_on_free_text(person: Talker) -> None:
    assert person.says("he locked me in", Found("urgent")) == [
        "An answer to he locked me in.",
        "What is your work?",
    ]


def test_danger_comes_first_before_the_welcome(tmp_path: Path) -> None:
    person = talker(tmp_path, FORM)
    said = person.does(Incoming("text", "help he beats me"), Found("urgent"))
    assert said == ["An answer to help he beats me.", "Hello.", "What now?"]


def test_the_third_misunderstanding_offers_a_way_out(person: Talker) -> None:
    person.says("baker")
    for _ in range(2):
        assert WAY_OUT.msg not in person.says("many")
        assert "human" not in person.ways
    assert WAY_OUT.msg in person.says("many")
    assert person.ways == ["human", "back", "menu"]
    assert person.presses("human") == ["A person.", "How many years?"]


@pytest.mark.parametrize("word", ["menu", "Menu", "MENU"])
def test_menu_as_a_word(person: Talker, word: str) -> None:
    person.says("baker")
    assert person.says(word) == ["What now?"]


def test_back_leads_to_the_question_before_with_answers_kept(person: Talker) -> None:
    person.says("baker")
    person.says("3")
    assert person.presses("back") == ["How many years?"]
    assert person.presses("@skip") == ["baker: noted.", "What now?"]


def test_commands_work_everywhere(person: Talker) -> None:
    assert person.commands("back") == ["What now?"]
    person.presses("test")
    assert person.commands("language") == ["Which language?"]
    assert person.presses("ar") == ["What is your work?"]
    assert person.session.place.lang == "ar"
    assert person.commands("stop") == ["Stopped."]
    assert person.presses("again") == ["What now?"]


def test_an_unknown_command_is_answered(person: Talker) -> None:
    assert person.commands("fly")[0] == NOT_TEXT.msg


def test_a_photo_is_answered_and_the_question_stays(person: Talker) -> None:
    assert person.does(Incoming("other", "photo")) == [NOT_TEXT.msg, "What is your work?"]


def test_an_old_button_is_no_longer_open(person: Talker) -> None:
    person.says("baker")
    person.says("3")
    person.presses("no")
    said = person.presses("yes", screens_ago=1)
    assert said == [GONE.msg, "How many years?"]
    assert not person.redrawn


def test_an_old_menu_is_understood(person: Talker) -> None:
    person.says("baker")
    assert person.presses("test", screens_ago=2) == ["What is your work?"]


def test_an_old_back_does_not_move_anything(person: Talker) -> None:
    person.says("baker")
    person.says("3")
    person.presses("no")
    assert person.presses("back", screens_ago=1) == [GONE.msg, "How many years?"]


def test_buttons_end_with_their_time(person: Talker) -> None:
    person.says("baker")
    person.now += 31 * 24 * 3600
    assert GONE.msg in person.presses("@skip")


@pytest.mark.parametrize(
    "button", ["", ".", "1", "1.", "1.99", "99.0", "1.-1", "1.²", "x.0", "../..", "1.0.0", "٣.0", "@menu"]
)
def test_I5_a_forged_button_is_refused(person: Talker, button: str) -> None:
    person.says("baker")
    assert person.does(Incoming("press", button=button))[0] == GONE.msg
    assert person.where == "test.years"


def test_only_a_press_on_the_newest_menu_redraws_it(tmp_path: Path) -> None:
    person = talker(tmp_path, FORM)
    person.opens()
    person.presses("nothing")
    redrawn = [person.redrawn]
    person.presses("nothing", screens_ago=1)
    redrawn.append(person.redrawn)
    person.says("2")
    redrawn.append(person.redrawn)
    assert redrawn == [True, False, False]


def test_a_flow_that_changed_carries_on_where_the_step_still_exists(person: Talker, tmp_path: Path) -> None:
    person.says("baker")
    person.flows["test"] = flow_of("test", FORM.replace("version: 1", "version: 2"), tmp_path)
    assert person.says("3") == ["Is 3 right?"]


def test_a_flow_that_changed_begins_again_where_the_step_is_gone(person: Talker, tmp_path: Path) -> None:
    person.says("baker")
    person.flows["test"] = flow_of(
        "test",
        FORM.replace("years:", "duration:")
        .replace("next: years", "next: duration")
        .replace("no: years", "no: duration"),
        tmp_path,
    )
    assert person.says("3") == [CHANGED.msg, "What is your work?"]
    assert person.says("cook") == ["How many years?"]


def test_a_flow_that_is_gone_leads_to_the_menu(person: Talker) -> None:
    del person.flows["test"]
    assert person.says("x") == [CHANGED.msg, "What now?"]


def test_D5_lapsed_answers_begin_the_part_again(person: Talker) -> None:
    person.says("baker")
    person.forgets_answers()
    assert person.says("3") == [LAPSED.msg, "What is your work?"]


def test_D5_a_place_without_answers_stays(person: Talker) -> None:
    assert person.stored[1] is None
    person.forgets_answers()
    assert person.says("baker") == ["How many years?"]


def test_C13_opening_the_page_again_shows_nothing_of_before(person: Talker) -> None:
    person.says("baker")
    assert person.does(Incoming("open")) == ["Welcome back."]
    assert person.presses("go_on") == ["How many years?"]


def test_a_flow_in_circles_is_an_error_not_a_hang(tmp_path: Path) -> None:
    person = talker(
        tmp_path,
        "version: 1\nstart: a\nsteps:\n  a: {say: !t 'A', next: b}\n  b: {say: !t 'B', next: a}\n",
    )
    person.opens()
    with pytest.raises(FlowError, match="circles"):
        person.presses("test")


def test_a_call_goes_on_after_the_other_flow_ended(tmp_path: Path) -> None:
    outer = "version: 1\nstart: a\nsteps:\n  a: {call: other, next: z}\n  z: {say: !t 'Z', next: '@end'}\n"
    inner = "version: 1\nstart: i\nsteps:\n  i: {ask: !t 'Inner?', type: yes_no, next: '@end'}\n"
    person = talker(tmp_path, outer, other=inner)
    person.opens()
    assert person.presses("test") == ["Inner?"]
    assert person.presses("no") == ["Z", "What now?"]


def test_a_deep_link_of_a_known_person_begins_at_the_entry(person: Talker) -> None:
    assert person.does(Incoming("start", "whatever")) == ["Hello.", "What now?"]


def test_question_upon_question_does_not_pile_up(tmp_path: Path) -> None:
    answer = "version: 1\nstart: a\nsteps:\n  a: {ask: !t 'More?', type: yes_no, asks: true, next: '@end'}\n"
    person = talker(tmp_path, FORM, answer=answer)
    person.opens()
    for number in range(10):
        person.says(f"question {number}", KNOWN)
    assert [frame.flow for frame in person.session.place.stack] == ["menu", "answer"]
    assert person.presses("no") == ["What now?"]
