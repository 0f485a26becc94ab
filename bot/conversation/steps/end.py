"""end: this flow is over; the one that called it goes on.

done:
  end: true
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import yaml

from bot.conversation.flow import END
from bot.conversation.moves import Go, Move
from bot.conversation.nodes import Reader, line_of
from bot.conversation.talk import Talk

OVER = Go("end")


class EndStep(msgspec.Struct, frozen=True, gc=False):
    id: str
    line: int
    edges: Mapping[str, str]

    def enter(self, talk: Talk) -> Move:
        return OVER


def read(reader: Reader, ctxt: str, name: str, node: yaml.Node) -> EndStep | None:
    reader.fields(node, {"end"})
    return EndStep(name, line_of(node), {"end": END})
