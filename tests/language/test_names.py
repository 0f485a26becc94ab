"""Every country has a name in every language; awkward ones are our own."""

import pytest

from bot.language.languages import LANGUAGES, TAGS
from bot.language.names import country_codes, country_name, country_names, language_name


def test_250_countries_and_territories() -> None:
    assert len(country_codes()) == 250
    assert {"SY", "AF", "SS", "PS", "XK", "CD"} <= set(country_codes())
    assert not {"EU", "UN", "ZZ", "QO"} & set(country_codes())


@pytest.mark.parametrize("lang", TAGS)
def test_no_two_countries_share_a_name(lang: str) -> None:
    names = country_names(lang)
    assert set(names) == set(country_codes())
    doubled = {name for name in names.values() if list(names.values()).count(name) > 1}
    assert not doubled


def test_our_wording_goes_before_that_of_cldr() -> None:
    assert country_name("PS", "so") == "Falastiin"
    assert country_name("CD", "en") == "DR Congo"
    assert country_name("PS", "xx") == "Palestine"


@pytest.mark.parametrize("lang", TAGS)
@pytest.mark.parametrize("tag", [*TAGS, "prs", "ps", "kmr", "ckb", "am", "ti", "my", "rhg"])
def test_languages_have_names(tag: str, lang: str) -> None:
    assert language_name(tag, lang)


def test_what_is_neither_country_nor_language_has_no_name() -> None:
    with pytest.raises(KeyError):
        language_name("qqq", "en")
    with pytest.raises(KeyError):
        country_name("ZZ", "en")


@pytest.mark.parametrize("tag", TAGS)
def test_a_language_calls_itself_by_its_own_name(tag: str) -> None:
    assert language_name(tag, tag) == LANGUAGES[tag].own_name


def test_dari_and_kurdish_are_not_lost() -> None:
    assert language_name("prs", "en") == "Dari"
    assert language_name("prs-AF", "sw") == "Kidari"
    assert language_name("kmr", "en") == "Kurdish (Kurmanji)"
