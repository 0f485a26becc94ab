"""Words and readings joined: what the core asks of language (bot.conversation.ports.Speech)."""

from __future__ import annotations

from datetime import date

from bot.conversation.messages import Words
from bot.delivery.wording import Wording
from bot.language import languages as shipped
from bot.language.detection import guess
from bot.language.normal import fold
from bot.language.reading import read_countries, read_date, read_language, read_number


class Speech:
    """The core's one way to words, in every shipped language."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def label(self, what: Words, lang: str) -> str:
        return self._wording.label(what, lang)

    def fold(self, text: str) -> str:
        return fold(text)

    def languages(self, hint: str) -> tuple[str, ...]:
        """All tags; first what the hint means, be it a tag, a language's name or a text in it."""
        tags = tuple(shipped.LANGUAGES)
        first = meant(hint)
        return tags if first is None else (first, *(tag for tag in tags if tag != first))

    def read_language(self, text: str) -> str | None:
        return read_language(text)

    def read_number(self, text: str, lang: str) -> int | None:
        return read_number(text, lang)

    def read_date(self, text: str, lang: str, today: date) -> date | None:
        return read_date(text, lang, today)

    def read_countries(self, text: str, lang: str) -> tuple[str, ...]:
        return read_countries(text, lang)


def meant(hint: str) -> str | None:
    """The shipped language that a tag, a name of a language or a text in it points to."""
    if not hint:
        return None
    found = shipped.negotiate(hint) or read_language(hint)
    return found or next(iter(guess(hint)), None)
