"""What employers and adverts need of other parts: who acts, the audit log, the freeze of slots, the mail."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy import Connection

from bot.conversation.messages import Text
from bot.store.datakeys import DataKeys
from bot.store.lookup import Lookup

Note = Callable[[Connection, str, str, str, Mapping[str, str], float], None]
"""audit(conn, actor account id or "", what, about (an id), details (codes and ids only), now) (L3)."""

Freeze = Callable[[Connection, str, float], None]
"""freeze(conn, organisation, now): its slots can no longer be held or booked, in this very transaction."""

Tell = Callable[[Connection, str, str, Mapping[str, str], float], None]
"""tell(conn, organisation, kind, values, now): a mail to every account of the organisation."""

OwnerOf = Callable[[Connection, str], str | None]
"""The organisation behind a vacancy or a booking; None where there is none of that id."""


class Actor(Protocol):
    """Somebody who is signed in. Pages hand in what the session says, never what a form says (S4)."""

    @property
    def account(self) -> str: ...
    @property
    def organisation(self) -> str: ...
    @property
    def kind(self) -> str:
        """Of the organisation: ngo or employer."""
        ...

    @property
    def roles(self) -> Collection[str]: ...
    @property
    def fresh_until(self) -> float:
        """Until when a factor counts as just checked, in seconds since 1970 (S5)."""
        ...


class Forbidden(Exception):
    """The actor may not do this at all. A page that can reach it has a fault: it is no message to people.

    Not a PermissionError: stores take an OSError for a broken disk.
    """


@dataclass(frozen=True, slots=True)
class No:
    """It was not done, for a reason that can happen to anybody. `text` says what to do."""

    code: str
    text: Text


@dataclass(frozen=True)
class Desk:
    """The parts that decisions about employers touch; made once, in app.py."""

    keys: DataKeys
    lookup: Lookup
    note: Note
    freeze: Freeze
    thaw: Freeze
    tell: Tell
    owners: Mapping[str, OwnerOf] = field(default_factory=dict)
    """By the kind of thing that a report can be about: vacancy, booking."""


def must_be_staff(actor: Actor, employer: str, roles: frozenset[str]) -> None:
    """Raise Forbidden unless the actor works for an NGO, in one of the roles, and not for this employer."""
    if actor.kind != "ngo" or roles.isdisjoint(actor.roles):
        raise Forbidden("needs another role")
    if actor.organisation == employer:
        raise Forbidden("nobody decides about an organisation of one's own")


def must_be_of(actor: Actor, employer: str) -> None:
    """Raise Forbidden unless the actor signed in for this employer."""
    if actor.kind != "employer" or actor.organisation != employer or "employer" not in actor.roles:
        raise Forbidden("belongs to another employer")
