"""Languages of the world as people type them."""

from __future__ import annotations

import pytest
from babel import Locale, UnknownLocaleError
from hypothesis import given
from hypothesis import strategies as st

from bot.language.languages import LANGUAGES
from bot.language.reading import read_tongues, tongue_name
from bot.language.reading.own_names import OWN_NAMES
from bot.language.reading.tongues import TONGUES


@pytest.mark.parametrize(
    ("text", "lang", "tags"),
    [
        ("Turkish", "en", ("tr",)),
        ("turkihs", "en", ("tr",)),
        ("تركي", "ar", ("tr",)),
        ("Türkçe", "so", ("tr",)),
        ("አማርኛ", "en", ("am",)),
        ("русский", "uk", ("ru",)),
        ("af ingiriisi", "so", ("en",)),
        ("زبان پشتو", "fa", ("ps",)),
        ("دری", "fa", ("prs",)),
        ("Kurdish", "fr", ("kmr", "ckb")),
        ("xyzzy", "en", ()),
        ("x" * 500, "en", ()),
    ],
)
def test_what_people_type(text: str, lang: str, tags: tuple[str, ...]) -> None:
    assert read_tongues(text, lang) == tags


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_is_found_by_the_name_that_is_shown(lang: str) -> None:
    for tag in TONGUES:
        name = tongue_name(tag, lang)
        if name != tag:
            assert tag in read_tongues(name, lang), name


@given(st.text(max_size=80), st.sampled_from(sorted(LANGUAGES)))
def test_no_text_breaks_it(text: str, lang: str) -> None:
    assert len(read_tongues(text, lang)) <= 4


def test_own_names_are_those_of_cldr() -> None:
    """Every language that CLDR has a locale of, and none but those."""
    for tag in TONGUES:
        try:
            own = Locale.parse(tag).get_display_name(tag)
        except (UnknownLocaleError, ValueError):
            own = None
        assert OWN_NAMES.get(tag) == own, tag
    assert set(OWN_NAMES) <= set(TONGUES)
