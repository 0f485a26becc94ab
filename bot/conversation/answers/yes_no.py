"""type: yes_no. The edges `yes` and `no` may lead apart."""

from __future__ import annotations

from collections.abc import Mapping

import yaml

from bot.conversation.answers.base import AnswerType
from bot.conversation.answers.choice import ChoiceAnswer
from bot.conversation.messages import Choice, Lasting
from bot.conversation.nodes import Reader
from bot.conversation.texts import T

FIELDS = {"yes", "no"}
YES_NO = Lasting((Choice("yes", T("answer", "Yes")), Choice("no", T("answer", "No"))))


def read(
    reader: Reader, ctxt: str, fields: Mapping[str, yaml.Node]
) -> tuple[AnswerType, dict[str, yaml.Node]]:
    return ChoiceAnswer(YES_NO), {key: fields[key] for key in ("yes", "no") if key in fields}
