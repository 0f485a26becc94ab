"""What the core needs of others: words, and readings of what a person typed."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from bot.conversation.messages import Words


class Speech(Protocol):
    """Words in every shipped language, and typed words understood. Pure: no input or output."""

    def label(self, what: Words, lang: str) -> str:
        """The plain words for a label, in `lang` or its fallback."""
        ...

    def folded(self, what: Words, lang: str) -> str:
        """A label as `fold` gives it: what a typed text is compared with."""
        ...

    def fold(self, text: str) -> str:
        """The text as it is compared: case, accents, letter variants and digits made one (any script)."""
        ...

    def languages(self, hint: str) -> tuple[str, ...]:
        """The tags of all shipped languages, the one that `hint` (a tag, or a typed text) means first."""
        ...

    def read_language(self, text: str) -> str | None:
        """The shipped language that a typed name means, in whatever language it is named, or None."""
        ...

    def read_number(self, text: str, lang: str) -> int | None:
        """A whole number in any script's digits, or None."""
        ...

    def read_date(self, text: str, lang: str, today: date) -> date | None:
        """A date in the reader's calendar or the Gregorian one, or None."""
        ...

    def read_countries(self, text: str, lang: str) -> tuple[str, ...]:
        """ISO 3166-1 alpha-2 codes that the typed name may mean, best first; () for none."""
        ...

    def read_places(self, text: str, lang: str) -> tuple[str, ...]:
        """Ids of the places of the register that the typed name may mean, best first; () for none."""
        ...
