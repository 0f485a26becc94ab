"""An incident as the pages show it, and whom one may touch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.conversation.messages import Text
from bot.conversation.texts import T

WITHIN = 72 * 3600
"""Seconds after it was noticed within which the authority is to be told (GDPR 33(1))."""
LONGEST = 8_000
"""Characters of what happened."""
KEPT = 3 * 365 * 24 * 3600
"""Seconds after it was closed: the authority may ask for what was written down (GDPR 33(5))."""

SCOPES: Mapping[str, Text] = {
    "everybody": T("portal.incidents", "Everybody who writes with Rafiq"),
    "telegram": T("portal.incidents", "Those who write over Telegram"),
    "web": T("portal.incidents", "Those who write in the web chat"),
    "staff": T("portal.incidents", "Staff and employers"),
}
"""Whom an incident may touch, by its code."""

Told = Literal["authority", "people"]


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident. `happened` is None on lists. Times are in seconds since 1970; None: not yet."""

    id: str
    noticed: int
    opened: int
    opened_by: str
    scope: str
    happened: str | None
    version: int
    authority_told: int | None
    people_told: int | None
    closed: int | None

    @property
    def due(self) -> int:
        """By when the authority is to be told."""
        return self.noticed + WITHIN
