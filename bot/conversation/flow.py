"""A flow: named steps, as they stand in a YAML file of `flows/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec
from msgspec import structs

from bot.conversation.events import Happened

if TYPE_CHECKING:
    from bot.conversation.moves import Move
    from bot.conversation.talk import Talk

MENU = "@menu"
END = "@end"
TARGETS = frozenset({MENU, END})
"""Targets that are no step: the main menu (whatever ran is given up), and the end of this flow."""


class Step(Protocol):
    """One step of a flow. `edges` names every way out of it and where that leads."""

    @property
    def id(self) -> str: ...
    @property
    def line(self) -> int: ...
    @property
    def edges(self) -> Mapping[str, str]: ...

    def enter(self, talk: Talk) -> Move:
        """The conversation arrives here."""
        ...


class Waiting(Step, Protocol):
    """A step that waits for a person."""

    @property
    def lasting(self) -> bool:
        """Its buttons stay good on old screens, because it needs nothing but its own place."""
        ...

    @property
    def free(self) -> bool:
        """What is typed is the answer itself, so it is neither searched nor read as 'menu' or 'back'."""
        ...

    @property
    def asks(self) -> bool:
        """A typed question is taken up even where the search is not sure of the answer."""
        ...

    def chosen(self, talk: Talk, choice: str) -> Move | None:
        """A button was pressed; None where it means nothing here."""
        ...

    def typed(self, talk: Talk, text: str) -> Move | None:
        """Something was typed; None where it is not understood, with the reason in `talk.problem`."""
        ...


class Calling(Step, Protocol):
    """A step that calls an action and goes on with its outcome."""

    def happened(self, talk: Talk, event: Happened) -> Move: ...


class Flow(msgspec.Struct, frozen=True, gc=False):
    """A flow as it was read. `place` names the variables that say where a person is, no answers of hers."""

    id: str
    version: int
    start: str
    steps: Mapping[str, Step]
    file: Path
    place: frozenset[str] = frozenset()
    nav: bool = True
    """False: its screens carry no menu or back (the welcome, before there is a menu)."""
    needs: Mapping[str, frozenset[str]] = {}
    """By step: the variables without which the flow cannot go on from there."""
    wants: frozenset[str] = frozenset()
    """The variables that have to be handed in for the flow to begin."""
    personal: frozenset[str] = frozenset()
    """Steps that show what is hers: it has to be asked for, with her PIN where she has one (C10)."""
    danger: frozenset[str] = frozenset()
    """Steps of first help in danger: never shown again unasked to whoever holds the phone later (C10)."""
    waiting: frozenset[str] = frozenset()
    """The steps that wait for a person."""

    def __post_init__(self) -> None:
        waiting = frozenset(name for name, step in self.steps.items() if hasattr(step, "typed"))
        structs.force_setattr(self, "waiting", waiting)


@dataclass(frozen=True)
class Issue:
    """A mistake in a flow file."""

    file: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"
