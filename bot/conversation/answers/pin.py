"""type: pin. Four to eight digits of any script, given to the flow as ASCII digits; spaces do not count.

Nobody is to see or keep what is typed: the flow hands it to an action in the same turn, and the action gives
an empty value back. `choices` may stand beside it: each leads away by its own `next`.
"""

from __future__ import annotations

import unicodedata
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

FIELDS = {"choices"}
SHORTEST, LONGEST = 4, 8
NO_PIN = T("answer", "A PIN has 4 to 8 digits and nothing else, for example a number of six digits.")
IGNORED = frozenset({"Cf", "Pd", "Zs"})
"""Categories of what phones put between digits: marks of direction, dashes, spaces."""


class PinAnswer(msgspec.Struct, frozen=True, gc=False):
    free: bool = False
    several: bool = False
    secret: bool = True
    fixed: tuple[Choice, ...] = ()

    def choices(self, talk: Talk) -> tuple[Choice, ...]:
        return self.fixed

    def chosen(self, talk: Talk, choice: str) -> Result:
        return Picked(None, choice) if any(known.id == choice for known in self.fixed) else None

    def typed(self, talk: Talk, text: str) -> Result:
        choice = pick(talk, self.fixed, text) if self.fixed else None
        if choice is not None:
            return self.chosen(talk, choice)
        digits = digits_of(text)
        return Picked(digits) if SHORTEST <= len(digits) <= LONGEST else Problem(NO_PIN)


def digits_of(text: str) -> str:
    """The digits of a text that has nothing else, in ASCII; "" for any other text."""
    kept = [sign for sign in text if unicodedata.category(sign) not in IGNORED]
    values = [unicodedata.decimal(sign, None) for sign in kept]
    return "".join(str(value) for value in values) if None not in values else ""


def read(
    reader: Reader, ctxt: str, fields: Mapping[str, yaml.Node]
) -> tuple[AnswerType, dict[str, yaml.Node]]:
    fixed, ways = read_choices(reader, ctxt, fields.get("choices"))
    if len(ways) < len(fixed):
        reader.wrong(fields["choices"], "beside a PIN, each choice needs a `next` of its own")
    if "save" not in fields or "next" not in fields:
        reader.wrong(next(iter(fields.values())), "a PIN needs `save` and `next`: an action has to take it")
    return PinAnswer(fixed=fixed), ways
