"""type: language. One of the shipped languages by its own name; from then on everything is said in it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import msgspec
import yaml

from bot.conversation.answers.base import AnswerType, Picked, Problem, Result
from bot.conversation.messages import Choice, Lasting, Ref
from bot.conversation.nodes import Reader
from bot.conversation.talk import Talk
from bot.conversation.texts import T
from bot.conversation.typed import pick

FIELDS: set[str] = set()
NAMED = 4
"""Words up to which a text names her language ("in English please"); a longer one may be about another."""
WHICH = T("answer", "Please press your language, or write its name.")


@lru_cache(64)
def _choices(tags: tuple[str, ...]) -> Lasting:
    return Lasting(Choice(tag, Ref("language", tag)) for tag in tags)


class LanguageAnswer(msgspec.Struct, frozen=True, gc=False):
    free: bool = False
    several: bool = False

    def choices(self, talk: Talk) -> tuple[Choice, ...]:
        """All languages; the one that the platform or her writing hints at comes first."""
        place = talk.session.place
        tags = talk.world.speech.languages(place.lang or place.hint)
        return _choices(tags)

    def chosen(self, talk: Talk, choice: str) -> Result:
        if choice not in talk.world.speech.languages(""):
            return None
        talk.session.place.lang = choice
        return Picked(choice)

    def typed(self, talk: Talk, text: str) -> Result:
        choice = pick(talk, self.choices(talk), text)
        if choice is None and len(text.split()) <= NAMED:
            choice = talk.world.speech.read_language(text)
        return Problem(WHICH) if choice is None else self.chosen(talk, choice)


def read(
    reader: Reader, ctxt: str, fields: Mapping[str, yaml.Node]
) -> tuple[AnswerType, dict[str, yaml.Node]]:
    return LanguageAnswer(), {}
