"""type: text. Whatever is typed is the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from bot.conversation.answers.base import AnswerType, Picked, Problem, Result
from bot.conversation.messages import Choice
from bot.conversation.nodes import Reader
from bot.conversation.talk import Talk
from bot.conversation.texts import T

FIELDS = {"longest"}
LONGEST = 500
EMPTY = T("answer", "Please write a few words.")


@dataclass(frozen=True)
class TextAnswer:
    longest: int = LONGEST
    free: bool = True
    several: bool = False

    def choices(self, talk: Talk) -> tuple[Choice, ...]:
        return ()

    def chosen(self, talk: Talk, choice: str) -> Result:
        return None

    def typed(self, talk: Talk, text: str) -> Result:
        text = text.strip()
        if not text:
            return Problem(EMPTY)
        if len(text) > self.longest:
            return Problem(
                T("answer", "That is too long. Please use at most {most} letters.", most=self.longest)
            )
        return Picked(text)


def read(
    reader: Reader, ctxt: str, fields: Mapping[str, yaml.Node]
) -> tuple[AnswerType, dict[str, yaml.Node]]:
    return TextAnswer(reader.whole(fields.get("longest"), LONGEST)), {}
