"""What the chat and the page about announcements need of others; app.py introduces them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from sqlalchemy import Connection


class Verified(Protocol):
    """An announcement that was really sent. `organisation`: its name. `sent`, `ends`: seconds since 1970 UTC;
    `zone`: IANA, in which they are told. `standing`: valid, updated, corrected, cancelled, stopped, over or
    exercise. `texts`: what it said, by language tag; `correction`: what is to be followed instead, where it
    was corrected; `newer`: the check code of what took its place, or "".
    """

    @property
    def organisation(self) -> str: ...
    @property
    def sent(self) -> int: ...
    @property
    def ends(self) -> int: ...
    @property
    def zone(self) -> str: ...
    @property
    def standing(self) -> str: ...
    @property
    def texts(self) -> Mapping[str, str]: ...
    @property
    def correction(self) -> Mapping[str, str]: ...
    @property
    def newer(self) -> str: ...


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
