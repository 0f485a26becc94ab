"""type: date. A day in the reader's calendar or the Gregorian one; kept as ISO 8601 (2026-11-21)."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import yaml

from bot.conversation.answers.base import AnswerType, Picked, Problem, Result
from bot.conversation.messages import Choice
from bot.conversation.nodes import Reader
from bot.conversation.talk import Talk
from bot.conversation.texts import T

FIELDS = {"when"}
TIMES = {"any", "past", "future"}


class DateAnswer(msgspec.Struct, frozen=True, gc=False):
    when: str
    free: bool = False
    several: bool = False

    def choices(self, talk: Talk) -> tuple[Choice, ...]:
        return ()

    def chosen(self, talk: Talk, choice: str) -> Result:
        return None

    def typed(self, talk: Talk, text: str) -> Result:
        today = talk.today
        day = talk.world.speech.read_date(text, talk.lang, today)
        if day is None:
            example = today.isoformat()
            return Problem(
                T(
                    "answer",
                    "Please write a day with month and year, for example {example:date}.",
                    example=example,
                )
            )
        if self.when == "past" and day > today:
            return Problem(T("answer", "This day is still to come. Please write a day in the past."))
        if self.when == "future" and day < today:
            return Problem(T("answer", "This day is over. Please write a day that is still to come."))
        return Picked(day.isoformat())


def read(
    reader: Reader, ctxt: str, fields: Mapping[str, yaml.Node]
) -> tuple[AnswerType, dict[str, yaml.Node]]:
    when = str(reader.plain(fields["when"])) if "when" in fields else "any"
    if when not in TIMES:
        reader.wrong(fields["when"], f"one of {', '.join(sorted(TIMES))} is wanted here")
    return DateAnswer(when), {}
