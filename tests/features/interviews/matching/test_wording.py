"""Every reason has words in every language, for both sides the same (C8)."""

from __future__ import annotations

import random
from datetime import date

import pytest

from bot import mind as minds
from bot.features.interviews.matching.model import Tongue, Wanted
from bot.features.interviews.matching.scoring import match
from bot.features.interviews.matching.wording import REASONS, reasons_in_words
from bot.language.languages import LANGUAGES
from bot.language.reading import tongue_name
from bot.mind import Mind
from tests.features.interviews.matching.crowd import one

WANTED = Wanted("v", "o", "7112", "DE", (Tongue("de", 3, 3, 2),), 3, ("car",), True, True)


@pytest.fixture(scope="module")
def mind() -> Mind:
    return minds.build(today=date(2026, 12, 1))


def work(unit: str, lang: str) -> str:
    return f"{unit} in {lang}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_C8_each_reason_is_shown_in_words_with_its_points(mind: Mind, lang: str) -> None:
    chance, seen = random.Random(7), set()
    for _ in range(400):
        found = match(one(chance), WANTED)
        seen |= {reason.code for reason in found.reasons}
        lines = reasons_in_words(found, lang, mind.say, work, tongue_name)
        assert len(lines) == len(found.reasons)  # all is asked for here, so each has a line
        assert not any("{" in line for line in lines)
        if lang != "en":
            assert not any("Experience" in line or "asked for" in line for line in lines)
    assert seen == {*REASONS, "language"}


def test_what_is_not_asked_for_needs_no_words(mind: Mind) -> None:
    easy = Wanted("v", "o", "7112", "DE")
    found = match(one(random.Random(1)), easy)
    assert len(reasons_in_words(found, "en", mind.say, work, tongue_name)) < len(found.reasons)
