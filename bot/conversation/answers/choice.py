"""type: choice. One of a list, by button, label or number."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import yaml
from msgspec import structs

from bot.conversation.answers.base import AnswerType, Picked, Problem, Result
from bot.conversation.messages import Choice, Lasting, Ref, Text
from bot.conversation.nodes import Reader
from bot.conversation.talk import Talk
from bot.conversation.texts import T
from bot.conversation.typed import pick

FIELDS = {"choices", "from", "of"}
RESERVED = {"next", "skip"}
MOST = 8
"""More choices than this overwhelm a reader."""
NOT_THERE = T(
    "answer", "I did not find that in the list. Press a button, or write its number, for example 1."
)


class ChoiceAnswer(msgspec.Struct, frozen=True, gc=False):
    fixed: tuple[Choice, ...]
    source: str = ""
    kind: str = ""
    free: bool = False
    several: bool = False
    ids: frozenset[str] = frozenset()
    """Of the fixed choices."""

    def __post_init__(self) -> None:
        structs.force_setattr(self, "ids", frozenset(choice.id for choice in self.fixed))

    def choices(self, talk: Talk) -> tuple[Choice, ...]:
        if not self.source:
            return self.fixed
        kind = self.kind
        return (*[Choice(id_, Ref(kind, id_)) for id_ in talk.get(self.source[1:]) or ()], *self.fixed)

    def chosen(self, talk: Talk, choice: str) -> Result:
        """What was chosen from a list is known to the screen that showed it, and was shown by us."""
        return Picked(choice, choice) if self.source or choice in self.ids else None

    def typed(self, talk: Talk, text: str) -> Result:
        choice = pick(talk, self.choices(talk), text)
        return Problem(NOT_THERE) if choice is None else Picked(choice, choice)


def read_choices(reader: Reader, ctxt: str, node: yaml.Node | None) -> tuple[Lasting, dict[str, yaml.Node]]:
    """The choices written in the flow, and where those lead that have a way of their own."""
    choices: list[Choice] = []
    ways: dict[str, yaml.Node] = {}
    for item in reader.items(node):
        fields = reader.fields(item, {"id", "label", "next"}, {"id", "label"})
        id_ = reader.word(fields.get("id"), "a choice")
        label = reader.text(fields.get("label"), ctxt)
        if not id_ or label is None:
            continue
        if id_ in RESERVED:
            reader.wrong(item, f"{id_} is a way out of every question and cannot name a choice")
        if any(c.id == id_ for c in choices):
            reader.wrong(item, f"the choice {id_} stands here twice")
        choices.append(Choice(id_, Text(label.ctxt, label.msg)))
        if "next" in fields:
            ways[id_] = fields["next"]
    if len(choices) > MOST and node is not None:
        reader.wrong(node, f"at most {MOST} choices, these are {len(choices)}")
    return Lasting(choices), ways


def read(
    reader: Reader, ctxt: str, fields: Mapping[str, yaml.Node]
) -> tuple[AnswerType, dict[str, yaml.Node]]:
    fixed, ways = read_choices(reader, ctxt, fields.get("choices"))
    source = str(reader.plain(fields["from"])) if "from" in fields else ""
    if source and not source.startswith("$"):
        reader.wrong(fields["from"], "`from:` needs a variable, such as $items")
    if not fixed and not source:
        node = fields.get("choices") or fields.get("ask")
        if node is not None:
            reader.wrong(node, "a choice needs `choices:` or `from:`")
    kind = reader.word(fields["of"], "a kind of words") if "of" in fields else ""
    if source and not kind:
        reader.wrong(fields["from"], "`from:` needs `of:`, the kind of what is listed")
    return ChoiceAnswer(fixed, source, kind), ways
