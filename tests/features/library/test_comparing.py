"""A translation is held against the English: what it lost or changed is named, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.conversation.messages import Span
from bot.features.library.comparing import Terms, compare
from bot.features.library.faults import Notes
from bot.features.library.glossary import load_glossary
from bot.features.library.model import Piece, Version

TERMS = Terms(
    {"refugee": ("réfugié",), "asylum-seeker": ("demandeur d’asile",), "UNHCR": ("HCR",), "EU": ("UE",)},
    {"DNA": ("ADN",)},
    ("Talent Catalog",),
)


def version(lang: str, text: str, href: str = "") -> Version:
    spans = (Span(0, 1, "link", href),) if href else ()
    return Version(lang, "Title", "Summary", (), (), (Piece("", text, spans, 9),), None, "", f"{lang}.md")


def faults(english: str, text: str, lang: str = "fr", terms: Terms = TERMS) -> list[str]:
    notes = Notes("fr.md")
    compare(version(lang, text), version("en", english), terms, notes)
    assert all(fault.level == "wrong" and fault.line == 9 for fault in notes.faults)
    return [fault.message for fault in notes.faults]


@pytest.mark.parametrize(
    ("english", "text", "lang"),
    [
        ("Pay 1,938 pounds.", "Payez 1 938 livres.", "fr"),
        ("It is 13.90 euro.", "C’est 13,90 euros.", "fr"),
        ("Wait three months.", "Attendez 3 mois.", "fr"),
        ("In 2025.", "در ۲۰۲۵.", "fa"),
        ("By 31 December 2025.", "До 31 грудня 2025.", "uk"),
        ("By 31 December 2025.", "حتى 31 كانون الأول/ديسمبر 2025.", "ar"),
        ("You may ask. May I?", "Vous pouvez.", "fr"),
        ("Refugees and asylum-seekers.", "Les réfugiés et les demandeurs d’asile.", "fr"),
        ("A DNA test.", "Un test ADN.", "fr"),
        ("EU-Passworld is a project.", "EU-Passworld est un projet.", "fr"),
    ],
)
def test_another_way_of_saying_the_same_is_no_fault(english: str, text: str, lang: str) -> None:
    assert not faults(english, text, lang, TERMS if lang == "fr" else Terms({}))


@pytest.mark.parametrize(
    ("english", "text", "word"),
    [
        ("Within 90 days.", "Dans les 60 jours.", "90"),
        ("Within some days.", "Dans les 60 jours.", "60 does not stand"),
        ("Since 1 March 2026.", "Depuis le 1 mai 2026.", "March"),
        ("On 1 May 2026.", "Le 1 mars 2026.", "May"),
        ("Ask UNHCR.", "Demandez à l’OIM.", "HCR"),
        ("The IMM 0195 form.", "Le formulaire 0195.", "IMM"),
        ("Open the Talent Catalog.", "Ouvrez le catalogue.", "Talent Catalog"),
        ("A refugee may work.", "Un migrant peut travailler.", "réfugié"),
    ],
)
def test_what_is_lost_or_changed_is_named(english: str, text: str, word: str) -> None:
    found = faults(english, text)
    assert found
    assert word in " ".join(found)


def test_an_address_that_is_lost_or_new_is_named() -> None:
    notes = Notes("fr.md")
    one, other = "https://help.unhcr.org", "https://example.org"
    compare(version("fr", "x", other), version("en", "x", one), Terms({}), notes)
    assert [one in fault.message or other in fault.message for fault in notes.faults] == [True, True]


def test_the_glossary_says_what_is_checked_and_what_is_missing(tmp_path: Path) -> None:
    folder = tmp_path / "glossary"
    folder.mkdir()
    (folder / "TERMS.yaml").write_text("names: [Talent Catalog]\nterms: [refugee, UN]\n", encoding="utf-8")
    (folder / "fr.yaml").write_text("refugee: réfugié | exilé (personne)\nschool: école\n", encoding="utf-8")
    found: list[object] = []
    terms = load_glossary(tmp_path, ["fr", "es"], found)  # type: ignore[arg-type]
    assert terms["fr"].fixed == {"refugee": ("réfugié", "exilé", "personne")}
    assert terms["fr"].names == ("Talent Catalog",)
    assert "school" in terms["fr"].advised
    assert ["“UN” is missing" in str(fault) or "es.yaml" in str(fault) for fault in found] == [True, True]
