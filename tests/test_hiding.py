"""C12 in the conversation: one word in every language, from everywhere; nothing of before comes after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from bot.conversation import hearing, signposts
from bot.conversation.privacy import WELCOME_BACK
from bot.flows_commands import begin
from bot.mind import Mind
from bot.rehearsal import Rehearsal, Seen
from tests.minds import shared_mind

WORDS = {
    "en": ("hide", "Hide everything", "HIDE"),
    "ar": ("إخفاء", "اخفاء", "أخفِ", "اخفي", "امسح المحادثة"),
    "fr": ("cacher", "masquer", "Cache tout", "vider la discussion"),
    "fa": ("پنهان کن", "پنهان", "مخفی کن", "قایم کن", "پت کن"),
    "so": ("qari", "Qari", "wax walba qari"),
    "sw": ("ficha", "Ficha kila kitu"),
    "uk": ("сховати", "сховай", "Приховати"),
    "es": ("ocultar", "Oculta todo", "esconder"),
}
PLACES: Mapping[str, list[Any]] = {
    "the menu": [],
    "a guide": [{"press": "guides"}, {"press": "offer"}],
    "a question whose answer is free text": [{"press": "guides"}, {"press": "offer"}, {"press": "paste"}],
    "a PIN being typed": [{"press": "about"}, {"press": "pin"}, {"press": "yes"}],
}
START = [{"start": ""}, {"press": "$lang"}]
HERS = "Demo Bakery"
INTERVIEW = [
    {"jobs": "profile"}, {"jobs": "open"}, {"jobs": "booked"},
    {"press": "guides"}, {"press": "work"}, {"press": "mine"}, {"press": {"at": 0}},
]  # fmt: skip


@pytest.fixture(scope="module")
def mind() -> Mind:
    return shared_mind()


def plays(mind: Mind, lang: str, *moves: Any) -> tuple[Rehearsal, list[Seen]]:
    made = begin(mind, lang)
    return made, [made.move(move) for move in moves]


def said(scenes: list[Seen]) -> str:
    return "\n".join(message.text for scene in scenes for message in scene.messages)


def hidden(seen: Seen) -> bool:
    (message,) = seen.messages
    return message.clears and not message.buttons and not message.replaces


@pytest.mark.parametrize(("lang", "word"), [(lang, word) for lang, some in WORDS.items() for word in some])
def test_C12_the_word_hides_in_every_language(mind: Mind, lang: str, word: str) -> None:
    _, scenes = plays(mind, lang, *START, {"press": "topics"}, {"type": word})
    assert hidden(scenes[-1]), said(scenes[-1:])


@pytest.mark.parametrize("lang", WORDS)
def test_C12_the_line_names_neither_us_nor_the_matter_and_says_how_to_erase(mind: Mind, lang: str) -> None:
    _, scenes = plays(mind, lang, *START, {"command": "hide"})
    line = said(scenes[-1:])
    assert ("48" in line or "۴۸" in line) and len(line) <= 330
    assert mind.wording.label(signposts.WORDS["delete"], lang) in line
    names = (
        "rafiq",
        "رفيق",
        "رفیق",
        "refug",
        "réfug",
        "لاجئ",
        "پناهند",
        "qaxoot",
        "mkimbizi",
        "біжен",
        "interpol",
    )
    assert not any(name in line.casefold() for name in names)


@pytest.mark.parametrize("place", PLACES)
def test_C12_it_hides_wherever_she_is(mind: Mind, place: str) -> None:
    made, scenes = plays(mind, "en", *START, *PLACES[place], {"type": "hide"})
    assert hidden(scenes[-1])
    assert made.screens == []


def test_C12_her_very_first_word_may_be_it(mind: Mind) -> None:
    _, scenes = plays(mind, "en", {"type": "hide"})
    assert hidden(scenes[-1])


@pytest.mark.parametrize("word", ["hello", "1", "Go on"])
def test_C12_whoever_writes_next_is_asked_whether_to_go_on(mind: Mind, word: str) -> None:
    made, scenes = plays(mind, "en", *START, *PLACES["a guide"], {"type": "hide"}, {"type": word})
    assert [message.text for message in scenes[-1].messages] == [
        "Welcome back. Do you want to go on where you stopped?"
    ]
    assert made.screens[-1].flow == WELCOME_BACK
    made.move({"press": "go_on"})
    assert made.screens[-1].flow == "offer", "nothing is lost"


READ: Mapping[str, list[Any]] = {
    "first help": [{"type": "my husband beats me"}],
    "an answer": [{"type": "Is the Canada EMPP still open?"}],
    "a topic": [{"press": "topics"}, {"press": {"at": 0}}, {"press": {"at": 0}}],
}


@pytest.mark.parametrize("word", ["hide", "hello"])
@pytest.mark.parametrize("what", READ)
def test_C12_what_was_read_is_not_offered_to_whoever_opens_the_page_next(
    mind: Mind, what: str, word: str
) -> None:
    """With "hello" in its place: the negative control."""
    made, _ = plays(mind, "en", *START, *READ[what], {"type": word}, {"open": "true"})
    assert (made.screens[-1].flow == "menu") is (word == "hide")


ARTICLE: Mapping[str, tuple[list[Any], str]] = {
    "in a guide": ([{"press": "schemes"}, {"press": "pathways/canada-empp"}], "schemes"),
    "at the end of a page": ([{"press": "about"}, {"press": "more"}], "menu"),
    "by a link": ([{"start": "safety_job-scams"}], "menu"),
}


@pytest.mark.parametrize("way", ARTICLE)
@pytest.mark.parametrize("hides", [True, False])
def test_C12_an_article_does_not_come_back_however_she_came_to_it(mind: Mind, way: str, hides: bool) -> None:
    """What had led to it goes on after it. With a photo in the place of the word: the negative control."""
    moves, after = ARTICLE[way]
    made, _ = plays(mind, "en", *START, *moves)
    assert made.screens[-1].flow == "read"
    for move in ({"type": "hide"} if hides else {"other": "photo"}, {"open": "true"}):
        made.move(move)
    if made.screens[-1].flow == WELCOME_BACK:
        made.move({"press": "go_on"})
    assert made.screens[-1].flow == (after if hides else "read")


def test_C12_a_guide_that_a_cry_for_help_interrupted_goes_on_without_it(mind: Mind) -> None:
    made, _ = plays(
        mind, "en", *START, *PLACES["a guide"], *READ["first help"],
        {"command": "hide"}, {"open": "true"}, {"press": "go_on"},
    )  # fmt: skip
    assert made.screens[-1].flow == "offer"


def test_C12_a_question_after_it_is_answered(mind: Mind) -> None:
    _, scenes = plays(mind, "en", *START, {"type": "hide"}, {"type": "Is the Canada EMPP still open?"})
    assert "Canada" in said(scenes[-1:])


PIN = [{"press": "about"}, {"press": "pin"}, {"press": "yes"}, {"type": "7294"}, {"type": "7294"}]


@pytest.mark.parametrize("word", ["hide", "hello"])
def test_C12_what_is_hers_is_locked_after_it_as_after_five_minutes(mind: Mind, word: str) -> None:
    """With "hello" in its place: the negative control."""
    made, scenes = plays(mind, "en", *START, *PIN, {"press": "menu"}, *INTERVIEW)
    assert HERS in said(scenes[-1:])
    for move in ({"type": word}, {"open": "true"}, {"press": "go_on"}):
        seen = made.move(move)
    asked = "Please write your PIN" in said([seen])
    assert (asked, "calendar" in made.screens[-1].ids) == ((True, False) if word == "hide" else (False, True))
    if asked:
        made.move({"type": "7294"})
        assert "calendar" in made.screens[-1].ids, "nothing is lost"


@pytest.fixture
def unguarded(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The negative control: the word is heard like any other."""
    monkeypatch.setattr(hearing, "HIDE", "nothing is called so")
    yield


@pytest.mark.usefixtures("unguarded")
def test_C12_the_negative_control_takes_the_word_for_an_answer(mind: Mind) -> None:
    _, scenes = plays(mind, "en", *START, *PLACES["a question whose answer is free text"], {"type": "hide"})
    assert not scenes[-1].messages[0].clears
