"""hide: everything goes from the screen at once, and one line says what could not be taken away (C12).

hide:
  hide: !t "Cleared."

The flow waits there without a button. Whatever is done next begins as after a long rest: `wake` in
bot.conversation.hiding.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import yaml

from bot.conversation import privacy
from bot.conversation.moves import WAIT, Move
from bot.conversation.nodes import Reader, Template, line_of
from bot.conversation.steps.common import fill
from bot.conversation.talk import Talk


class HideStep(msgspec.Struct, frozen=True, gc=False):
    id: str
    line: int
    text: Template
    edges: Mapping[str, str]

    def enter(self, talk: Talk) -> Move:
        privacy.hide(talk)
        talk.say(fill(talk, self.text))
        return WAIT


def read(reader: Reader, ctxt: str, name: str, node: yaml.Node) -> HideStep | None:
    fields = reader.fields(node, {"hide"}, {"hide"})
    text = reader.text(fields.get("hide"), ctxt)
    return None if text is None else HideStep(name, line_of(node), text, {})
