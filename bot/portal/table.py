"""What a row of the route table says: who may come to a page, how fresh, and to whose objects (S4).

A page that is in no row does not exist: the application is made of the rows alone.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sqlalchemy import Connection
from starlette.responses import Response

from bot.conversation.messages import Text

if TYPE_CHECKING:
    from bot.portal.visit import Visit

Endpoint = Callable[["Visit"], Awaitable[Response]]
Owner = Callable[[Connection, Mapping[str, str]], str | None]
"""Given the parameters of the path: the organisation that the object belongs to; None where there is none."""

PUBLIC = frozenset({"public"})
"""Anybody, without an account."""
SIGNED_IN = frozenset({"signed-in"})
"""Every account, whatever its roles."""


def roles(*codes: str) -> frozenset[str]:
    """Those who have at least one of these roles."""
    return frozenset(codes)


Group = Literal["meetings", "jobs", "telling", "people", "service", "own"]
"""Kinds of work, by which the menu groups pages; menu.py names them."""


@dataclass(frozen=True)
class Card:
    """How the first page and the menu lead to a page: its group, a short name, and what can be done there."""

    group: Group
    name: Text
    text: Text


@dataclass(frozen=True)
class Page:
    """One row: one method on one path.

    `fresh`: needs a factor shown within five minutes (S5). `owner`: for a path with parameters, whose object
    it is; a person of another organisation is told that there is no such page, unless one of her roles is in
    `across`. A path without parameters shows what belongs to the reader's own organisation. `polled`: open
    pages ask for it by themselves, so it does not keep a session alive (S3).
    """

    method: Literal["GET", "POST"]
    path: str
    """Below /portal, such as /team/{account}; "/" is the first page."""
    endpoint: Endpoint
    who: frozenset[str]
    owner: Owner | None = None
    across: frozenset[str] = frozenset({"administrator"})
    fresh: bool = False
    polled: bool = False
    card: Card | None = None

    def __post_init__(self) -> None:
        if "{" in self.path and self.owner is None and self.who != PUBLIC:
            raise ValueError(f"{self.path}: a row with an object has to say whose it is (S4)")

    def admits(self, held: frozenset[str] | None) -> bool:
        """Whether somebody with these roles may come here; None is somebody who is not signed in."""
        if self.who == PUBLIC:
            return True
        return held is not None and (self.who == SIGNED_IN or bool(self.who & held))


def everyone_who_may(_conn: Connection, _params: Mapping[str, str]) -> str | None:
    """An `owner` for objects that belong to the installation and not to one organisation: only `across`."""
    return None
