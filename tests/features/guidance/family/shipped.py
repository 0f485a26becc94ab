"""The rules as they are shipped, and invented people of tests."""

from __future__ import annotations

from datetime import date
from functools import cache

from bot.features.guidance.family.model import Case, Rules
from bot.features.guidance.family.reading import load_rules
from bot.mind import ROOT

TODAY = date(2026, 12, 1)


@cache
def rules() -> Rules:
    return load_rules(ROOT / "content")


def case(who: str, country: str, status: str, since: date | None = None, today: date = TODAY) -> Case:
    return Case(who, country, status, since, today)
