"""The check of adverts as it ships, put together as the program does."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

from bot.features.guidance.offers.reading import read_rules
from bot.features.guidance.offers.service import OfferCheck
from bot.features.interviews.vacancies import AdvertCheck, read_tongues

ROOT = Path(__file__).parents[4]
EXAMPLES = Path(__file__).with_name("examples")


@lru_cache(1)
def shipped() -> AdvertCheck:
    offers = OfferCheck(read_rules(ROOT / "content"), lambda article: True)
    return AdvertCheck(read_tongues(ROOT / "content"), offers.places)


def honest(split: str, lang: str) -> list[str]:
    found: dict[str, dict[str, list[str]]] = yaml.safe_load(
        (EXAMPLES / "honest.yaml").read_text(encoding="utf-8")
    )
    return found[split][lang]


def false(split: str, lang: str) -> dict[str, str]:
    found: dict[str, dict[str, dict[str, str]]] = yaml.safe_load(
        (EXAMPLES / "false.yaml").read_text(encoding="utf-8")
    )
    return found[split][lang]


def marks(text: str, *allowed: str) -> list[tuple[str, str]]:
    """Kind and words of every mark."""
    found = shipped().in_text("tasks", text, allowed)
    return [(flag.kind, text[flag.start : flag.end]) for flag in found]
