"""Danger typed in Latin letters by people who speak Arabic or Persian is read, then heard as it would be."""

from __future__ import annotations

import pytest

from bot.features.library import latin_reading
from bot.features.library.latin_reading import LatinReading
from bot.language.normal import fold
from tests.features.library.articles import shipped

CRIES = [
    ("ar", "jarna 7ara2 el khayme w ne7na jowa", "emergency"),
    ("ar", "ma ye5alluni a5roj men el mazra3a", "held"),
    ("ar", "wasaltou 3al jisr sam7ouni", "suicide"),
    ("fa", "shuye mam mara latoo kub mekona har roz", "violence"),
    ("fa", "to zirzamin hastim dar baz nemikonan", "held"),
    ("fa", "khahare kuchakam tu jangal ja mund", "child"),
    ("fa", "baradaram tanab baste", "suicide"),
    ("fa", "alan furudgaham mikhan bargardunan", "deportation"),
]


@pytest.mark.parametrize(("lang", "text", "kind"), CRIES)
def test_danger_in_latin_letters_is_heard(
    lang: str, text: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    danger = shipped().danger(text, lang)
    assert danger is not None and danger.kind == kind
    assert not danger.read.isascii()  # shown by `rafiq ask --why`
    monkeypatch.setattr(latin_reading, "FITS", 10.0)
    monkeypatch.setattr(latin_reading, "FITS_AGAINST", 10.0)
    assert shipped().danger(text, lang) is None  # the negative control: as typed it is like nothing known


def test_first_aid_is_in_her_language_though_her_letters_seem_to_be_spanish() -> None:
    text = "jarna 7ara2 el khayme w ne7na jowa"
    assert shipped()._finder._other(text, "ar") == "es"
    found = shipped().find(text, "ar")
    assert (found.outcome, found.lang) == ("urgent", "")


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ar", "kif bjib 3ayelti 3a almania"),
        ("ar", "shu el awra2 la el jawaz"),
        ("ar", "wein el madrase la ebni"),
        ("fa", "chetor mitunam khanevadamo biaram alman"),
        ("fa", "hoghoghe kargar chie"),
        ("fa", "pesaram kelase zaban mikhad koja berim"),
    ],
)
def test_questions_in_latin_letters_stay_questions(lang: str, text: str) -> None:
    assert shipped()._finder._hearing.reading(lang).read(fold(text)) is not None
    assert shipped().danger(text, lang) is None


@pytest.mark.parametrize("lang", ["ar", "fa"])
@pytest.mark.parametrize(
    "text",
    [
        "where can I find a school for my children in this town",
        "je cherche un cours de langue pour ma femme",
        "nataka kujua kuhusu shule ya watoto wangu",
    ],
)
def test_another_language_is_not_read(lang: str, text: str) -> None:
    assert shipped()._finder._hearing.reading(lang).read(fold(text), surely_other=True) is None


@pytest.mark.parametrize("text", ["وين المدرسه", "وين المدرسه ok thanks", "2026 05 01", ""])
def test_nothing_is_read_where_most_is_not_in_latin_letters(text: str) -> None:
    assert LatinReading.of("ar", ["وين المدرسه"]).read(fold(text)) is None


def test_the_word_is_taken_whose_vowels_fit_and_that_is_said_often() -> None:
    reading = LatinReading.of("fa", ["در خانه", "در راه", "دور خانه"] * 20 + ["دار"])
    assert reading.read("dar khane") == "در خانه"  # not دار, a gallows
    assert reading.read("dur khane") == "دور خانه"


def test_the_arabic_article_is_joined_to_its_word() -> None:
    reading = LatinReading.of("ar", ["الشرطه عند باب البيت", "باب الشرطه"] * 20)
    assert reading.read("el shorta 3and bab el beit") == "الشرطه عند باب البيت"
    assert reading.read("bil beit w bab") == "بالبيت و باب"


def test_unknown_words_stay_as_they_are_and_too_many_stop_the_reading() -> None:
    reading = LatinReading.of("fa", ["پلیس پشت در است"] * 20)
    assert reading.read("polis posht dar frxzvq") == "پلیس پشت در frxzvq".replace("ی", "ي")
    assert reading.read("polis frxzvq qzvwx wxzzq") is None


def test_what_is_learnt_is_read_back() -> None:
    reading = LatinReading.of("ar", ["الشرطه عند الباب"] * 20)
    assert LatinReading("ar", reading.known).read("el shorta 3and el bab") == "الشرطه عند الباب"
