"""The employer's own words with the marks in place, for reviewers: hints that decide nothing (E2, I10)."""

from __future__ import annotations

from dataclasses import dataclass

from bot.conversation.messages import Text
from bot.features.interviews.vacancies import Piece, Record, pieces, words
from bot.features.interviews.vacancies.model import WORDS
from bot.portal.visit import Visit


@dataclass(frozen=True)
class Marked:
    """One field of own words, cut at its marks."""

    label: Text
    pieces: tuple[Piece, ...]

    @property
    def any(self) -> bool:
        """Is anything marked?"""
        return any(piece.kinds for piece in self.pieces)


def marked(visit: Visit, record: Record, host: str) -> list[Marked]:
    """Each field with words in it. `host`: the employer's own site, whose addresses need no mark."""
    vacancy = record.vacancy
    if vacancy is None:
        return []
    allowed = {host.removeprefix("www.")} if host else set()
    flags = visit.desk.adverts.check.flags(vacancy, allowed)
    return [
        Marked(words.FIELDS[name], tuple(pieces(text, [flag for flag in flags if flag.field == name])))
        for name in WORDS
        if (text := getattr(vacancy, name))
    ]
