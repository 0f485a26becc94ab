"""say: show a text and go on.

hello:
  say: !t "Welcome to {operator}."
  apart: true        # a message of its own
  next: menu
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import yaml

from bot.conversation.moves import NEXT, Move
from bot.conversation.nodes import Reader, Template, line_of
from bot.conversation.steps.common import fill, targets
from bot.conversation.talk import Talk


class SayStep(msgspec.Struct, frozen=True, gc=False):
    id: str
    line: int
    text: Template
    apart: bool
    edges: Mapping[str, str]

    def enter(self, talk: Talk) -> Move:
        talk.say(fill(talk, self.text), apart=self.apart)
        return NEXT


def read(reader: Reader, ctxt: str, name: str, node: yaml.Node) -> SayStep | None:
    fields = reader.fields(node, {"say", "apart", "next"}, {"next"})
    text = reader.text(fields.get("say"), ctxt)
    if text is None:
        return None
    return SayStep(name, line_of(node), text, reader.flag(fields.get("apart")), targets(reader, fields))
