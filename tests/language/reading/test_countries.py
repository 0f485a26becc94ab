"""Countries in any shipped language, by other names, with slips, in a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.languages import TAGS
from bot.language.names import country_codes, country_name
from bot.language.normal import fold
from bot.language.reading import read_countries
from bot.language.reading.country_aliases import ALIASES


@pytest.mark.parametrize("lang", TAGS)
def test_every_name_that_we_show_is_understood(lang: str) -> None:
    for code in country_codes():
        assert read_countries(country_name(code, lang), lang)[0] == code, code


@pytest.mark.parametrize("lang", TAGS)
def test_a_name_in_another_language_is_understood(lang: str) -> None:
    for typed, code in [
        ("Allemagne", "DE"),
        ("سوريا", "SY"),
        ("کانادا", "CA"),
        ("Туреччина", "TR"),
        ("Marekani", "US"),
    ]:
        assert read_countries(typed, lang)[0] == code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("SYRIA", ("SY",)),
        ("SY", ("SY",)),
        ("usa", ("US",)),
        ("U.S.A.", ("US",)),
        ("uk", ("GB",)),
        ("Türkiye", ("TR",)),
        ("turkey", ("TR",)),
        ("drc", ("CD",)),
        ("Ivory Coast", ("CI",)),
        ("burma", ("MM",)),
        ("congo", ("CD", "CG")),
        ("guinea", ("GN",)),
        ("new guinea", ("PG",)),
        ("south sudan", ("SS",)),
        ("niger", ("NE",)),
        ("nigeria", ("NG",)),
        ("austria", ("AT",)),
        ("australia", ("AU",)),
        ("اردن", ("JO",)),
        ("الاردن", ("JO",)),
        ("امریکا", ("US",)),
        ("شام", ("SY",)),
        ("gaza", ("PS",)),
    ],
)
def test_exact_names_and_other_names(text: str, codes: tuple[str, ...]) -> None:
    assert read_countries(text, "en") == codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("syira", "SY"),
        ("afganistan", "AF"),
        ("canda", "CA"),
        ("germny", "DE"),
        ("ethopia", "ET"),
        ("سورياا", "SY"),
        ("الارذن", "JO"),
        ("افغانستات", "AF"),
        ("Украіна", "UA"),
        ("sudan south", "SS"),
        ("unted kingdom", "GB"),
    ],
)
def test_slips_are_understood(text: str, code: str) -> None:
    assert read_countries(text, "en")[0] == code


def test_two_near_names_are_both_offered() -> None:
    assert read_countries("austrlia", "en") == ("AU", "AT")


@pytest.mark.parametrize(
    ("lang", "text", "codes"),
    [
        ("en", "I am from Syria", ("SY",)),
        ("ar", "أنا من سوريا", ("SY",)),
        ("sw", "natoka Sudan Kusini", ("SS",)),
        ("en", "from Turkey to Germany", ("TR", "DE")),
        ("uk", "я з Україна", ("UA",)),
    ],
)
def test_names_in_a_sentence(lang: str, text: str, codes: tuple[str, ...]) -> None:
    assert read_countries(text, lang) == codes


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "help",
        "menu",
        "stop",
        "skip",
        "back",
        "yes",
        "no",
        "work",
        "hello how are you",
        "zz",
        "ZZ",
        "EU",
        "my job",
        "syria and a great many other words which make this no answer to the question",
        "x" * 500,
    ],
)
def test_other_words_are_no_country(text: str) -> None:
    assert read_countries(text, "en") == ()


def test_a_shared_word_alone_decides_nothing() -> None:
    assert read_countries("republic", "en") == ()
    assert read_countries("united", "en") == ()


def test_aliases_are_of_countries_and_never_hide_a_real_name() -> None:
    assert set(ALIASES) <= set(country_codes())
    for code, aliases in ALIASES.items():
        for alias in aliases.split(", "):
            assert fold(alias), alias
            assert code in read_countries(alias, "en"), alias


@given(st.text(max_size=110), st.sampled_from(TAGS))
def test_at_most_four_codes_and_never_an_error(text: str, lang: str) -> None:
    codes = read_countries(text, lang)
    assert len(set(codes)) == len(codes) <= 4
    assert set(codes) <= set(country_codes())
