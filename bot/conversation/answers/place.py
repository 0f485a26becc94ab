"""type: place. A camp, town, district or country of the register, by button or by its name in any language.

`from: $items` puts some on buttons; every other one can be written all the same. `choices` may stand after
them, each with a `next` of its own.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import yaml

from bot.conversation.answers.base import AnswerType, Picked, Result, note
from bot.conversation.answers.choice import read_choices
from bot.conversation.answers.named import MEANT, settle
from bot.conversation.messages import Choice, Ref
from bot.conversation.nodes import Reader
from bot.conversation.talk import Talk
from bot.conversation.texts import T
from bot.conversation.typed import pick

FIELDS = {"from", "choices"}
KIND = "place"
UNKNOWN = T("answer", "I did not find this place. Please write its name again, or press a button.")


class PlaceAnswer(msgspec.Struct, frozen=True, gc=False):
    source: str = ""
    fixed: tuple[Choice, ...] = ()
    free: bool = False
    several: bool = False

    def choices(self, talk: Talk) -> tuple[Choice, ...]:
        """The places that the last typed name may have meant; until then those that the flow offers."""
        offered = talk.value(self.source) if self.source else None
        ids = talk.answers.get(note(talk, MEANT)) or offered or ()
        return (*[Choice(id_, Ref(KIND, id_)) for id_ in ids], *self.fixed)

    def chosen(self, talk: Talk, choice: str) -> Result:
        talk.answers.pop(note(talk, MEANT), None)
        if any(known.id == choice for known in self.fixed):
            return Picked(None, choice)
        return Picked(choice)  # it stood on a screen of ours, or it would not have come this far

    def typed(self, talk: Talk, text: str) -> Result:
        choice = pick(talk, self.choices(talk), text)
        if choice is not None:
            return self.chosen(talk, choice)
        return settle(talk, talk.world.speech.read_places(text, talk.lang), UNKNOWN)


def read(
    reader: Reader, ctxt: str, fields: Mapping[str, yaml.Node]
) -> tuple[AnswerType, dict[str, yaml.Node]]:
    source = str(reader.plain(fields["from"])) if "from" in fields else ""
    if source and not source.startswith("$"):
        reader.wrong(fields["from"], "`from:` needs a variable, such as $items")
    fixed, ways = read_choices(reader, ctxt, fields.get("choices"))
    if len(ways) < len(fixed):
        reader.wrong(fields["choices"], "beside places, each choice needs a `next` of its own")
    if "next" not in fields:
        for node in fields.values():
            reader.wrong(node, "“next” is missing: it is where a place leads")
            break
    return PlaceAnswer(source, fixed), ways
