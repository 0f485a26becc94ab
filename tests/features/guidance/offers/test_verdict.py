"""The verdict: what weighs, what is said, and that nothing is ever called safe."""

from __future__ import annotations

import re

import pytest

from bot.conversation.messages import Text
from bot.features.guidance.offers.model import Level, Seen
from bot.features.guidance.offers.words import IN_ANSWERS, IN_MESSAGE, SIGNS, packed, verdict
from tests.features.guidance.offers.test_messages import ROOT, shipped

FLAGS_OF = shipped().rules.flags


def put(text: Text, lang: str) -> str:
    words = text.values.get("words")
    return text.msg if words is None else f"{text.msg} {'; '.join(words)}"


@pytest.mark.parametrize(
    ("ids", "level"),
    [
        ([], "none"),
        (["hurry"], "some"),
        (["hurry", "hurry", "hurry"], "some"),
        (["hurry", "easy"], "some"),
        (["hurry", "easy", "mail"], "many"),
        (["fee"], "many"),
    ],
)
def test_one_grave_sign_or_three_others_are_a_strong_warning(ids: list[str], level: Level) -> None:
    assert FLAGS_OF.level(ids) == level


def test_only_the_answer_that_warns_counts() -> None:
    assert FLAGS_OF.answered({"fee": "no", "contract": "yes", "hurry": "unknown"}) == ()
    assert FLAGS_OF.answered({"fee": "yes", "contract": "no", "address": "yes"}) == ("fee", "contract")


PERSONAL = re.compile(
    r"\b(faith|religio|muslim|christian|ethnic|tribe|politic|health|sick|disab|pregnan|asylum)"
)


def test_D4_nothing_that_is_asked_or_said_is_about_the_person() -> None:
    flow = (ROOT / "flows/offer.yaml").read_text(encoding="utf-8").lower()
    said = " ".join(
        text.msg.lower() for text in (*SIGNS.values(), *IN_ANSWERS.values(), *IN_MESSAGE.values())
    )
    assert not PERSONAL.search(flow)
    assert not PERSONAL.search(said)
    assert PERSONAL.search("what is your religion?"), "the negative control"


@pytest.mark.parametrize("texts", [IN_ANSWERS, IN_MESSAGE])
def test_no_level_calls_an_offer_safe(texts: dict[Level, Text]) -> None:
    for text in texts.values():
        assert not {"safe", "genuine", "trust", "honest"} & set(text.msg.lower().strip(".").split())
    assert "does not prove that the offer is real" in texts["none"].msg


def test_the_signs_stand_below_the_verdict_with_the_words_they_were_taken_from() -> None:
    seen = [Seen("fee", "send 250"), Seen("address", "unhcr-jobs . com", "unhcr.org"), Seen("hurry", "")]
    said = verdict(packed("many", seen, pasted=True), "en", put).text
    assert said.startswith(IN_MESSAGE["many"].msg)
    assert "send 250" in said
    assert said.index("They want money") < said.index("The real address is")
    assert said.count("In the message:") == 2


def test_what_is_not_known_yet_is_counted() -> None:
    assert "You do not know" in verdict(packed("none", [], pasted=False, unknown=2), "en", put).text
    assert "You do not know" not in verdict(packed("none", [], pasted=False), "en", put).text
