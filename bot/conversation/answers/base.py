"""What every type of answer offers to the `ask` step."""

from __future__ import annotations

from typing import Any, Protocol, final

import msgspec

from bot.conversation.messages import Choice, Text
from bot.conversation.moves import Again
from bot.conversation.talk import Talk


@final
class Picked(msgspec.Struct, frozen=True, gc=False):
    """The answer is understood: its value, and the edge it leads to where it has one of its own."""

    value: Any
    edge: str = "next"


@final
class Problem(msgspec.Struct, frozen=True, gc=False):
    """The answer is not understood: what was wrong, with an example, ready to be shown."""

    text: Text


Result = Picked | Problem | Again | None
"""None: this button means nothing here."""


def note(talk: Talk, name: str) -> str:
    """The variable for what a question notes until it is answered; no other question finds it there."""
    return f"{name}.{talk.frame.step}"


class AnswerType(Protocol):
    @property
    def free(self) -> bool:
        """What is typed is the answer itself, so it is neither searched nor read as 'menu' or 'back'."""
        ...

    @property
    def several(self) -> bool:
        """The choices are a list to tick."""
        ...

    def choices(self, talk: Talk) -> tuple[Choice, ...]: ...
    def chosen(self, talk: Talk, choice: str) -> Result: ...
    def typed(self, talk: Talk, text: str) -> Result: ...
