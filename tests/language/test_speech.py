"""Words found, filled in and never missing; what is faulty is reported without its values (L1)."""

from datetime import date

import pytest

from bot.language.catalogs import Catalogs
from bot.language.languages import TAGS
from bot.language.speech import LanguageSpeech
from tests.language.conftest import GREETING, Write, plural

WAIT = ("welcome.wait", "{n} hour", {"n": 2}, "{n} hours", "n")
HELLO = ("welcome.hello", "Hello {name}", {"name": "Amal"})


@pytest.fixture
def problems() -> list[str]:
    return []


@pytest.fixture
def speech(locales: Write, problems: list[str]) -> LanguageSpeech:
    return LanguageSpeech(Catalogs.from_po(locales()), problems.append)


def test_a_text_comes_with_the_language_it_is_in(speech: LanguageSpeech, problems: list[str]) -> None:
    assert speech.text("fr", *HELLO) == ("Bonjour Amal", "fr")
    assert speech.text("fr", "elsewhere", "Not translated", {}) == ("Not translated", "en")
    assert speech.text("xx", *HELLO) == ("Hello Amal", "en")
    assert problems == []


def test_the_count_chooses_the_plural_form(speech: LanguageSpeech) -> None:
    assert speech.text("ar", *WAIT) == ("ساعتان", "ar")
    assert speech.text("uk", "welcome.wait", "{n} hour", {"n": 21}, "{n} hours", "n") == ("21 година", "uk")
    assert speech.text("fa", "welcome.wait", "{n} hour", {"n": 5}, "{n} hours", "n") == ("۵ ساعت", "fa")
    assert speech.text("en", "welcome.wait", "{n} hour", {"n": 1}, "{n} hours", "n") == ("1 hour", "en")


@pytest.mark.parametrize(
    "translation", ["Bonjour {nom}", "Bonjour {name", "Bonjour {name:date}", "Bonjour {name:nom}"]
)
def test_a_faulty_translation_gives_way_to_english(
    locales: Write, problems: list[str], translation: str
) -> None:
    catalogs = Catalogs.from_po(locales(fr=GREETING % translation))
    speech = LanguageSpeech(catalogs, problems.append)
    assert speech.text("fr", *HELLO) == ("Hello Amal", "en")
    assert len(problems) == 1
    assert problems[0].startswith("fr welcome.hello: ")
    assert "Amal" not in problems[0]


def test_a_faulty_plural_gives_way_to_the_english_form(locales: Write, problems: list[str]) -> None:
    speech = LanguageSpeech(Catalogs.from_po(locales(fr=plural("{x} heure", "{x} heures"))), problems.append)
    assert speech.text("fr", "welcome.wait", "{n} hour", {"n": 1}, "{n} hours", "n") == ("1 hour", "en")
    assert len(problems) == 1


def test_a_faulty_english_text_is_shown_as_far_as_it_goes(
    speech: LanguageSpeech, problems: list[str]
) -> None:
    assert speech.text("en", "welcome.hello", "Hello {name}", {}) == ("Hello …", "en")
    assert speech.text("ar", "x", "Broken {", {}) == ("Broken {", "en")
    assert len(problems) == 2


def test_a_count_that_is_no_number_still_gets_words(speech: LanguageSpeech, problems: list[str]) -> None:
    assert speech.text("en", "welcome.wait", "{n} hour", {"n": "two"}, "{n} hours", "n") == (
        "two hours",
        "en",
    )
    assert speech.text("en", "welcome.wait", "{n} hour", {}, "{n} hours", "n") == ("… hours", "en")


def test_problems_are_logged_where_nobody_asks_for_them(
    locales: Write, caplog: pytest.LogCaptureFixture
) -> None:
    LanguageSpeech(Catalogs.from_po(locales())).text("en", "welcome.hello", "Hello {name}", {"other": "Amal"})
    assert "en welcome.hello: no value for {name}" in caplog.text
    assert "Amal" not in caplog.text


@pytest.mark.parametrize(
    ("hint", "first"),
    [
        ("fa-AF", ["fa"]),
        ("prs", ["fa"]),
        ("العربية", ["ar"]),
        ("français", ["fr"]),
        ("somali", ["so"]),
        ("Ninaweza kufanya kazi wapi?", ["sw"]),
        ("Чи можу я працювати?", ["uk"]),
        ("pt-BR", ["en"]),
        ("", ["en"]),
    ],
)
def test_languages_are_all_there_the_hinted_one_first(
    speech: LanguageSpeech, hint: str, first: list[str]
) -> None:
    tags = speech.languages(hint)
    assert list(tags[: len(first)]) == first
    assert sorted(tags) == sorted(TAGS)


def test_it_reads_what_people_type(speech: LanguageSpeech) -> None:
    assert speech.fold("Été") == "ete"
    assert speech.read_number("۱۲", "fa") == 12
    assert speech.read_date("۱ فروردین ۱۴۰۶", "fa", date(2026, 11, 21)) == date(2027, 3, 21)
    assert speech.read_countries("سوريا", "ar") == ("SY",)


def test_names_never_fail(speech: LanguageSpeech) -> None:
    assert speech.country("JO", "sw") == "Jordan"
    assert speech.country("ZZ", "en") == "ZZ"
    assert speech.language("uk", "fr") == "ukrainien"
    assert speech.language("qqq", "fr") == "qqq"
