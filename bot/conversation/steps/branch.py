"""branch: go on by what a variable holds.

known:
  branch: $payload
  when: {human: person, about: about}    # by value
  some: read                             # any other value
  none: menu                             # no value, or nothing else fits
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import yaml
from msgspec import structs

from bot.conversation.moves import Go, Move
from bot.conversation.nodes import Reader, line_of
from bot.conversation.steps.common import target, targets
from bot.conversation.talk import Talk

NONE_EDGE = "none"
NONE = Go(NONE_EDGE)


class BranchStep(msgspec.Struct, frozen=True, gc=False):
    id: str
    line: int
    on: str
    values: frozenset[str]
    edges: Mapping[str, str]
    moves: Mapping[str, Go] = {}
    """Where each value leads."""
    other: Go = NONE
    """Where any other value leads."""

    def __post_init__(self) -> None:
        structs.force_setattr(self, "moves", {value: Go(f"is {value}") for value in self.values})
        if "some" in self.edges:
            structs.force_setattr(self, "other", Go("some"))

    def enter(self, talk: Talk) -> Move:
        value = talk.get(self.on[1:])
        if value is None or value == "" or value == []:
            return NONE
        return self.moves.get(str(value), self.other)


def read(reader: Reader, ctxt: str, name: str, node: yaml.Node) -> BranchStep | None:
    fields = reader.fields(node, {"branch", "when", "some", "none"}, {"none"})
    on = reader.plain(fields["branch"])
    if not isinstance(on, str) or not on.startswith("$"):
        reader.wrong(fields["branch"], "branch needs a variable, such as $answer")
        return None
    when = (
        {key: target(reader, value) for key, value in reader.pairs(fields["when"])}
        if "when" in fields
        else {}
    )
    edges = {f"is {key}": step for key, step in when.items()} | targets(reader, fields, ("some", "none"))
    return BranchStep(name, line_of(node), on, frozenset(when), edges)
