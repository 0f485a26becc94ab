"""type: text. Whatever is typed is the answer.

`choices` may stand beside it ("Show me a tip"): each leads away by its own `next`, and nothing is saved.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import yaml

from bot.conversation.answers.base import AnswerType, Picked, Problem, Result
from bot.conversation.answers.choice import read_choices
from bot.conversation.messages import Choice
from bot.conversation.nodes import Reader
from bot.conversation.talk import Talk
from bot.conversation.texts import T
from bot.conversation.typed import pick

FIELDS = {"longest", "choices"}
LONGEST = 500
EMPTY = T("answer", "Please write a few words.")


class TextAnswer(msgspec.Struct, frozen=True, gc=False):
    longest: int = LONGEST
    free: bool = True
    several: bool = False
    fixed: tuple[Choice, ...] = ()

    def choices(self, talk: Talk) -> tuple[Choice, ...]:
        return self.fixed

    def chosen(self, talk: Talk, choice: str) -> Result:
        return Picked(None, choice) if any(known.id == choice for known in self.fixed) else None

    def typed(self, talk: Talk, text: str) -> Result:
        text = text.strip()
        choice = pick(talk, self.fixed, text) if self.fixed else None
        if choice is not None:
            return self.chosen(talk, choice)
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
    fixed, ways = read_choices(reader, ctxt, fields.get("choices"))
    if len(ways) < len(fixed):
        reader.wrong(fields["choices"], "beside a free answer, each choice needs a `next` of its own")
    if fixed and "next" not in fields:
        reader.wrong(fields["choices"], "“next” is missing: it is where a typed answer leads")
    return TextAnswer(reader.whole(fields.get("longest"), LONGEST), fixed=fixed), ways
