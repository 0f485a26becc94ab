"""What employers see of a profile has no way to reach her in it, whatever she typed."""

from __future__ import annotations

import pytest

from bot.features.skills.contact import without_contact


@pytest.mark.parametrize(
    "words",
    [
        "cook, call +254 700 000 000",
        "cook 0700000000",
        "خباز ٠٧٠٠٠٠٠٠٠٠",
        "آشپز ۰۷۰۰ ۰۰۰ ۰۰۰",
        "cook (07)00-00.00/000",
        "write to somebody@example.org please",
        "telegram @somebody_here",
        "see https://example.org/me or www.example.org",
        "wa.me/254700000000",
        "t.me/somebody",
    ],
)
def test_E3_contact_is_taken_out(words: str) -> None:
    shown = without_contact(words)
    assert "…" in shown
    assert not any(part in shown for part in ("somebody", "000", "٠٠٠", "۰۰۰", "example", ".me"))


@pytest.mark.parametrize(
    "words",
    [
        "I sewed 120 uniforms a week from 2012 to 2019",
        "baker, 15 years; oven at 250 degrees",
        "خياط منذ ٢٠١٢",
        "node.js, C++, 3.5 t lorry",
    ],
)
def test_other_words_stay(words: str) -> None:
    assert without_contact(words) == words
