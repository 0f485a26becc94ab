"""show: say words that another part knows for a value, and go on.

urgent:
  show: $kind
  as: urgent
  apart: true           # a message of its own
  next: more
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import yaml

from bot.conversation.messages import Ref
from bot.conversation.moves import NEXT, Move
from bot.conversation.nodes import Reader, line_of
from bot.conversation.steps.common import targets
from bot.conversation.talk import Talk


class ShowStep(msgspec.Struct, frozen=True, gc=False):
    id: str
    line: int
    value: str
    kind: str
    apart: bool
    edges: Mapping[str, str]

    def enter(self, talk: Talk) -> Move:
        talk.say(Ref(self.kind, str(talk.value(self.value))), apart=self.apart)
        return NEXT


def read(reader: Reader, ctxt: str, name: str, node: yaml.Node) -> ShowStep | None:
    fields = reader.fields(node, {"show", "as", "apart", "next"}, {"as", "next"})
    if "as" not in fields:
        return None
    kind = reader.word(fields["as"], "a kind of words")
    return ShowStep(
        name,
        line_of(node),
        str(reader.plain(fields["show"])),
        kind,
        reader.flag(fields.get("apart")),
        targets(reader, fields),
    )
