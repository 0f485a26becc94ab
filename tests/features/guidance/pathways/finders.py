"""The real rules over the real articles, for tests."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from bot.conversation.messages import Text
from bot.features.guidance.pathways.model import Rules
from bot.features.guidance.pathways.reading import read_rules
from bot.features.guidance.pathways.service import Finder, Weighed
from bot.features.library.service import Library
from bot.language.formatting import fill

CONTENT = Path(__file__).parents[4] / "content"
TODAY = date(2026, 12, 1)


def say(text: Text, lang: str) -> str:
    return fill(text.msg, text.values, "en")


@cache
def library() -> Library:
    return Library.load(CONTENT, say, TODAY)


@cache
def rules() -> Rules:
    return read_rules(CONTENT, library().articles)


def finder() -> Finder:
    """The finder, with no article withdrawn."""
    library().set_withdrawn(frozenset(), TODAY)
    return Finder(rules(), library(), say)


def weighed(way: str, given: dict[str, str]) -> Weighed | None:
    """What she is told of one way; None where it is not shown to her."""
    return next((one for one in finder().weigh(given) if one.way == way), None)
