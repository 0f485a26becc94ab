"""A sheet to keep, as a real PDF in every language."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from fontTools.ttLib import TTFont

from bot.documents.sheet import Part, Sheet, as_pdf
from bot.documents.typeset import FONTS
from bot.language.languages import LANGUAGES
from bot.mind import ROOT

LIMIT = 200 * 1024
"""Bytes: what a poor connection can bear."""
WORDS = {
    "ar": "قائمة الأوراق: جواز السفر أو وثيقة السفر (2 نسختان)",
    "fa": "فهرست مدرک‌ها: پاسپورت یا سند سفر (۲ نسخه)",
    "uk": "Список документів: паспорт або проїзний документ, її ґанок",
    "so": "Liiska waraaqaha: baasaboorka ama dukumentiga safarka",
    "en": "List of papers: passport or travel document",
}


def sheet(words: str, parts: int = 3) -> Sheet:
    return Sheet(words, (Part(words, (words, words), (words,) * 5),) * parts, f"Rafiq · {words}")


def text_of(data: bytes) -> str:
    document = pdfium.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def letters(text: str) -> set[str]:
    """The letters of a text, whatever form they are stored in."""
    return {char for char in unicodedata.normalize("NFKC", text) if char.isalnum()}


@pytest.mark.parametrize("lang", WORDS)
def test_every_letter_is_there_and_the_fonts_are_within(lang: str) -> None:
    made = as_pdf(sheet(WORDS[lang]), lang, "papers")
    assert (made.name, made.media_type) == ("papers.pdf", "application/pdf")
    assert len(made.data) < LIMIT
    assert letters(text_of(made.data)) >= letters(WORDS[lang])
    assert made.data.count(b"/FontFile") >= 1


def test_a_long_sheet_goes_on_over_pages_with_its_foot_on_each() -> None:
    data = as_pdf(sheet(WORDS["en"], parts=20), "en", "papers").data
    pages = [page.get_textpage().get_text_range() for page in pdfium.PdfDocument(data)]
    assert len(pages) > 2
    assert all("Rafiq ·" in page for page in pages)


def test_right_to_left_begins_on_the_right() -> None:
    """The title's ink is nearer to the side where the script begins."""
    for lang, right in (("ar", True), ("en", False)):
        page = pdfium.PdfDocument(as_pdf(Sheet(WORDS[lang], (), ""), lang, "x").data)[0]
        boxes = [obj.get_bounds() for obj in page.get_objects() if obj.type == 1]
        middle = sum((left + far) / 2 for left, _, far, _ in boxes) / len(boxes)
        assert (middle > page.get_width() / 2) == right


def test_I7_what_a_person_typed_is_text_and_no_markup() -> None:
    typed = '#read("/etc/passwd") *x* $y$ \\ ] #import "@preview/a:1.0.0": b'
    assert '#read("/etc/passwd")' in text_of(as_pdf(sheet(typed), "en", "x").data).replace("“", '"')


def test_D2_it_does_not_tell_when_it_was_made() -> None:
    data = as_pdf(sheet(WORDS["en"]), "en", "x").data
    assert pdfium.PdfDocument(data).get_metadata_value("CreationDate") == ""
    assert data == as_pdf(sheet(WORDS["en"]), "en", "x").data


def test_the_fonts_have_every_letter_of_every_text() -> None:
    """A letter that no font has would be an empty box."""
    known: set[int] = set()
    for font in FONTS.glob("*-Regular.ttf"):
        known |= set(TTFont(font).getBestCmap())
    for file in [*Path(ROOT, "content").glob("*/*/*.md"), *Path(ROOT, "locales").glob("*/*/*.po")]:
        used = {char for char in file.read_text(encoding="utf-8") if char.isalpha() or char.isdigit()}
        missing = sorted(char for char in used if ord(char) not in known)
        assert not missing, f"{file}: {missing}"


def test_there_is_a_bold_of_every_regular() -> None:
    faces = {font.name.partition("-")[0] for font in FONTS.glob("*.ttf")}
    assert all((FONTS / f"{face}-{cut}.ttf").exists() for face in faces for cut in ("Regular", "Bold"))
    assert set(LANGUAGES) >= set(WORDS)
