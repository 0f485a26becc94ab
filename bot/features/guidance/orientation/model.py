"""The pieces of the orientation, and the rule which of them a date asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bot.conversation.messages import Text
from bot.features.guidance.sheets import Checked

Side = Literal["before", "after"]
SIDES: tuple[Side, ...] = ("before", "after")
COUNTRIES = ("de", "ca", "gb", "eu")
"""Where advice differs: three countries that the articles know, and the others of the European Union."""


@dataclass(frozen=True, slots=True)
class Check:
    """A question to think about: whether it holds, and why (or why not)."""

    ask: Text
    holds: bool
    why: Text


@dataclass(frozen=True, slots=True)
class Piece:
    """What to do at one time. `days` before she goes, or after she arrived."""

    id: str
    side: Side
    days: int
    title: Text
    pages: tuple[Text, ...]
    notes: Mapping[str, Text]
    checks: tuple[Check, ...]
    articles: tuple[str, ...]
    checked: Checked

    def due(self, day: date) -> date:
        """When its time comes, by the day of the journey or of the arrival."""
        return day + timedelta(days=-self.days if self.side == "before" else self.days)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The piece for now; `early` where its time is still to come; `next_due` the day of the one after it."""

    piece: Piece
    early: bool
    next_due: date | None


@dataclass(frozen=True, slots=True)
class Orientation:
    """All pieces in the order of time."""

    pieces: Mapping[str, Piece]

    def piece(self, id: str) -> Piece:
        """The piece of this id; the first where it is there no more."""
        return self.pieces.get(id) or next(iter(self.pieces.values()))

    def of(self, side: Side) -> tuple[Piece, ...]:
        return tuple(piece for piece in self.pieces.values() if piece.side == side)

    def choose(self, side: Side, day: date | None, today: date) -> Chosen:
        """The latest piece whose time has come, else the first of that side.

        `day`: when she goes, or when she arrived (which counts as her first day); None where she gave none.
        """
        pieces = self.of(side)
        if day is None:
            return Chosen(pieces[0], early=False, next_due=None)
        come = [piece for piece in pieces if piece.due(day) <= today]
        chosen = come[-1] if come else pieces[0]
        later = [piece.due(day) for piece in pieces if piece.due(day) > today and piece is not chosen]
        return Chosen(chosen, early=side == "before" and not come, next_due=min(later, default=None))
