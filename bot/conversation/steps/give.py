"""give: bring a file that another part makes of a value, with a few words, and go on.

keep:
  give: !t "Here is your list. Keep it on your phone, or print it."
  file: $list
  as: checklist         # the kind of file
  next: more
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import yaml

from bot.conversation.messages import Ref
from bot.conversation.moves import NEXT, Move
from bot.conversation.nodes import Reader, Template, line_of
from bot.conversation.steps.common import fill, targets
from bot.conversation.talk import Talk


class GiveStep(msgspec.Struct, frozen=True, gc=False):
    id: str
    line: int
    text: Template
    value: str
    kind: str
    edges: Mapping[str, str]

    def enter(self, talk: Talk) -> Move:
        talk.give(fill(talk, self.text), Ref(self.kind, str(talk.value(self.value))))
        return NEXT


def read(reader: Reader, ctxt: str, name: str, node: yaml.Node) -> GiveStep | None:
    fields = reader.fields(node, {"give", "file", "as", "next"}, {"file", "as", "next"})
    text = reader.text(fields.get("give"), ctxt)
    if text is None or "file" not in fields or "as" not in fields:
        return None
    value, kind = str(reader.plain(fields["file"])), reader.word(fields["as"], "a kind of file")
    return GiveStep(name, line_of(node), text, value, kind, targets(reader, fields))
