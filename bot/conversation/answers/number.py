"""type: number. A whole number in any script's digits, between `min` and `max`."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import yaml

from bot.conversation.answers.base import AnswerType, Picked, Problem, Result
from bot.conversation.messages import Choice
from bot.conversation.nodes import Reader
from bot.conversation.talk import Talk
from bot.conversation.texts import T

FIELDS = {"min", "max"}


class NumberAnswer(msgspec.Struct, frozen=True, gc=False):
    least: int
    most: int
    free: bool = False
    several: bool = False

    def choices(self, talk: Talk) -> tuple[Choice, ...]:
        return ()

    def chosen(self, talk: Talk, choice: str) -> Result:
        return None

    def typed(self, talk: Talk, text: str) -> Result:
        number = talk.world.speech.read_number(text, talk.lang)
        example = min(max(self.least, 3), self.most)
        if number is None:
            return Problem(T("answer", "Please write a number, for example {example}.", example=example))
        if not self.least <= number <= self.most:
            return Problem(
                T("answer", "Please write a number from {least} to {most}.", least=self.least, most=self.most)
            )
        return Picked(number)


def read(
    reader: Reader, ctxt: str, fields: Mapping[str, yaml.Node]
) -> tuple[AnswerType, dict[str, yaml.Node]]:
    least, most = reader.whole(fields.get("min"), 0), reader.whole(fields.get("max"), 1_000_000)
    if least > most:
        reader.wrong(fields.get("min", fields.get("max", fields["ask"])), "min is greater than max")
    return NumberAnswer(least, most), {}
