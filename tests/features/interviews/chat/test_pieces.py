"""An opening is read in short pieces, in every language and however much an employer writes."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bot.conversation.messages import Rich, Span
from bot.features.interviews.chat.pieces import LETTERS, LINES, OPENING, PDI, SENTENCES, pieces
from bot.features.interviews.employers.standing import beforehand
from bot.features.interviews.vacancies import Vacancy, advert
from bot.features.interviews.vacancies.model import COSTS, LanguageNeed
from bot.features.interviews.vacancies.words import CONTRACTS, LICENCES, PAID, PAPERS
from bot.language.languages import LANGUAGES
from bot.mind import ROOT, Mind
from tests.features.interviews.vacancies.forms import knows
from tests.minds import shared_mind

TELEGRAM = 4_096
"""UTF-16 code units of a message."""
WORD = "Schweißfachmann "
OWN = {
    "sentences": ("Invented: you bake bread. " * 80)[:2000],
    "one stretch without an end": (WORD * 125)[:2000],
    "no space at all": "ش" * 2000,
    "lines": "Bread\n" * 330,
    "marks of direction": ("خبز وكعك، " * 200)[:2000],
}


@dataclass(frozen=True)
class Cut:
    whole: list[Rich]
    found: tuple[Rich, ...]


def longest(own: str) -> Vacancy:
    """An advert in which every field is as long as the form takes it."""
    tags = ("en", "ar", "fr", "fa", "so", "sw", "uk", "es")
    return Vacancy(
        isco="7512", tasks=own, country="CD", town="T" * 200, pay="45000.50", currency="KES", period="month",
        hours="47.5", nights=True, contract=next(iter(CONTRACTS)), months=60, start="2027-02-01",
        route="none", route_words=own[:200], years=30, papers=tuple(PAPERS), licences=tuple(LICENCES),
        languages=tuple(LanguageNeed(tag, skill, "C2") for tag in tags for skill in ("speaking", "reading")),
        wishes=own, places=500, costs=dict(zip(COSTS, [*PAID] * len(COSTS), strict=False)), answer_days=30,
    )  # fmt: skip


@pytest.fixture(scope="module")
def mind() -> Mind:
    return shared_mind()


def cut(mind: Mind, lang: str, own: str) -> Cut:
    put = mind.wording.label
    parts = [
        advert(longest(own), "N" * 200, "en", lang, put, knows()),
        Rich("\n".join(beforehand(lang, put)), lang),
    ]
    return Cut(parts, pieces(parts, lang))


@pytest.mark.parametrize("own", OWN)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_piece_is_short_in_every_language(mind: Mind, lang: str, own: str) -> None:
    made = cut(mind, lang, OWN[own])
    for piece in made.found:
        assert len(piece.text) <= LETTERS
        assert len(piece.text.encode("utf-16-le")) // 2 < TELEGRAM
        assert piece.text.count("\n") < 2 * LINES
        opened = sum(piece.text.count(sign) for sign in OPENING)
        assert opened == piece.text.count(PDI), "a direction that is opened is closed in its piece (I9)"
    assert len(made.found) > 5
    assert letters(made.found) == letters(made.whole), "nothing is lost, and all in its order"


def letters(parts: list[Rich] | tuple[Rich, ...]) -> str:
    """What is read, without spaces and marks of direction."""
    return "".join(
        sign for part in parts for sign in part.text if not sign.isspace() and sign not in OPENING + PDI
    )


def test_a_piece_has_three_sentences_at_most() -> None:
    text = "One is here. Two is here! Is three here? Four is here. Five ends at 2.5 hours."
    found = [piece.text for piece in pieces([Rich(text, "en")], "en")]
    assert found == ["One is here. Two is here! Is three here?", "Four is here. Five ends at 2.5 hours."]
    assert SENTENCES == 3


def test_a_heading_stays_bold_and_with_what_it_heads() -> None:
    heading = Rich("What you need\nA licence", "en", (Span(0, 13, "bold"),))
    first = Rich("\n".join(["row"] * (LINES - 1)), "en")
    found = pieces([first, heading], "en")
    assert [piece.text for piece in found] == [first.text, heading.text]
    assert found[1].spans == heading.spans


def test_no_letter_is_torn_from_its_mark() -> None:
    text = "e\u0301" * 600
    found = pieces([Rich(text, "en")], "en")
    assert len(found) > 1
    assert not any(piece.text.startswith("\u0301") for piece in found)


def test_the_repository_is_where_the_texts_are(mind: Mind) -> None:
    """A guard of the guard: an English fallback in every language would be short as well."""
    assert (ROOT / "locales").is_dir()
    assert cut(mind, "ar", OWN["lines"]).found[0].text != cut(mind, "en", OWN["lines"]).found[0].text
