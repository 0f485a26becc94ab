"""A typed text read as one of the choices on the screen: its label, or its number from 1 on."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.messages import Choice
from bot.conversation.talk import Talk


def pick(talk: Talk, choices: Sequence[Choice], text: str) -> str | None:
    """The id of the choice that was meant, or None.

    A number means a choice only where it stands alone: "I worked 3 years" is a question, not the third one.
    """
    speech, lang = talk.world.speech, talk.lang
    folded = talk.fold(text)
    for choice in choices if folded else ():
        if speech.folded(choice.label, lang) == folded:
            return choice.id
    number = number_alone(talk, text)
    return choices[number - 1].id if number is not None and 1 <= number <= len(choices) else None


def number_alone(talk: Talk, text: str) -> int | None:
    """The number that a text without any letters is ("2", "2.", "٢"), or None."""
    if any(char.isalpha() for char in text):
        return None
    return talk.world.speech.read_number(text, talk.lang)
