"""What the flow `practice` asks: the kinds of work, the next question, its tip, what to read.

What she answers to a question is handed to no action: it is neither kept, searched nor judged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.delivery.actions import Action, Outcome, Turning
from bot.features.guidance.practice.model import Interviews

Readable = Callable[[str], bool]
"""May this article be read right now? One may have been taken back."""


def actions(interviews: Interviews, readable: Readable) -> tuple[Action, ...]:
    """All actions of the practice."""

    def kinds(turning: Turning, values: Mapping[str, Any]) -> Outcome:
        return Outcome("some", {"kinds": list(interviews.kinds), "number": 0})

    def question(turning: Turning, values: Mapping[str, Any]) -> Outcome:
        kind, number = interviews.kind(str(values["work"])), int(values["number"])
        if number >= len(kind.questions):
            return Outcome("over", {"words": "", "tip": "", "number": number})
        words = {"words": f"{kind.id}/ask/{number}", "tip": f"{kind.id}/tip/{number}"}
        return Outcome("question", {**words, "number": number + 1})

    def articles(turning: Turning, values: Mapping[str, Any]) -> Outcome:
        return Outcome("some", {"items": [id_ for id_ in interviews.articles if readable(id_)]})

    return (
        Action("practice.kinds", frozenset({"some"}), kinds),
        Action("practice.question", frozenset({"question", "over"}), question),
        Action("practice.articles", frozenset({"some"}), articles),
    )
