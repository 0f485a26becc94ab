"""The first words: nothing is asked or answered before she knows who is there (C1), but for danger."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.conversation.hearing import GONE, WAY_OUT
from bot.conversation.messages import Found, Incoming
from tests.conversation.talking import Talker, talker

FORM = "version: 1\nstart: q\nsteps:\n  q: {ask: !t 'Work?', type: text, save: w, next: '@end'}\n"
ENTRY = """
    version: 1
    start: known
    nav: false
    place: [payload]
    steps:
      known: {branch: $lang, some: who, none: language}
      language: {ask: !t "Which language?", type: language, next: who}
      who: {say: !t "I am a machine.", next: linked}
      linked: {branch: $payload, some: link, none: asked}
      link: {say: !t "Link {payload}.", next: asked}
      asked: {branch: $question, some: answer, none: "@menu"}
      answer: {call: answer, with: {text: $question}, next: "@menu"}
"""
ANSWER = """
    version: 1
    start: a
    steps:
      a: {say: !t "An answer to {text}.", next: more}
      more: {ask: !t "More?", type: yes_no, asks: true, next: "@end"}
"""
WELCOME = ["I am a machine.", "What now?"]
KNOWN, URGENT = Found("answer", ("rights/contract",)), Found("urgent")


@pytest.fixture
def person(tmp_path: Path) -> Talker:
    return talker(tmp_path, FORM, entry=ENTRY, answer=ANSWER)


def test_C1_a_first_question_is_answered_after_the_welcome(person: Talker) -> None:
    assert person.says("my passport?", KNOWN) == ["Which language?"]
    assert person.presses("en") == ["I am a machine.", "An answer to my passport?.", "More?"]
    assert person.presses("no") == ["What now?"]


def test_C1_a_question_in_place_of_a_language_is_answered_after_the_welcome(person: Talker) -> None:
    person.opens()
    said = person.says("my passport?", KNOWN)
    assert said == ["Please press your language, or write its name.", "Which language?"]
    assert person.presses("en")[1] == "An answer to my passport?."


def test_C1_what_is_no_question_does_not_displace_the_first_one(person: Talker) -> None:
    person.says("my passport?", KNOWN)
    person.says("hm", Found("none"))
    assert person.presses("en")[1] == "An answer to my passport?."


@pytest.mark.parametrize("sign", ["menu", "back", "start"])
def test_C1_no_way_leads_past_the_welcome(person: Talker, sign: str) -> None:
    person.says("he beats me", URGENT)
    assert person.sees == ["An answer to he beats me.", "More?"]
    said = person.opens() if sign == "start" else person.commands(sign)
    assert said == ["Which language?"]
    assert person.presses("en")[0] == "I am a machine."


def test_C1_stopping_and_starting_again_leads_to_the_welcome(person: Talker) -> None:
    person.opens()
    assert person.commands("stop") == ["Stopped."]
    assert person.presses("again") == ["Which language?"]


def test_C1_the_page_opened_again_in_danger_leads_to_the_welcome(person: Talker) -> None:
    person.says("he beats me", URGENT)
    assert person.does(Incoming("open")) == ["Welcome back."]
    assert person.commands("menu") == ["Which language?"]


def test_danger_is_answered_while_a_language_is_being_chosen(person: Talker) -> None:
    person.opens()
    assert person.says("he beats me", URGENT) == ["An answer to he beats me.", "More?"]
    assert person.presses("no") == ["Which language?"]


@pytest.mark.parametrize(("sign", "said"), [("human", "A person."), ("help", "About."), ("delete", "Gone.")])
def test_a_person_and_deletion_can_be_had_before_a_language_is_chosen(
    person: Talker, sign: str, said: str
) -> None:
    person.opens()
    assert person.commands(sign) == [said, "Which language?"]
    assert person.commands("language") == ["Which language?"]


def test_the_third_misunderstanding_offers_a_person_here_too(person: Talker) -> None:
    person.opens()
    for _ in range(3):
        person.says("hm")
    assert WAY_OUT.msg in person.sees
    assert person.ways == ["human"]
    assert person.presses("human")[0] == "A person."


def test_a_deep_link_is_kept_until_the_welcome_is_over(person: Talker) -> None:
    assert person.does(Incoming("start", "abc")) == ["Which language?"]
    assert person.presses("en") == ["I am a machine.", "Link abc.", "What now?"]


def test_a_deep_link_pressed_while_the_language_is_chosen_counts(person: Talker) -> None:
    person.opens()
    person.does(Incoming("start", "abc"))
    assert person.presses("en")[1] == "Link abc."


def test_I6_a_link_that_is_too_long_is_a_plain_start(person: Talker) -> None:
    person.does(Incoming("start", "x" * 65))
    assert person.presses("en") == WELCOME


@pytest.mark.parametrize(
    ("incoming", "said"),
    [
        (Incoming("command", "delete"), ["Gone.", *WELCOME]),
        (Incoming("text", "Delete me"), ["Gone.", *WELCOME]),
        (Incoming("command", "stop"), ["Stopped."]),
        (Incoming("command", "menu"), WELCOME),
        (Incoming("open"), WELCOME),
        (Incoming("other", "photo"), WELCOME),
        (Incoming("press", button="1.0"), [GONE.msg, *WELCOME]),
    ],
)
def test_D5_who_comes_back_after_her_place_was_forgotten_is_understood(
    person: Talker, incoming: Incoming, said: list[str]
) -> None:
    person.session.place.lang = "en"
    person.stored = (b'{"lang":"en"}', None)
    assert person.does(incoming) == said


def test_I5_a_button_from_before_is_never_taken_for_a_new_one(person: Talker) -> None:
    person.opens()
    person.presses("en")
    old = [person.screens[0], person.screens[1]]
    person.stored = (None, None)
    person.now += 60
    person.opens()
    for screen in old:
        for shown in screen[-1].choices:
            assert person.does(Incoming("press", button=shown.button)) == [GONE.msg, "Which language?"]


def test_a_language_that_she_chose_before_she_came_is_not_asked_for(person: Talker) -> None:
    assert person.does(Incoming("open", lang="en")) == WELCOME
    assert person.session.place.lang == "en"


@pytest.mark.parametrize("incoming", [Incoming("open", hint="en"), Incoming("open", lang="xx")])
def test_a_hint_is_no_choice_nor_is_a_language_that_is_not_shipped(
    person: Talker, incoming: Incoming
) -> None:
    """The negative control: she is asked."""
    assert person.does(incoming) == ["Which language?"]
    assert person.session.place.lang == ""


def test_choosing_it_while_it_is_being_asked_for_answers_the_question(person: Talker) -> None:
    person.opens()
    assert person.does(Incoming("open", lang="en")) == WELCOME
