"""What announcements need of the rest of the program; bot/announcing.py introduces them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Connection, FromClause, Select

from bot.conversation.messages import Rich, Text
from bot.features.announcements.model import DAILY
from bot.features.staff import Note, Post, Staff


class Found(Protocol):
    """Something in a text: of which kind, from which character to which, and of an address its real host."""

    @property
    def kind(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def real(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase that asks for something: `kind` is money, papers or secrets."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Register:
    """The places, and who chose which.

    `chosen` has person_id and place_id, `subscribed` person_id and topic, `places` id, zone, organisation_id
    and active. `within(place)`: a select of the ids of a place and of all below it. `names(conn, ids, lang)`:
    what places are called, in that order.
    """

    chosen: FromClause
    subscribed: FromClause
    places: FromClause
    within: Callable[[str], Select[Any]]
    names: Callable[[Connection, Sequence[str], str], Sequence[str]]
    topics: Collection[str]


def unposted(conn: Connection, account: str, kind: str, values: Mapping[str, str], now: float) -> None:
    """Where no mail can be written: nobody is told."""


@dataclass(frozen=True)
class Desk:
    """What every function here is handed.

    `rich`: a text in words. `interviewing(now)`: a select of people with an interview still to come.
    `asks`: what a text asks readers for (A12). `addresses`: every web address, mail, chat name and phone
    number in a text (I10). `hosts`: those that links may lead to. `origin`: of the page where a check code
    can be tried. `daily`: see A13. `post`: a mail to an account, on the outbox.
    """

    staff: Staff
    note: Note
    rich: Callable[[Text, str], Rich]
    register: Register
    interviewing: Callable[[float], Select[Any]]
    asks: Callable[[str], Sequence[Said]]
    addresses: Callable[[str], Sequence[Found]]
    hosts: frozenset[str] = frozenset()
    origin: str = ""
    daily: int = DAILY
    post: Post = unposted
