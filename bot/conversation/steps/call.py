"""call: run another flow, then go on here.

look:
  call: read
  with: {article: $article}
  next: again
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import yaml

from bot.conversation.moves import Enter, Move
from bot.conversation.nodes import Reader, line_of
from bot.conversation.steps.common import Wanted, arguments, targets, values, wanted
from bot.conversation.talk import Talk


@dataclass(frozen=True)
class CallStep:
    id: str
    line: int
    flow: str
    args: Mapping[str, object]
    edges: Mapping[str, str]

    @cached_property
    def _wanted(self) -> Wanted:
        return wanted(self.args)

    def enter(self, talk: Talk) -> Move:
        return Enter(self.flow, values(talk, self._wanted), replaces="next" not in self.edges)


def read(reader: Reader, ctxt: str, name: str, node: yaml.Node) -> CallStep | None:
    fields = reader.fields(node, {"call", "with", "next"})
    flow = reader.word(fields.get("call"), "a flow")
    if not flow:
        return None
    return CallStep(name, line_of(node), flow, arguments(reader, fields.get("with")), targets(reader, fields))
