"""One question of the type under test, and what came of it: `noted` is the answer as the flow got it."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

from tests.conversation.talking import Talker, talker


class Question:
    """A person in front of one question; its fields as a flow file has them."""

    def __init__(self, folder: Path, fields: str, rest: str = "") -> None:
        self.noted: list[Any] = []
        steps = textwrap.indent(textwrap.dedent(fields).strip(), " " * 4)
        flow = (
            "version: 1\nstart: question\nsteps:\n  question:\n"
            f"{steps}\n    save: answer\n    next: note\n"
            "  note: {do: test.note, with: {answer: $answer}, outcomes: {noted: '@end'}}\n"
            f"{textwrap.indent(textwrap.dedent(rest), '  ')}"
        )
        self.person: Talker = talker(folder, flow, {"test.note": self._note})
        self.person.opens()
        self.asked = self.person.presses("test")

    def _note(self, args: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        self.noted.append(args["answer"])
        return "noted", {}

    def says(self, text: str) -> Any:
        """Type something; returns the answer that was noted, or what was said instead of the question."""
        said = self.person.says(text)
        if self.noted:
            return self.noted.pop()
        assert said[-1] == self.asked[-1], "a wrong answer is followed by the question again"
        return said[0]

    def presses(self, choice: str) -> Any:
        """Press a button; returns the answer that was noted, or None where the question stays."""
        self.person.presses(choice)
        return self.noted.pop() if self.noted else None
