"""What the chat and the page about announcements need of others; app.py introduces them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

Standing = Literal["current", "over", "stopped", "cancelled", "exercise"]


@dataclass(frozen=True, slots=True)
class Verified:
    """An announcement that was really sent. `organisation`: its name. `texts`: what it said, by language tag.

    `sent`, `ends`: seconds since 1970 UTC. `zone`: IANA, in which they are told.
    """

    organisation: str
    texts: Mapping[str, str]
    sent: int
    ends: int
    zone: str
    standing: Standing

    def text(self, lang: str) -> tuple[str, str]:
        """What it said and the language tag of that: hers, else English, else what there is."""
        for tag in (lang, "en", *self.texts):
            if tag in self.texts:
                return self.texts[tag], tag
        return "", "en"


Verify = Callable[[Connection, str, float], Verified | None]
"""(connection, typed code, now): the announcement with that check code, or None (A11)."""

Redeem = Callable[[Connection, str, str, float], bool]
"""(connection, person, token, now): a start link that lets a member of staff read exercises in her chat.
False for a bad, used or old one (I6)."""


def never_sent(conn: Connection, code: str, now: float) -> Verified | None:
    """Where nobody announces anything, no code is genuine."""
    return None


def no_staff(conn: Connection, person: str, token: str, now: float) -> bool:
    """Where nobody announces anything, no link is good."""
    return False
