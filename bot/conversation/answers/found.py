"""type: found. Is it there? Yes, no, or I cannot find it: for reading a paper together."""

from __future__ import annotations

from collections.abc import Mapping

import yaml

from bot.conversation.answers.base import AnswerType
from bot.conversation.answers.choice import ChoiceAnswer
from bot.conversation.answers.yes_no import YES_NO
from bot.conversation.messages import Choice, Lasting
from bot.conversation.nodes import Reader
from bot.conversation.texts import T

FIELDS: set[str] = set()

UNFOUND = Choice("unfound", T("answer", "I cannot find it"))
"""No "no": it may stand there all the same."""


def read(
    reader: Reader, ctxt: str, fields: Mapping[str, yaml.Node]
) -> tuple[AnswerType, dict[str, yaml.Node]]:
    return ChoiceAnswer(Lasting((*YES_NO, UNFOUND))), {}
