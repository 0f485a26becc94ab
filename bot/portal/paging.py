"""Long lists a page at a time, where a service hands out the whole list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from bot.portal.visit import Visit

Item = TypeVar("Item")
PAGE = 50
"""Rows of one page."""


def paged(visit: Visit, items: Sequence[Item], path: str) -> tuple[list[Item], str]:
    """The rows of the page that was asked for by ?from=, and the path of the next; "" after the last."""
    begin = visit.number("from") or 0
    end = begin + PAGE
    return list(items[begin:end]), f"{path}?from={end}" if len(items) > end else ""
