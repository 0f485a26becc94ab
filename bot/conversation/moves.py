"""Where a step leads: what the engine does next."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Wait:
    """Stop here until the person does something."""


@dataclass(frozen=True, slots=True)
class Go:
    """Leave the step by the edge of this name."""

    edge: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Have an action run; its outcome comes back to the same step."""

    action: str
    args: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Enter:
    """Put another flow on top; when it ends, this step goes on (or asks again, if it was interrupted)."""

    flow: str
    values: dict[str, Any] = field(default_factory=dict)
    interrupts: bool = False
    replaces: bool = False
    """The flow that was on top ends here."""


@dataclass(frozen=True, slots=True)
class Again:
    """Enter the same step once more. `redraw`: nothing was left, so 'back' does not lead here."""

    redraw: bool = False


Move = Wait | Go | Ask | Enter | Again
