"""The shipped languages by tag and by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.languages import LANGUAGES, TAGS
from bot.language.names import language_name
from bot.language.reading import read_language


@pytest.mark.parametrize("tag", TAGS)
def test_every_name_that_we_show_is_understood(tag: str) -> None:
    assert read_language(tag) == tag
    assert read_language(LANGUAGES[tag].own_name) == tag
    assert read_language(LANGUAGES[tag].english_name) == tag
    for other in TAGS:
        assert read_language(language_name(tag, other)) == tag


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("دری", "fa"),
        ("Dari", "fa"),
        ("farsi", "fa"),
        ("prs-AF", "fa"),
        ("عربي", "ar"),
        ("ESPAÑOL", "es"),
        ("castellano", "es"),
        ("ukranian", "uk"),
        ("swahli", "sw"),
        ("Af-Soomaali", "so"),
        ("english please", "en"),
        ("je parle français", "fr"),
        ("pashto", None),
        ("русский", None),
        ("arabic or french", None),
        ("hello", None),
        ("", None),
        ("x" * 100, None),
    ],
)
def test_names_as_people_type_them(text: str, tag: str | None) -> None:
    assert read_language(text) == tag


@given(st.text(max_size=70))
def test_it_never_raises(text: str) -> None:
    assert read_language(text) in {None, *TAGS}
