"""do: have a feature act, and go where its outcome leads.

    find:
      do: library.find
      with: {text: $question}
      outcomes: {answer: read, choices: pick, none: sorry, urgent: help}

What the action returns becomes the flow's variables. `gives: [age, country]` names those that it surely sets;
then the flow can begin again by itself although its questions may be skipped.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import yaml

from bot.conversation.events import Happened
from bot.conversation.moves import Ask, Go, Move
from bot.conversation.nodes import Reader, line_of
from bot.conversation.steps.common import Wanted, arguments, target, values, wanted
from bot.conversation.talk import Talk


class DoStep(msgspec.Struct, frozen=True, gc=False):
    id: str
    line: int
    action: str
    args: Mapping[str, object]
    edges: Mapping[str, str]
    wanted: Wanted
    gives: frozenset[str] = frozenset()

    def enter(self, talk: Talk) -> Move:
        return Ask(self.action, values(talk, self.wanted))

    def happened(self, talk: Talk, event: Happened) -> Move:
        session = talk.session
        frame, answers = session.place.stack[-1], session.answers[-1]
        if event.data:
            place = talk.world.flows[frame.flow].place
            for name, value in event.data.items():
                (frame.place if name in place else answers)[name] = value
        return Go(event.outcome)


def read(reader: Reader, ctxt: str, name: str, node: yaml.Node) -> DoStep | None:
    fields = reader.fields(node, {"do", "with", "gives", "outcomes"}, {"outcomes"})
    action = reader.plain(fields["do"])
    if not isinstance(action, str) or "." not in action:
        reader.wrong(fields["do"], f"an action is feature.name, not {action!r}")
        return None
    edges = (
        {key: target(reader, value) for key, value in reader.pairs(fields["outcomes"])}
        if "outcomes" in fields
        else {}
    )
    gives = frozenset(reader.word(item, "a variable") for item in reader.items(fields.get("gives")))
    args = arguments(reader, fields.get("with"))
    return DoStep(name, line_of(node), action, args, edges, wanted(args), gives)
