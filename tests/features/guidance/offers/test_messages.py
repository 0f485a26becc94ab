"""How many invented false offers are flagged, and how many honest ones, by language.

The messages stand beside. Flagged: the verdict is not the mildest. Half of the messages (held_out) were kept
aside until the phrases were written; both halves come from one hand. Slippery ones (hard) were written in two
rounds afterwards; when first tried, 26 of 64 and 14 of 48 false ones were flagged, and 16 of 64 and 1 of 48
honest ones. The phrases were then mended with them. Of false offers with new tricks a third to a half
may be flagged, as in those rounds; that is why the mildest verdict says that it proves nothing.

test_other_hand.py measures with messages of another hand.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest
import yaml

from bot.features.guidance.offers.model import Level
from bot.features.guidance.offers.reading import Rules, load_rules
from bot.features.guidance.offers.service import OfferCheck
from bot.features.library import Fault
from bot.language.languages import LANGUAGES
from bot.language.phrases import Tongue

ROOT = Path(__file__).parents[4]
MESSAGES = Path(__file__).with_name("messages")
SIZES = {"tuning": 15, "held_out": 15, "hard": 14}
SPLITS = tuple(SIZES)
CAUGHT = 0.9
MISTAKEN = 0.1


@lru_cache(1)
def shipped() -> OfferCheck:
    faults: list[Fault] = []
    rules = load_rules(ROOT / "content", LANGUAGES, faults)
    assert not faults
    return OfferCheck(rules, lambda article: True)


def messages(lang: str, kind: str, split: str) -> list[str]:
    """kind: scam or honest."""
    found: list[str] = yaml.safe_load((MESSAGES / f"{lang}.yaml").read_text(encoding="utf-8"))[kind][split]
    return found


def level(check: OfferCheck, message: str) -> Level:
    seen = check.read(message)
    return check.rules.flags.level([one.flag for one in seen or ()])


def flagged(check: OfferCheck, texts: list[str]) -> float:
    """The share of messages with any sign."""
    return sum(level(check, text) != "none" for text in texts) / len(texts)


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_nine_of_ten_false_offers_are_flagged(lang: str, split: str) -> None:
    texts = messages(lang, "scam", split)
    assert len(texts) == SIZES[split]
    assert flagged(shipped(), texts) >= CAUGHT, [t for t in texts if level(shipped(), t) == "none"]


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_at_most_one_of_ten_honest_offers_is_flagged(lang: str, split: str) -> None:
    texts = messages(lang, "honest", split)
    assert len(texts) == SIZES[split]
    assert flagged(shipped(), texts) <= MISTAKEN, [(t, shipped().read(t)) for t in texts if shipped().read(t)]


def test_without_the_phrases_the_figures_are_missed() -> None:
    """The negative control: it is the phrases that tell the two apart."""
    bare = OfferCheck(Rules(shipped().rules.flags, shipped().rules.officials), lambda article: True)
    assert flagged(bare, messages("en", "scam", "held_out")) < CAUGHT
    every = Rules(
        bare.rules.flags, bare.rules.officials, {"en": Tongue({"fee": ["the", "we", "for", "you"]})}
    )
    assert flagged(OfferCheck(every, lambda article: True), messages("en", "honest", "held_out")) > MISTAKEN
