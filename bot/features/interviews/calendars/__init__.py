"""Calendars: interviews as RFC 5545 files and as a private feed."""

from typing import TYPE_CHECKING, Any

from bot.features.interviews.calendars.feeds import account_of, exists, renew, revoke
from bot.features.interviews.calendars.model import Audience, Entry

if TYPE_CHECKING:
    from bot.features.interviews.calendars.writing import attachment, feed, file, method

_WRITING = ("attachment", "feed", "file", "method")

__all__ = [
    "Audience",
    "Entry",
    "account_of",
    "attachment",
    "exists",
    "feed",
    "file",
    "method",
    "renew",
    "revoke",
]


def __getattr__(name: str) -> Any:
    """What writes calendars is loaded when the first one is written: icalendar takes 10 MB."""
    if name not in _WRITING:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from bot.features.interviews.calendars import writing

    return getattr(writing, name)
