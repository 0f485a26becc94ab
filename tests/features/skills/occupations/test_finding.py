"""What a typed text finds, and what it must not find."""

from __future__ import annotations

import pytest

from bot.features.skills.occupations import Match, Occupations


def first(occupations: Occupations, text: str, lang: str) -> Match:
    found = occupations.find(text, lang)
    assert found, f"nothing was found for {text}"
    return found[0]


def codes(occupations: Occupations, text: str, lang: str) -> list[str]:
    return [match.code for match in occupations.find(text, lang)]


@pytest.mark.parametrize(
    ("text", "lang", "code"),
    [
        ("tailor", "en", "7531"),
        ("TAILOR!!", "en", "7531"),
        ("tailorr", "en", "7531"),
        ("hair braiding", "en", "5141"),
        ("hairbraiding", "en", "5141"),
        ("I repair watches", "en", "7311"),
        ("خَيَّاط", "ar", "7531"),
        ("الخياط", "ar", "7531"),
        ("khayyat", "ar", "7531"),
        ("sabbak", "ar", "7126"),
        ("najjar", "ar", "7115"),
        ("COUTURIERE", "fr", "7531"),
        ("boulangére", "fr", "7512"),
        ("albañiles", "es", "7112"),
    ],
)
def test_a_name_is_found_however_it_is_typed(
    occupations: Occupations, text: str, lang: str, code: str
) -> None:
    assert code in codes(occupations, text, lang)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "hello how are you"),
        ("en", "what is the weather tomorrow"),
        ("en", "asdfgh qwerty"),
        ("en", "thank you very much"),
        ("en", "nothing"),
        ("en", "I never worked"),
        ("en", "I want to go to Canada"),
        ("ar", "نعم"),
        ("ar", "لا شيء"),
        ("ar", "كنت طالب"),
        ("ar", "لم أعمل أبدا"),
        ("fr", "bonjour comment ça va"),
        ("fr", "je n'ai jamais travaillé"),
        ("fr", "je veux aller au Canada"),
        ("es", "hola cómo estás"),
        ("es", "nunca trabajé"),
        ("es", "quiero ir a Canadá"),
    ],
)
def test_small_talk_is_no_work(occupations: Occupations, lang: str, text: str) -> None:
    assert occupations.find(text, lang) == ()


@pytest.mark.parametrize("text", ["", "   ", "12345", "?!", "👩‍🌾", "\u0000", "ا", "a"])
def test_what_says_nothing_finds_nothing(occupations: Occupations, text: str) -> None:
    assert occupations.find(text, "en") == ()
    assert occupations.find(text, "ar") == ()


def test_a_text_of_any_length_is_answered(occupations: Occupations) -> None:
    assert first(occupations, "tailor " + "x y z " * 50_000, "en").code == "7531"


def test_the_name_that_matched_is_told(occupations: Occupations) -> None:
    match = first(occupations, "seamstress", "en")
    assert (match.name, match.lang, match.score) == ("seamstress", "en", 1.0)


def test_three_at_most_and_best_first(occupations: Occupations) -> None:
    found = occupations.find("driver", "en")
    assert 2 <= len(found) <= 3
    assert list(found) == sorted(found, key=lambda match: -match.score)


def test_a_word_of_several_unit_groups_offers_each(occupations: Occupations) -> None:
    assert {"6111", "6114", "6130"} == set(codes(occupations, "farmer", "en"))


def test_a_word_of_another_language_is_found_where_hers_has_none(occupations: Occupations) -> None:
    match = first(occupations, "goldsmith", "fr")
    assert (match.code, match.lang) == ("7313", "en")
    assert first(occupations, "نجار", "en").lang == "ar"


def test_her_own_language_goes_before_another(occupations: Occupations) -> None:
    assert first(occupations, "chef", "es").lang == "es"


def test_all_436_can_be_found_by_their_official_title(occupations: Occupations) -> None:
    assert first(occupations, "Meteorologists", "en").code == "2112"
    assert first(occupations, "Shotfirers and blasters", "en").code == "7542"


def test_a_title_is_in_her_language_or_says_in_which_it_is(occupations: Occupations) -> None:
    assert occupations.title("7531", "ar").lang == "ar"
    assert occupations.title("2112", "ar").lang == "en"
    assert occupations.group_title("75", "fr").lang == "fr"
    with pytest.raises(KeyError):
        occupations.title("9999", "en")


@pytest.mark.parametrize("text", ["imam", "priest", "pastor of a church", "rabbi", "monk"])
def test_D4_no_everyday_name_tells_a_faith(occupations: Occupations, text: str) -> None:
    assert not {"2636", "3413"} & set(codes(occupations, text, "en"))
