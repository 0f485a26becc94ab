"""Reading a contract as a person does it: the whole flow, played without a store."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot.conversation.messages import Ref
from bot.conversation.session import decode
from bot.features.guidance.contracts.model import NEEDED
from bot.features.guidance.contracts.wording import coded
from bot.flows_commands import begin
from bot.language.languages import LANGUAGES
from bot.mind import Mind
from bot.rehearsal import Rehearsal, Seen
from tests.features.guidance.contracts.points import SHIPPED
from tests.minds import shared_mind

TO_THE_LIST: list[Any] = ["guides", "contract", "paper", "adult", *["yes"] * len(NEEDED)]


@pytest.fixture(scope="module")
def mind() -> Mind:
    return shared_mind()


@pytest.fixture
def person(mind: Mind) -> Iterator[Rehearsal]:
    yield someone(mind, "en")


def someone(mind: Mind, lang: str) -> Rehearsal:
    person = begin(mind, lang)
    person.move({"start": ""})
    person.move({"press": "$lang"})
    return person


def presses(person: Rehearsal, *choices: Any) -> Seen:
    return [person.move({"press": choice}) for choice in choices][-1]


def said(seen: Seen) -> str:
    return "\n".join(message.text for message in seen.messages)


def test_a_result_says_what_is_there_missing_and_dangerous_and_what_to_do(person: Rehearsal) -> None:
    presses(person, "guides", "contract", "paper", "adult", "yes", "no", *["yes"] * 6)
    seen = presses(person, "papers", "@done", "@none", "@none")
    words = said(seen)
    order = [
        "This is there, as you say: a language",
        "This is missing",
        "This can be dangerous",
        "Do not sign",
    ]
    places = [words.index(part) for part in order]
    assert places == sorted(places)
    assert seen.choices == ("rights/passport-kept-by-employer", "rights/contract", "held", "human")


def test_C2_it_is_never_called_good_and_a_person_can_be_asked(person: Rehearsal) -> None:
    seen = presses(person, *TO_THE_LIST, "@none", "@none", "@none")
    assert "I cannot say that it is good" in said(seen)
    assert "human" in seen.choices


def test_who_is_held_now_gets_first_aid_before_anything_else(person: Rehearsal) -> None:
    seen = presses(person, *TO_THE_LIST, "@none", "shut_in", "@done")
    assert seen.where[-1] == ("contract", "held_now")
    seen = presses(person, "yes")
    assert said(seen).startswith("Nobody may lock you in or force you to stay.")
    assert presses(person, "go_on").where[-1] == ("contract", "signing")


def test_who_may_go_out_is_not_asked_whether_she_is_held(person: Rehearsal) -> None:
    """The negative control of the test above."""
    seen = presses(person, *TO_THE_LIST, "@none", "tied", "@done")
    assert seen.where[-1] == ("contract", "signing")


@pytest.mark.parametrize("text", ["my boss locked me in, I cannot leave the house", "he wants to kill me"])
def test_danger_that_is_typed_goes_before_the_question(person: Rehearsal, text: str) -> None:
    presses(person, *TO_THE_LIST)
    seen = person.move({"type": text})
    assert seen.where[-1] == ("answer", "calm")
    assert presses(person, "go_on").where[-1] == ("contract", "money")


def test_D5_answers_lapse_and_the_guide_begins_again_politely(person: Rehearsal) -> None:
    presses(person, *TO_THE_LIST, "papers")
    assert decode(person.state.place, person.state.answers).has_answers
    person.move({"wait": 1801})
    seen = presses(person, "@done")
    assert "I deleted your answers after 30 minutes" in said(seen)
    assert seen.where[-1] == ("contract", "begin")


def test_D5_no_answer_stands_in_the_place_that_is_kept_for_30_days(person: Rehearsal) -> None:
    presses(person, *TO_THE_LIST[:-2], "unfound", "no", "papers", "@done", "shut_in", "@done", "no")
    presses(person, "unread", "@done")
    place, answers = person.state.place, person.state.answers
    assert place is not None
    assert answers is not None
    for answer in (b"unfound", b"missing=living,copy", b"dangers=shut_in,papers,unread"):
        assert answer in answers
    assert b"missing=" not in place
    assert b"dangers=" not in place
    assert all(frame.place == {} for frame in decode(place, None).place.stack)


def test_D4_no_question_asks_what_may_not_be_asked(mind: Mind) -> None:
    words = [
        "relig",
        "faith",
        "ethnic",
        "tribe",
        "politic",
        "health",
        "ill",
        "sex",
        "asylum claim",
        "why did you",
    ]
    texts = []
    for name in ("contract", "held", "under_18", "guides"):
        for step in mind.flows[name].steps.values():
            labels = [choice.label.msg for choice in getattr(getattr(step, "answer", None), "fixed", ())]
            texts += [*labels, *([step.text.msg] if hasattr(step, "text") else [])]
    assert len(texts) > 60
    asked = {word.strip(",.?:;") for text in texts for word in text.lower().split()}
    assert "passport" in asked
    assert not asked & set(words)


def test_C9_who_says_she_is_under_18_is_led_to_those_who_protect_children(person: Rehearsal) -> None:
    seen = presses(person, "guides", "contract", "paper", "minor")
    assert "no profile" in said(seen)
    assert "no contact to employers" in said(seen)
    assert "UNICEF" in said(seen)
    assert {"alone", "hurt", "human"} <= set(seen.choices)
    assert presses(person, "go_on").where[-1] == ("guides", "which")


def test_C9_nobody_else_is_led_there(person: Rehearsal) -> None:
    """The negative control: an adult, and one who does not say her age, go on with the contract."""
    assert presses(person, "guides", "contract", "paper", "adult").where[-1] == ("contract", "language")
    assert presses(person, "menu", "guides", "contract", "paper", "@skip").where[-1] == (
        "contract",
        "language",
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_longest_result_fits_a_message_in_every_language(mind: Mind, lang: str) -> None:
    """4,096 UTF-16 units are what Telegram takes; the asked text below it has its own few hundred."""
    named = mind.wording.rich
    worst = coded(missing=tuple(SHIPPED.needed)), coded(dangers=tuple(SHIPPED.dangers))
    texts = [named(Ref("contract", code), lang) for code in worst]
    assert all(text.lang == lang for text in texts)
    assert sum(len(text.text.encode("utf-16-le")) // 2 for text in texts) < 3400
    assert all(text.text.count("•") in (len(SHIPPED.needed), len(SHIPPED.dangers)) for text in texts)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sentence_of_a_point_is_short_in_every_language(mind: Mind, lang: str) -> None:
    for point in (*SHIPPED.needed.values(), *SHIPPED.dangers.values()):
        assert len(mind.say(point.why, lang)) <= 190, (lang, point.id)


def test_what_a_button_could_be_forged_to_say_is_passed_over(mind: Mind) -> None:
    assert "•" not in mind.wording.rich(Ref("contract", "dangers=wizard"), "en").text
    assert mind.wording.rich(Ref("contract", "nothing"), "en").text
