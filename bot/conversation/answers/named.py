"""What a typed name stands for: one thing is the answer, several are put on buttons, none is told."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.answers.base import Picked, Problem, Result, note
from bot.conversation.messages import Text
from bot.conversation.moves import Again
from bot.conversation.talk import Talk

MEANT = "meant"
"""The note of what a name may mean, until one is chosen."""


def settle(talk: Talk, found: Sequence[str], unknown: Text) -> Result:
    """The answer where one was found; `unknown` is said where there is none."""
    talk.answers.pop(note(talk, MEANT), None)
    if not found:
        return Problem(unknown)
    if len(found) == 1:
        return Picked(found[0])
    talk.answers[note(talk, MEANT)] = list(found)
    return Again(redraw=True)
