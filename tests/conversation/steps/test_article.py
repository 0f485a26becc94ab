"""article: read in pieces, its sources, whether it helped; and one that is withdrawn meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.conversation.messages import Found
from tests.conversation.talking import Act, Talker, talker

READ = """
    version: 1
    start: read
    place: [article, piece, last]
    steps:
      read: {article: $article, gone: gone, next: "@end"}
      gone: {say: !t "It was taken away.", next: "@end"}
"""
TEST = "version: 1\nstart: r\nsteps:\n  r: {call: read, with: {article: rights/contract}, next: '@end'}\n"
KNOWN = Found("answer", ("rights/contract",))
THANKS = "Thank you. I keep only the count, not who said it."


@dataclass
class Shelf:
    """A library of one article; what was said of it is noted."""

    pieces: int = 3
    feedback: list[dict[str, Any]] = field(default_factory=list)

    def open(self, args: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        if not self.pieces:
            return "gone", {}
        return "found", {"article": args["article"], "last": self.pieces - 1}

    def keep(self, args: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        self.feedback.append(args)
        return "kept", {}


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def reader(tmp_path: Path, shelf: Shelf) -> Talker:
    acts: dict[str, Act] = {"library.open": shelf.open, "library.feedback": shelf.keep}
    person = talker(tmp_path, TEST, acts, read=READ)
    person.opens()
    person.presses("test")
    return person


def piece(number: int) -> list[str]:
    return [f"Piece rights/contract#{number}"]


def test_piece_by_piece_to_the_end(reader: Talker) -> None:
    assert reader.sees == piece(0)
    assert reader.choices == ["more", "sources"]
    assert reader.presses("more") == piece(1)
    assert reader.presses("more") == piece(2)
    assert reader.choices == ["sources", "yes", "no"]


@pytest.mark.parametrize(("answer", "number"), [("yes", "2"), ("no", "3")])
def test_whether_it_helped_is_kept_once_and_the_flow_goes_on(
    reader: Talker, shelf: Shelf, answer: str, number: str
) -> None:
    reader.presses("more")
    reader.presses("more")
    assert reader.says(number) == [THANKS, "What now?"]
    assert shelf.feedback == [{"article": "rights/contract", "helped": answer}]


def test_the_sources_and_back_to_the_same_piece(reader: Talker) -> None:
    reader.presses("more")
    assert reader.presses("sources") == ["Sources of rights/contract"]
    assert reader.choices == ["yes", "no"]
    assert reader.presses("back") == piece(1)


def test_back_turns_the_pages_back(reader: Talker) -> None:
    reader.presses("more")
    reader.presses("more")
    assert reader.presses("back") == piece(1)
    assert reader.presses("back") == piece(0)
    assert reader.presses("back") == ["What now?"]


def test_labels_and_numbers_may_be_typed(reader: Talker) -> None:
    assert reader.says("read on") == piece(1)
    assert reader.says("1") == piece(2)
    assert reader.says("١") == ["Sources of rights/contract"]


@pytest.mark.parametrize("text", ["7", "hm", ""])
def test_anything_else_is_told_what_is_possible(reader: Talker, text: str) -> None:
    assert reader.says(text) == ["Please press one of the buttons, or write a new question.", *piece(0)]


@pytest.mark.parametrize("found", [KNOWN, Found("choices", ("rights/unions",)), Found("none")])
def test_a_new_question_is_taken_up_and_the_page_returns(reader: Talker, found: Found) -> None:
    reader.presses("more")
    assert reader.says("and with 2 children?", found) == ["An answer to and with 2 children?.", *piece(1)]
    assert reader.presses("more") == piece(2)


def test_a_withdrawn_article_is_gone_at_the_next_press(reader: Talker, shelf: Shelf) -> None:
    shelf.pieces = 0
    assert reader.presses("more") == ["It was taken away.", "What now?"]


def test_an_article_that_became_shorter_shows_its_last_piece(reader: Talker, shelf: Shelf) -> None:
    reader.presses("more")
    shelf.pieces = 1
    assert reader.presses("more") == piece(0)
    assert reader.choices == ["sources", "yes", "no"]


def test_an_article_that_became_longer_is_read_on(reader: Talker, shelf: Shelf) -> None:
    reader.presses("more")
    reader.presses("more")
    shelf.pieces = 4
    reader.presses("sources")
    assert reader.presses("back") == piece(2)
    assert reader.choices == ["more", "sources"]
    assert reader.presses("more") == piece(3)


def test_the_button_of_an_old_page_opens_that_page(reader: Talker) -> None:
    reader.presses("more")
    reader.presses("menu")
    assert reader.presses("more", screens_ago=2) == piece(1)
    assert reader.presses("menu") == ["What now?"]


def test_D5_an_article_left_open_over_night_is_read_on(tmp_path: Path, shelf: Shelf) -> None:
    answer = "version: 1\nstart: a\nsteps:\n  a: {do: t.find, with: {text: $text}, outcomes: {found: r}}\n"
    answer += "  r: {call: read, with: {article: rights/contract}, next: '@end'}\n"
    acts: dict[str, Act] = {"library.open": shelf.open, "t.find": lambda args: ("found", {})}
    person = talker(tmp_path, TEST, acts, read=READ, answer=answer)
    person.opens()
    assert person.says("may they keep my passport?", KNOWN) == piece(0)
    assert person.stored[1] is not None, "her question is an answer, which lapses"
    person.forgets_answers()
    assert person.presses("more") == piece(1)
    person.forgets_answers()
    assert person.presses("menu") == ["What now?"]
