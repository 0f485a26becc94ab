"""A typed text read as one of the choices on the screen: its label, or its number from 1 on."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.messages import Choice
from bot.conversation.talk import Talk


def pick(talk: Talk, choices: Sequence[Choice], text: str) -> str | None:
    """The id of the choice that was meant, or None."""
    speech, lang = talk.world.speech, talk.lang
    number = speech.read_number(text, lang)
    if number is not None:
        return choices[number - 1].id if 1 <= number <= len(choices) else None
    folded = speech.fold(text)
    if not folded:
        return None
    return next((c.id for c in choices if speech.fold(speech.label(c.label, lang)) == folded), None)
