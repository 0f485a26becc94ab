"""ask: say something and wait for an answer of one type.

age:
  ask: !t "How old are you?"
  type: number          # choice (the default), choices, text, pin, number, date, country, place, yes_no,
                        # found, language
  min: 0
  max: 120
  save: age             # the variable that gets the answer
  skip: after           # where "Skip" leads; without it the question cannot be skipped
  next: after

menu:
  ask: !t "What do you want to know?"
  choices:
    - {id: work, label: !t "Work", next: work}
    - {id: family, label: !t "Family"}
  from: $items          # instead of choices, or before them: a list of ids that an action gave
  of: article           # and what they are, so that there are words for them
  above: [$page, $list] # said above the question each time that it is asked: variables, joined by a space
  as: list              # (and the entries of a list by commas), and what they are
  lasting: true         # its buttons stay good on old screens
  asks: true            # a typed question is searched even where the answer is not sure
  next: after
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
import yaml
from msgspec import structs

from bot.conversation.answers import TYPES
from bot.conversation.answers.base import AnswerType, Picked, Problem
from bot.conversation.answers.choice import ChoiceAnswer
from bot.conversation.answers.pin import PinAnswer
from bot.conversation.answers.text import TextAnswer
from bot.conversation.messages import Choice, Lasting, Ref
from bot.conversation.moves import NEXT, WAIT, Again, Go, Move
from bot.conversation.nodes import Reader, Template, line_of
from bot.conversation.steps.common import fill, target, targets
from bot.conversation.talk import Talk
from bot.conversation.texts import T
from bot.conversation.typed import number_alone, pick

SKIP = Choice("@skip", T("nav", "Skip"))
SKIP_EDGE = "skip"
FIELDS = {"ask", "type", "save", "skip", "next", "lasting", "asks", "above", "as"}


class AskStep(msgspec.Struct, frozen=True, gc=False):
    id: str
    line: int
    text: Template
    answer: AnswerType
    save: str
    edges: Mapping[str, str]
    lasting: bool
    asks: bool
    above: tuple[str, ...] = ()
    kind: str = ""

    redrawn: bool = True
    free: bool = False
    secret: bool = False
    """What is typed is to be seen and kept by nobody."""
    always: Lasting | None = None
    """What can be chosen, where that is always the same."""

    def __post_init__(self) -> None:
        """What follows from the answer and is asked at each turn is worked out once."""
        answer = self.answer
        structs.force_setattr(self, "free", answer.free)
        structs.force_setattr(self, "secret", getattr(answer, "secret", False))
        if isinstance(answer, TextAnswer | PinAnswer) or (
            isinstance(answer, ChoiceAnswer) and not answer.source
        ):
            skip = (SKIP,) if SKIP_EDGE in self.edges else ()
            structs.force_setattr(self, "always", Lasting((*answer.fixed, *skip)))

    def enter(self, talk: Talk) -> Move:
        if self.above:
            talk.say(Ref(self.kind, " ".join([_said(talk.value(part)) for part in self.above])))
        choices: tuple[Choice, ...] | None = self.always
        if choices is None:
            choices = self.answer.choices(talk)
            if SKIP_EDGE in self.edges:
                choices = (*choices, SKIP)
        talk.ask(self.text.fixed or fill(talk, self.text), choices, self.answer.several)
        return WAIT

    def reopened(self, talk: Talk, ids: Sequence[str]) -> None:
        """The list on an old screen is there again: 'back' may lead to it."""
        source = getattr(self.answer, "source", "")
        if source:
            ours = {SKIP.id, *(choice.id for choice in getattr(self.answer, "fixed", ()))}
            talk.set(source.removeprefix("$"), [id_ for id_ in ids if id_ not in ours])

    def chosen(self, talk: Talk, choice: str) -> Move | None:
        if choice == SKIP.id:
            return self._skip(talk) if SKIP_EDGE in self.edges else None
        return self._take(talk, self.answer.chosen(talk, choice))

    def typed(self, talk: Talk, text: str) -> Move | None:
        if SKIP_EDGE in self.edges and self._means_skip(talk, text):
            return self._skip(talk)
        return self._take(talk, self.answer.typed(talk, text))

    def _skip(self, talk: Talk) -> Move:
        """What she answered before she came back to skip the question does not stay."""
        if self.save:
            talk.set(self.save, None)
        return Go(SKIP_EDGE)

    def _means_skip(self, talk: Talk, text: str) -> bool:
        """By its word; by its number only below choices, since elsewhere a number is the answer."""
        choices = self.answer.choices(talk)
        number = number_alone(talk, text)
        if number is not None:
            return bool(choices) and number == len(choices) + 1
        return pick(talk, (SKIP,), text) is not None

    def _take(self, talk: Talk, result: Picked | Problem | Again | None) -> Move | None:
        if type(result) is Picked:
            if self.save:
                talk.set(self.save, result.value)
            edge = result.edge
            return Go(edge) if edge != "next" and edge in self.edges else NEXT
        if result is None:
            return None
        if type(result) is Problem:
            talk.problem = result.text
            return None
        return result


def read(reader: Reader, ctxt: str, name: str, node: yaml.Node) -> AskStep | None:
    kinds = [str(reader.plain(value)) for key, value in reader.pairs(node) if key == "type"]
    kind = kinds[0] if kinds else "choice"
    if kind not in TYPES:
        reader.wrong(node, f"“{kind}” is no type of answer; known: {', '.join(sorted(TYPES))}")
        return None
    own, read_type = TYPES[kind]
    fields = reader.fields(node, FIELDS | own)
    text = reader.text(fields.get("ask"), ctxt)
    answer, ways = read_type(reader, ctxt, fields)
    edges = {key: target(reader, way) for key, way in ways.items()} | targets(
        reader, fields, ("next", "skip")
    )
    if "next" not in edges and not (ways and len(ways) == len(getattr(answer, "fixed", ()))):
        reader.wrong(node, "“next” is missing")
    if text is None:
        return None
    return AskStep(
        name,
        line_of(node),
        text,
        answer,
        reader.word(fields["save"], "a variable") if "save" in fields else "",
        edges,
        reader.flag(fields.get("lasting")),
        reader.flag(fields.get("asks")),
        *_above(reader, fields),
    )


def _said(value: object) -> str:
    """A value as a part of an id; the entries of a list stand between commas."""
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _above(reader: Reader, fields: Mapping[str, yaml.Node]) -> tuple[tuple[str, ...], str]:
    """What is said above the question, and of which kind it is."""
    if "above" not in fields:
        return (), ""
    node = fields["above"]
    if "as" not in fields:
        reader.wrong(node, "`above:` needs `as:`, the kind of what is said")
        return (), ""
    parts = reader.items(node) if isinstance(node, yaml.SequenceNode) else [node]
    return tuple(str(reader.plain(part)) for part in parts), reader.word(fields["as"], "a kind of words")
