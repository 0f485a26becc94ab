"""call: run another flow, then go on here.

look:
  call: read
  with: {article: $article}
  next: again
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from bot.conversation.moves import Enter, Move
from bot.conversation.nodes import Reader, line_of
from bot.conversation.steps.common import arguments, targets
from bot.conversation.talk import Talk


@dataclass(frozen=True)
class CallStep:
    id: str
    line: int
    flow: str
    args: Mapping[str, object]
    edges: Mapping[str, str]

    def enter(self, talk: Talk) -> Move:
        values = {name: talk.value(value) for name, value in self.args.items()}
        return Enter(self.flow, values, replaces="next" not in self.edges)


def read(reader: Reader, ctxt: str, name: str, node: yaml.Node) -> CallStep | None:
    fields = reader.fields(node, {"call", "with", "next"})
    flow = reader.word(fields.get("call"), "a flow")
    if not flow:
        return None
    return CallStep(name, line_of(node), flow, arguments(reader, fields.get("with")), targets(reader, fields))
