"""type: country. A country's name in any language; kept as its ISO 3166-1 alpha-2 code.

`from: $countries` puts some on buttons, at most seven; every other one can be written all the same.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import yaml

from bot.conversation.answers.base import AnswerType, Picked, Result, note
from bot.conversation.answers.named import MEANT, settle
from bot.conversation.messages import Choice, Ref
from bot.conversation.nodes import Reader
from bot.conversation.talk import Talk
from bot.conversation.texts import T
from bot.conversation.typed import pick

FIELDS = {"from"}
UNKNOWN = T(
    "answer",
    "I do not know this country. Please write its name again, for example {example:country}.",
    example="JO",
)


class CountryAnswer(msgspec.Struct, frozen=True, gc=False):
    source: str = ""
    free: bool = False
    several: bool = False

    def choices(self, talk: Talk) -> tuple[Choice, ...]:
        """The countries that the last typed name may have meant; until then those that the flow offers."""
        offered = talk.value(self.source) if self.source else None
        codes = talk.answers.get(note(talk, MEANT)) or offered or ()
        return tuple(Choice(code, Ref("country", code)) for code in codes)

    def chosen(self, talk: Talk, choice: str) -> Result:
        known = any(c.id == choice for c in self.choices(talk))
        talk.answers.pop(note(talk, MEANT), None)
        return Picked(choice) if known else None

    def typed(self, talk: Talk, text: str) -> Result:
        choice = pick(talk, self.choices(talk), text)
        if choice is not None:
            return self.chosen(talk, choice)
        return settle(talk, talk.world.speech.read_countries(text, talk.lang), UNKNOWN)


def read(
    reader: Reader, ctxt: str, fields: Mapping[str, yaml.Node]
) -> tuple[AnswerType, dict[str, yaml.Node]]:
    source = str(reader.plain(fields["from"])) if "from" in fields else ""
    if source and not source.startswith("$"):
        reader.wrong(fields["from"], "`from:` needs a variable, such as $countries")
    return CountryAnswer(source), {}
