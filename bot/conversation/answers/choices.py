"""type: choices. Several of a list: a press ticks or unticks, Done goes on; numbers may be typed ("1, 3").

`none: true` adds "None of these", which goes on at once with an empty list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec
import yaml

from bot.conversation.answers.base import AnswerType, Picked, Problem, Result, note
from bot.conversation.answers.choice import read_choices
from bot.conversation.messages import Choice
from bot.conversation.moves import Again
from bot.conversation.nodes import Reader
from bot.conversation.talk import Talk
from bot.conversation.texts import T
from bot.conversation.typed import number_alone, pick

FIELDS = {"choices", "none"}

DONE = Choice("@done", T("answer", "Done"))
NONE = Choice("@none", T("answer", "None of these"))
AND = "and|et|y|iyo|na|і|й|та|و"
"""What stands between two numbers in the shipped languages; "1 to 3" and "1-3" are no two choices."""
SEPARATORS = re.compile(rf"[,،;؛/+&]|(?<=\d)\s*(?:{AND})\s*(?=\d)|(?<=\d)\s+(?=\d)", re.IGNORECASE)
WHICH = T("answer", "Press one or more, then Done. Or write the numbers, for example 1, 3.")
WHICH_OR_NONE = T(
    "answer",
    "Press one or more, then Done. If none fits, press “None of these”. "
    "Or write the numbers, for example 1, 3.",
)


class SeveralAnswer(msgspec.Struct, frozen=True, gc=False):
    fixed: tuple[Choice, ...]
    none: bool = False
    free: bool = False
    several: bool = True

    def choices(self, talk: Talk) -> tuple[Choice, ...]:
        ticked = _ticked(talk)
        return (*(_marked(c) if c.id in ticked else c for c in self.fixed), *self._none, DONE)

    @property
    def _none(self) -> tuple[Choice, ...]:
        return (NONE,) if self.none else ()

    @property
    def _which(self) -> Problem:
        return Problem(WHICH_OR_NONE if self.none else WHICH)

    def chosen(self, talk: Talk, choice: str) -> Result:
        ticked = _ticked(talk)
        if choice == NONE.id and self.none:
            talk.answers.pop(note(talk, "ticked"), None)
            return Picked([])
        if choice == DONE.id:
            talk.answers.pop(note(talk, "ticked"), None)
            return Picked(ticked) if ticked else self._which
        if not any(c.id == choice for c in self.fixed):
            return None
        now = [c for c in ticked if c != choice] if choice in ticked else [*ticked, choice]
        talk.answers[note(talk, "ticked")] = now
        return Again(redraw=True)

    def typed(self, talk: Talk, text: str) -> Result:
        if number_alone(talk, text) is None and pick(talk, (DONE,), text):
            return self.chosen(talk, DONE.id)
        listed = (*self.fixed, *self._none)
        picked = [pick(talk, listed, part) for part in SEPARATORS.split(text) if part.strip()]
        if picked == [NONE.id]:
            return self.chosen(talk, NONE.id)
        known = [choice for choice in picked if choice not in (None, NONE.id)]
        if not known or len(known) != len(picked):
            return self._which
        talk.answers.pop(note(talk, "ticked"), None)
        return Picked(list(dict.fromkeys(known)))


def _ticked(talk: Talk) -> list[str]:
    return list(talk.answers.get(note(talk, "ticked"), ()))


def _marked(choice: Choice) -> Choice:
    """The label with a tick before it; a tick needs no translation."""
    return Choice(choice.id, choice.label, ticked=True)


def read(
    reader: Reader, ctxt: str, fields: Mapping[str, yaml.Node]
) -> tuple[AnswerType, dict[str, yaml.Node]]:
    fixed, ways = read_choices(reader, ctxt, fields.get("choices"))
    for way in ways.values():
        reader.wrong(way, "where several can be chosen, one choice cannot lead away")
    return SeveralAnswer(fixed, reader.flag(fields.get("none"))), {}
