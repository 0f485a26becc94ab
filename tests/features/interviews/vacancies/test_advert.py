"""What a refugee reads of an advert, in every language."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from bot.conversation.messages import Text
from bot.delivery.wording import Wording
from bot.features.interviews.vacancies import Vacancy, advert
from bot.language.bidi import isolate
from bot.language.catalogs import Catalogs
from bot.language.languages import LANGUAGES, row
from bot.language.speech import LanguageSpeech
from tests.features.interviews.vacancies.forms import knows, read

ROOT = Path(__file__).parents[4]


@lru_cache(1)
def wording() -> Wording:
    return Wording(LanguageSpeech(Catalogs.load(ROOT / "locales")), {}, {})


def put(text: Text, lang: str) -> str:
    rich = wording().rich(text, lang)
    assert rich.lang == lang, f"no {lang} for {text.msg}"
    return rich.text


def vacancy(**changes: str | tuple[str, ...]) -> Vacancy:
    found = read(**changes).vacancy
    assert found is not None
    return found


def test_an_advert_says_everything_in_plain_lines() -> None:
    shown = advert(vacancy(nights="yes", cost_housing="public"), "Invented Bakery", "en", "en", put, knows())
    assert shown.text == (
        "Bakers and sweet makers\n"
        "Employer: Invented Bakery\n"
        "Where: Nakuru, Kenya\n"
        "Pay: 45,000.50 Kenyan shillings (KES) a month, before tax\n"
        "Contract for a fixed time, 37.5 hours a week\n"
        "For 24 months\n"
        "Night or shift work\n"
        "From 4 January 2027\n"
        "3 places are free\n"
        "Visa route: pathways/labour-mobility\n"
        "After the interview you get an answer within 14 days.\n"
        "\n"
        "What you need:\n"
        "• English: speaking A2\n"
        "• Swahili: listening A1\n"
        "• At least 2 years of experience\n"
        "• Papers: certificate of the trade and travel document\n"
        "• Driving licence: Car\n"
        "\n"
        "You pay nothing:\n"
        "• The employer pays: Recruitment and agency, Visa and permits, Travel to the work, Medical "
        "examination, Papers and translations and Training for the work\n"
        "• A public programme pays: Housing during recruitment and arrival\n"
        "\n"
        "In the employer's own words (English):\n"
        "“You bake bread in a team of six.”\n"
        "“You clean the ovens.”\n"
        "It would be good, but is not needed:\n"
        "“Experience with rye dough”"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_line_is_in_her_language_and_the_employers_words_stay_its_own(lang: str) -> None:
    shown = advert(vacancy(), "Invented Bakery", "en", lang, put, knows())
    assert shown.lang == lang
    for own in ("You bake bread in a team of six.", "You clean the ovens.", "Experience with rye dough"):
        assert f"“{isolate(own, row(lang))}”" in shown.text
    ours = [line for line in shown.text.splitlines() if not line.startswith("“")]
    english = advert(vacancy(), "Invented Bakery", "en", "en", put, knows()).text.splitlines()
    if lang != "en":
        assert set(ours) & set(english) <= {""}
    assert "KES" in shown.text


def test_an_advert_that_asks_for_nothing_says_so() -> None:
    plain = vacancy(languages=(), years="", papers=(), licences=(), contract="permanent", months="")
    shown = advert(plain, "Invented Bakery", "en", "en", put, knows()).text
    assert "Nothing is asked of you beforehand." in shown and "months" not in shown
