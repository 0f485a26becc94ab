"""call: run another flow, then go on here.

look:
  call: read
  with: {article: $article}
  next: again
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import yaml

from bot.conversation.moves import Enter, Move
from bot.conversation.nodes import Reader, line_of
from bot.conversation.steps.common import Wanted, arguments, targets, values, wanted
from bot.conversation.talk import Talk


class CallStep(msgspec.Struct, frozen=True, gc=False):
    id: str
    line: int
    flow: str
    args: Mapping[str, object]
    edges: Mapping[str, str]
    wanted: Wanted

    def enter(self, talk: Talk) -> Move:
        return Enter(self.flow, values(talk, self.wanted), False, "next" not in self.edges)


def read(reader: Reader, ctxt: str, name: str, node: yaml.Node) -> CallStep | None:
    fields = reader.fields(node, {"call", "with", "next"})
    flow = reader.word(fields.get("call"), "a flow")
    if not flow:
        return None
    args = arguments(reader, fields.get("with"))
    return CallStep(name, line_of(node), flow, args, targets(reader, fields), wanted(args))
