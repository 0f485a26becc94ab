"""Arabic and Persian in Latin letters find the word that is meant."""

from __future__ import annotations

import pytest

from bot.features.library import latin_letters
from bot.language.normal import fold


@pytest.mark.parametrize(
    ("typed", "meant", "lang"),
    [
        ("3ayelti", "عيلتي", "ar"),
        ("aylti", "عيلتي", "ar"),
        ("jawaz", "جواز", "ar"),
        ("gawaz", "جواز", "ar"),
        ("2anoon", "قانون", "ar"),
        ("kafeel", "كفيل", "ar"),
        ("shoghl", "شغل", "ar"),
        ("men7a", "منحة", "ar"),
        ("madrasa", "مدرسة", "ar"),
        ("khanevade", "خانواده", "fa"),
        ("ghanoon", "قانون", "fa"),
        ("kargar", "کارگر", "fa"),
        ("chetor", "چطور", "fa"),
        ("madrese", "مدرسه", "fa"),
    ],
)
def test_one_skeleton(typed: str, meant: str, lang: str) -> None:
    arabic = fold(meant)
    assert latin_letters.typed(typed)
    assert latin_letters.of_arabic(arabic, lang) in latin_letters.of_latin(typed)


def test_vowels_tell_words_of_one_skeleton_apart() -> None:
    assert latin_letters.likeness("jawaz", fold("جواز")) > latin_letters.likeness("jawaz", fold("جوز"))


@pytest.mark.parametrize("word", ["123", "2026", "عمل", "работа", "a-b"])
def test_what_is_no_word_in_latin_letters(word: str) -> None:
    assert not latin_letters.typed(word)


def test_a_long_word_has_few_skeletons() -> None:
    assert len(latin_letters.of_latin("g2q" * 20)) <= 6
