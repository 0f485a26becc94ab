"""Pieces and sources as they are shown: words, spans, hosts, directions, days, honesty about a version."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.conversation.messages import Rich
from bot.features.library.faults import Notes
from bot.features.library.markdown import read_body
from bot.features.library.service import Library
from bot.language.languages import LANGUAGES
from tests.features.library.articles import BODY, english, library, translated

ID = "rights/work"
EN, AR = f"{ID}/en.md", f"{ID}/ar.md"


@pytest.fixture
def shelf(tmp_path: Path) -> Library:
    return library(tmp_path, {EN: english(), AR: translated()})


def spans(rich: Rich) -> list[tuple[str, str, str]]:
    return [(span.style, rich.text[span.start : span.end], span.href) for span in rich.spans]


def test_the_first_piece_begins_with_the_title(shelf: Library) -> None:
    piece = shelf.piece(ID, 0, "en")
    assert piece.text == ("Working here\n\nWorking is allowed. Read the rules (www.example.org) first.")
    assert spans(piece) == [
        ("bold", "Working here", ""),
        ("bold", "allowed", ""),
        ("link", "the rules", "https://www.example.org/rules"),
    ]


def test_the_last_piece_ends_with_the_day_of_checking(shelf: Library) -> None:
    piece = shelf.piece(ID, 1, "en")
    assert piece.text == (
        "What to do\n\n1. Ask the office.\n2. Keep a copy.\n\nBe careful: never pay for this."
        "\n\nChecked on 21 November 2026."
    )
    assert spans(piece) == [("bold", "What to do", ""), ("bold", "Be careful:", "")]


def test_I10_every_link_shows_its_host_and_is_isolated_in_arabic(shelf: Library) -> None:
    piece = shelf.piece(ID, 0, "ar")
    assert piece.lang == "ar"
    assert "القواعد (\u2068www.example.org\u2069)" in piece.text
    sources = shelf.sources(ID, "ar")
    assert "• \u2068Rules of work\u2069\n\u2068Ministry, 2025 (www.example.org)\u2069" in sources.text
    assert spans(sources)[1] == ("link", "\u2068Rules of work\u2069", "https://www.example.org/rules")
    assert "\u2068" not in shelf.sources(ID, "en").text


def test_an_unreviewed_translation_says_so_once(tmp_path: Path) -> None:
    quiet = "Not yet reviewed by a native speaker"
    shelf = library(tmp_path, {EN: english(), AR: translated()})
    assert quiet not in shelf.piece(ID, 0, "ar").text
    assert shelf.piece(ID, 1, "ar").text.count(quiet) == 1
    assert quiet not in shelf.piece(ID, 1, "en").text
    reviewed = library(tmp_path, {EN: english(), AR: translated(native="true")})
    assert quiet not in reviewed.piece(ID, 1, "ar").text


@pytest.mark.parametrize("body", ["Working is **not** allowed.\n\n## A\n\n**Be careful:** no.\n", None])
def test_a_missing_or_stale_translation_is_shown_in_english_openly(body: str | None, tmp_path: Path) -> None:
    files = {EN: english(body=body), AR: translated()} if body else {EN: english()}
    shelf = library(tmp_path, files)
    piece = shelf.piece(ID, 0, "ar")
    assert piece.lang == "en"
    assert piece.text.startswith("\u2068This page is not in your language yet. Here it is in ")
    assert spans(piece)[0][0] == "italic"
    assert shelf.title(ID, "ar") == ("Working here", "en")
    assert "not in your language" not in shelf.piece(ID, 0, "en").text


@pytest.mark.parametrize(
    ("state", "line"),
    [
        ("closed\n  since: 2025-12-31", "Closed since 31 December 2025."),
        ("open\n  since: 2026-01-02", "Open since 2 January 2026."),
        ("closed", "Closed: nobody can newly apply."),
        ("paused", "Paused: nobody can newly apply for now."),
    ],
)
def test_the_state_of_a_scheme_stands_in_every_language_before_the_text(
    state: str, line: str, tmp_path: Path
) -> None:
    shelf = library(tmp_path, {EN: english(state=state), AR: translated()})
    assert shelf.piece(ID, 0, "en").text.startswith(f"Working here\n\n{line}\n\n")
    assert line not in shelf.piece(ID, 1, "en").text
    assert len(shelf.piece(ID, 0, "ar").text.split("\n\n")) == 3


def test_a_scheme_past_its_review_is_not_called_open_without_a_word(tmp_path: Path) -> None:
    files = {EN: english(state="open", review_by="2027-01-31"), AR: translated()}
    warned = "Not checked since 21 November 2026: it may have changed."
    shelf = library(tmp_path, files, date(2027, 1, 31))
    assert warned not in shelf.piece(ID, 0, "en").text
    shelf.set_withdrawn(frozenset(), date(2027, 2, 1))
    assert warned in shelf.piece(ID, 0, "en").text
    assert warned in shelf.piece(ID, 1, "en").text


def test_numbers_of_a_list_are_in_the_digits_of_the_language() -> None:
    notes = Notes("fa.md")
    persian, english_ = (read_body(BODY, 0, LANGUAGES[tag], notes) for tag in ("fa", "en"))
    assert persian[1].text.startswith("۱. Ask the office.\n۲. Keep a copy.")
    assert english_[1].text.startswith("1. Ask the office.\n2. Keep a copy.")


def test_what_cannot_be_read_gets_a_polite_word(shelf: Library) -> None:
    for id, number in (("rights/nothing", 0), (ID, 2), (ID, -1)):
        assert shelf.piece(id, number, "en").text == "This page was taken back. Please choose another one."
    assert shelf.pieces("rights/nothing") == 0
