"""The rows of the languages, and the tags that lead to them."""

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from bot.language.languages import LANGUAGES, TAGS, Language, negotiate, row


def test_eight_languages_are_shipped() -> None:
    assert set(TAGS) == {"en", "ar", "fr", "fa", "so", "sw", "uk", "es"}


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: language.tag)
def test_every_row_is_whole(language: Language) -> None:
    locale = Locale.parse(language.locale)
    assert locale.language == language.tag
    assert language.direction == locale.text_direction
    assert language.chain[0] == language.tag
    assert language.chain[-1] == "en"
    assert len(set(language.chain)) == len(language.chain)
    assert set(language.chain) <= set(TAGS)


@pytest.mark.parametrize(
    ("hint", "tag"),
    [
        ("en", "en"), ("EN-us", "en"), ("ar", "ar"), ("ar_SY", "ar"), ("apc", "ar"), ("fa", "fa"),
        ("fa-AF", "fa"), ("FA_af", "fa"), ("fa-Arab-AF", "fa"), ("prs", "fa"), ("prs-AF", "fa"),
        ("pes", "fa"), ("haz", "fa"),
        ("so-SO", "so"), ("swc", "sw"), ("sw-CD", "sw"), ("uk", "uk"), ("uk-UA", "uk"), ("es-419", "es"),
        ("fr-CA", "fr"), (" fr ", "fr"),
        ("pt-br", None), ("ps", None), ("ru", None), ("", None), ("-", None), ("en!", None),
        ("english", None), ("e", None), ("en--us", None), ("en-" + "a" * 40, None), ("ｅｎ", None),
    ],
)  # fmt: skip
def test_a_tag_leads_to_its_language(hint: str, tag: str | None) -> None:
    assert negotiate(hint) == tag


@given(st.text(max_size=50))
def test_no_hint_is_too_odd(hint: str) -> None:
    assert negotiate(hint) in {None, *TAGS}


def test_an_unknown_tag_gets_english() -> None:
    assert row("xx").tag == "en"
    assert row("uk").tag == "uk"
