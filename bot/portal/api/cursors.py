"""Where a list goes on: opaque to whoever calls, checked when it comes back."""

from __future__ import annotations

import base64
import binascii

from bot.portal.api.problem_words import NO_CURSOR
from bot.portal.api.problems import Problem, Wrong

LONGEST = 120
MOST = 100
"""Entries of one page."""


def written(place: str) -> str:
    """A place as it is handed out; None-like "" stays ""."""
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def read(cursor: str | None) -> str:
    """The place that `written` was given; "" for the begin. Raises Problem."""
    if not cursor:
        return ""
    try:
        return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        raise bad() from None


def bad() -> Problem:
    """A cursor that no page of ours has handed out."""
    return Problem("invalid", errors=[Wrong(NO_CURSOR, parameter="cursor")])
