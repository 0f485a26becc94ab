"""The types of answer an `ask` step can wait for. One type, one module."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import yaml

from bot.conversation.answers import (
    choice,
    choices,
    country,
    date,
    found,
    language,
    number,
    place,
    text,
    yes_no,
)
from bot.conversation.answers.base import AnswerType
from bot.conversation.nodes import Reader

ReadType = Callable[[Reader, str, Mapping[str, yaml.Node]], tuple[AnswerType, dict[str, yaml.Node]]]

TYPES: dict[str, tuple[set[str], ReadType]] = {
    "choice": (choice.FIELDS, choice.read),
    "choices": (choices.FIELDS, choices.read),
    "text": (text.FIELDS, text.read),
    "number": (number.FIELDS, number.read),
    "date": (date.FIELDS, date.read),
    "country": (country.FIELDS, country.read),
    "place": (place.FIELDS, place.read),
    "found": (found.FIELDS, found.read),
    "yes_no": (yes_no.FIELDS, yes_no.read),
    "language": (language.FIELDS, language.read),
}
"""By the word in a flow file: the fields it adds to `ask`, and its reader, which also gives further edges."""
