"""Calendars: interviews as RFC 5545 files and as a private feed."""

from bot.features.interviews.calendars.feeds import account_of, exists, renew, revoke
from bot.features.interviews.calendars.model import Audience, Entry
from bot.features.interviews.calendars.writing import attachment, feed, file, method

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
