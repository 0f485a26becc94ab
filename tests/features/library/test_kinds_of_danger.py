"""Who tells of two dangers gets the first aid of the one that her words are more like."""

from __future__ import annotations

from bot.features.library.finding import Finder
from bot.features.library.urgent import Spoken, UrgentWords
from bot.features.library.urgent_likeness import Likeness
from bot.language.detection import guess
from tests.features.library.articles import shipped

ROWS = (("violence", "beats me"), ("violence", "hits me"), ("suicide", "want to die"))
MESSAGES = tuple(
    [
        ("violence", f"my {who} beats me and hits me again {when}")
        for who in ("man", "boss")
        for when in "abcdef"
    ]
    + [
        ("suicide", f"{who} take the pills and want to die {when}")
        for who in ("i", "we")
        for when in "ghijkl"
    ]
)
CALM = tuple(f"how do i get a {what} in town" for what in ("job", "card", "flat", "bed", "lawyer", "school"))
BOTH = "i take pills now, i want to die because he beats me"


def finder(messages: tuple[tuple[str, str], ...]) -> Finder:
    spoken = UrgentWords({"en": Spoken(ROWS, messages=messages, calm=CALM)})
    return Finder(shipped().articles, spoken, {}, guess)


def test_every_kind_is_heard_once_by_its_first_row() -> None:
    words = UrgentWords({"en": Spoken(ROWS)})
    heard = words.heard("he hits me he beats me i want to die", "en", lambda word: False)
    assert [(danger.kind, danger.phrase) for danger in heard] == [
        ("violence", "beats me"),
        ("suicide", "want to die"),
    ]
    assert words.heard("a calm question", "en", lambda word: False) == []


def test_of_two_dangers_the_one_is_answered_that_the_text_is_more_like() -> None:
    known = finder(MESSAGES)
    danger = known.danger(BOTH, "en")
    assert danger is not None
    assert danger.kind == "suicide"
    danger = known.danger("my boss beats me and hits me, i want to die", "en")
    assert danger is not None
    assert danger.kind == "violence"


def test_where_no_messages_are_known_the_first_kind_is_answered() -> None:
    """The control of the test above, too: without the messages its text is answered otherwise."""
    danger = finder(()).danger(BOTH, "en")
    assert danger is not None
    assert danger.kind == "violence"


def test_what_no_row_hears_is_of_the_kind_of_most_that_it_is_like_not_of_the_nearest_message() -> None:
    nearest = [("violence", "take pills tell them"), ("violence", "he tells them of me")]
    found = Likeness([*MESSAGES, *nearest], CALM).find("i take pills he tells them")
    assert found is not None
    assert found[0] == "suicide"
    assert found in MESSAGES
    alone = Likeness([(kind if kind == "violence" else "held", text) for kind, text in MESSAGES], CALM)
    assert alone.likeliest("take pills", ["suicide", "violence"]) == "suicide", "no messages of the first"
    assert alone.likeliest("take pills", ["violence", "held"]) == "held"
