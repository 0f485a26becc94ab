"""The offer check held against messages of another hand, who had seen neither phrases nor messages.

Six false and six honest offers a language and half. When first tried, before anything was mended, 64 of
the 96 false ones were flagged, and 13 of the 96 honest ones: expect that of new messages. Phrases were
then mended with the first half in view, and with more honest ones beside it. The second half is only
measured; but one person wrote both halves and mended, so its floors flatter too.
"""

from __future__ import annotations

import pytest
import yaml

from bot.features.guidance.offers.reading import Rules
from bot.features.guidance.offers.service import OfferCheck
from bot.language.languages import LANGUAGES
from tests.features.guidance.offers.test_messages import (
    CAUGHT,
    MESSAGES,
    MISTAKEN,
    flagged,
    level,
    messages,
    shipped,
)

SIZE = 6
FIRST_HONEST = {"en": 26, "ar": 26}
"""Where not 14: more were written for the languages in which most honest ones were flagged."""
FLOORS = {
    "en": (5, 2),
    "ar": (6, 2),
    "fr": (6, 0),
    "fa": (5, 0),
    "so": (6, 0),
    "sw": (6, 0),
    "uk": (6, 0),
    "es": (6, 0),
}
"""Of six in the second half: false ones flagged at least, honest ones at most; as measured."""


def other(half: str, lang: str, kind: str) -> list[str]:
    """half: first or second. kind: scam or honest."""
    path = MESSAGES / f"other_{half}" / f"{lang}.yaml"
    found: list[str] = yaml.safe_load(path.read_text(encoding="utf-8"))[kind]
    return found


def count(check: OfferCheck, texts: list[str]) -> int:
    """How many messages have any sign."""
    return sum(level(check, text) != "none" for text in texts)


def bare() -> OfferCheck:
    """The check without a phrase: addresses only."""
    return OfferCheck(Rules(shipped().rules.flags, shipped().rules.officials), lambda article: True)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_half_is_told_apart_as_the_phrases_were_mended_for_it(lang: str) -> None:
    false, honest = other("first", lang, "scam"), other("first", lang, "honest")
    assert (len(false), len(honest)) == (SIZE, FIRST_HONEST.get(lang, 14))
    assert flagged(shipped(), false) >= CAUGHT, [t for t in false if level(shipped(), t) == "none"]
    assert flagged(shipped(), honest) <= MISTAKEN, [(t, shipped().read(t)) for t in honest]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_second_half_does_not_fall_below_what_was_measured(lang: str) -> None:
    false, honest = other("second", lang, "scam"), other("second", lang, "honest")
    assert len(false) == len(honest) == SIZE
    least, most = FLOORS[lang]
    assert count(shipped(), false) >= least
    assert count(shipped(), honest) <= most


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_the_phrases_no_floor_is_reached(lang: str) -> None:
    """The negative control."""
    assert count(bare(), other("second", lang, "scam")) < FLOORS[lang][0]


def test_no_message_stands_twice() -> None:
    kinds = ("scam", "honest")
    told = [
        t for lang in LANGUAGES for half in ("first", "second") for k in kinds for t in other(half, lang, k)
    ]
    own = [
        t for lang in LANGUAGES for split in ("tuning", "held_out", "hard") for k in kinds
        for t in messages(lang, k, split)
    ]  # fmt: skip
    assert len(set(told + own)) == len(told + own)
