"""The words of the orientation, by what a flow says is to be shown.

An id is PIECE/title, PIECE/page/0, PIECE/note/de, PIECE/check/0, or PIECE/known/0 (also other, unsure): what
is said to an answer. Numbers count from 0. Several ids with spaces between them are said one below the other.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from bot.conversation.messages import Rich, Span, Text
from bot.conversation.texts import T
from bot.features.guidance.orientation.model import Orientation, Piece

Say = Callable[[Text, str], str]

LEADS = {
    "known": T("orientation", "You know this."),
    "other": T("orientation", "Many people think so at first. This is how it is:"),
    "unsure": T("orientation", "It is good to ask. This is how it is:"),
}
"""What comes before the reason, by how she answered. Nobody is told that she was wrong."""
MOST_PARTS = 512
"""Parts that are kept in words: somebody who reads on and back is shown each several times."""
GONE = T("orientation", "This part has changed. Please choose again.")


class OrientationWords:
    """Puts pages, notes and questions into words. Never raises for an id that is there no more."""

    def __init__(self, orientation: Orientation, say: Say, today: Callable[[], date]) -> None:
        self._orientation = orientation
        self._say = say
        self._today = today
        self._worded = lru_cache(MOST_PARTS)(self._words)

    def title(self, id: str, lang: str) -> Rich:
        """The title of a piece, as it stands on a button."""
        piece = self._orientation.pieces.get(id)
        return Rich(self._say(piece.title if piece else GONE, lang), lang)

    def part(self, ids: str, lang: str) -> Rich:
        """Anything that is shown of a piece."""
        return self._worded(ids, lang, self._today())

    def _words(self, ids: str, lang: str, today: date) -> Rich:
        """`today` is there for the cache: the last page says what was so on that day."""
        parts = [self._one(id_, lang) for id_ in ids.split()] or [Rich(self._say(GONE, lang), lang)]
        spans = parts[0].spans  # only a first page has any, and nothing stands before it
        return Rich("\n\n".join(part.text for part in parts), lang, spans)

    def _one(self, id: str, lang: str) -> Rich:
        name, _, what = id.partition("/")
        kind, _, which = what.partition("/")
        piece = self._orientation.pieces.get(name)
        try:
            return self._part(piece, kind, which, lang) if piece else Rich(self._say(GONE, lang), lang)
        except (LookupError, ValueError):
            return Rich(self._say(GONE, lang), lang)

    def _part(self, piece: Piece, kind: str, which: str, lang: str) -> Rich:
        if kind == "page":
            return self._page(piece, int(which), lang)
        if kind == "note":
            return Rich(self._say(piece.notes[which], lang), lang)
        check = piece.checks[int(which)]
        if kind == "check":
            return Rich(self._question(int(which) + 1, len(piece.checks), check.ask, lang), lang)
        return Rich(f"{self._say(LEADS[kind], lang)} {self._say(check.why, lang)}", lang)

    def _page(self, piece: Piece, number: int, lang: str) -> Rich:
        """The first page has the title above it; the last one says when the piece was checked."""
        text = self._say(piece.pages[number], lang)
        if number == len(piece.pages) - 1:
            return Rich(f"{text}\n{self._say(self._checked(piece), lang)}", lang)
        if number:
            return Rich(text, lang)
        title = self._say(piece.title, lang)
        return Rich(f"{title}\n\n{text}", lang, (Span(0, len(title), "bold"),))

    def _checked(self, piece: Piece) -> Text:
        if piece.checked.review_by < self._today():
            return T(
                "library.article",
                "Not checked since {day:date}: it may have changed.",
                day=piece.checked.reviewed,
            )
        return T("library.article", "Checked on {day:date}.", day=piece.checked.reviewed)

    def _question(self, n: int, all: int, ask: Text, lang: str) -> str:
        count = self._say(T("orientation", "Question {n} of {all}", n=n, all=all), lang)
        return f"{count}\n{self._say(ask, lang)}"
