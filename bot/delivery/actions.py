"""What flows may call: named actions, each with the outcomes that it can have.

An action is a synchronous function on the turn's own connection. It can change the database and nothing
else, so no effect of it outlives a turn that was rolled back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from bot.conversation.messages import Found


@dataclass(frozen=True, slots=True)
class Turning:
    """What an action may know of the turn that it belongs to."""

    conn: Connection
    person: str
    lang: str
    now: float
    found: Found | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an action ended: one of its declared names, with small JSON values for the flow."""

    name: str
    data: dict[str, Any] = field(default_factory=dict)
    erased: bool = False
    """The person was deleted: what is said now is said once, and nothing is stored."""


@dataclass(frozen=True, slots=True)
class Action:
    """A named action and all the outcomes that a flow has to provide for."""

    name: str
    outcomes: frozenset[str]
    run: Callable[[Turning, Mapping[str, Any]], Outcome]
