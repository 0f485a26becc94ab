"""Practice of a job interview: the questions, and which of them a kind of work is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.conversation.messages import Text
from bot.features.guidance.sheets import Checked

ASKED = 10
"""Questions of one practice."""
OWN = 3
"""Of these, the questions that belong to the kind of work, at least."""


@dataclass(frozen=True, slots=True)
class Question:
    """What an employer may ask, and how to build an answer."""

    ask: Text
    tip: Text


@dataclass(frozen=True, slots=True)
class Kind:
    """A broad kind of work, with its questions in the order in which they are asked."""

    id: str
    label: Text
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Interviews:
    """All kinds of work, and what to look at before the call."""

    kinds: Mapping[str, Kind]
    checklist: tuple[Text, ...]
    articles: tuple[str, ...]
    checked: Checked

    def kind(self, id: str) -> Kind:
        """The kind of this id; the first where it is there no more."""
        return self.kinds.get(id) or next(iter(self.kinds.values()))
