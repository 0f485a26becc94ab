"""Where a step leads: what the engine does next."""

from __future__ import annotations

from typing import Any, final

import msgspec


@final
class Wait(msgspec.Struct, frozen=True, gc=False):
    """Stop here until the person does something."""


@final
class Go(msgspec.Struct, frozen=True, gc=False):
    """Leave the step by the edge of this name."""

    edge: str


@final
class Ask(msgspec.Struct, frozen=True, gc=False):
    """Have an action run; its outcome comes back to the same step."""

    action: str
    args: dict[str, Any]


@final
class Enter(msgspec.Struct, frozen=True, gc=False):
    """Put another flow on top; when it ends, this step goes on (or asks again, if it was interrupted)."""

    flow: str
    values: dict[str, Any] = {}
    interrupts: bool = False
    replaces: bool = False
    """The flow that was on top ends here."""


@final
class Again(msgspec.Struct, frozen=True, gc=False):
    """Enter the same step once more. `redraw`: nothing was left, so 'back' does not lead here."""

    redraw: bool = False


Move = Wait | Go | Ask | Enter | Again

WAIT = Wait()
AGAIN = Again()
NEXT = Go("next")
"""Moves that are always the same are made once."""
