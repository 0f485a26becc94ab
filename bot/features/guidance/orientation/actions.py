"""What the flow `orientation` asks: which piece, its next page, its articles, its next question.

Nothing is stored. The date and the country are answers of the session, which lapse (D5).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from bot.delivery.actions import Action, Outcome, Turning
from bot.features.guidance.orientation.model import Chosen, Orientation, Piece, Side

Readable = Callable[[str], bool]
"""May this article be read right now? One may have been taken back."""


def actions(orientation: Orientation, readable: Readable) -> tuple[Action, ...]:
    """All actions of the orientation."""
    steps = _Steps(orientation, readable)
    return (
        Action("orientation.begin", frozenset({"begun"}), steps.begin),
        Action("orientation.before", frozenset({"early", "now"}), steps.before),
        Action("orientation.after", frozenset({"now"}), steps.after),
        Action("orientation.first", frozenset({"chosen"}), steps.first),
        Action("orientation.pieces", frozenset({"some"}), steps.pieces),
        Action("orientation.open", frozenset({"opened"}), steps.open),
        Action("orientation.turn", frozenset({"page", "where", "last", "over"}), steps.turn),
        Action("orientation.articles", frozenset({"some"}), steps.articles),
        Action("orientation.check", frozenset({"question", "over"}), steps.check),
        Action("orientation.answer", frozenset({"answered"}), steps.answer),
    )


def _today(turning: Turning) -> date:
    return datetime.fromtimestamp(turning.now, UTC).date()


def _data(chosen: Chosen) -> dict[str, Any]:
    """`due`: the day of the next piece (ISO 8601), None where none is to come."""
    return {"piece": chosen.piece.id, "due": chosen.next_due.isoformat() if chosen.next_due else None}


class _Steps:
    def __init__(self, orientation: Orientation, readable: Readable) -> None:
        self._orientation = orientation
        self._readable = readable

    def _piece(self, values: Mapping[str, Any]) -> Piece:
        return self._orientation.piece(str(values["piece"]))

    def begin(self, turning: Turning, values: Mapping[str, Any]) -> Outcome:
        """No country is known yet, and no day of a next piece."""
        return Outcome("begun", {"country": None, "due": None})

    def before(self, turning: Turning, values: Mapping[str, Any]) -> Outcome:
        """The piece for today, by the day on which she goes."""
        chosen = self._choose("before", turning, values)
        return Outcome("early" if chosen.early else "now", _data(chosen))

    def after(self, turning: Turning, values: Mapping[str, Any]) -> Outcome:
        """The piece for today, by the day on which she arrived."""
        return Outcome("now", _data(self._choose("after", turning, values)))

    def first(self, turning: Turning, values: Mapping[str, Any]) -> Outcome:
        """The first piece of a side, for somebody who has no date or names none."""
        side: Side = "after" if values["side"] == "after" else "before"
        return Outcome("chosen", _data(self._orientation.choose(side, None, _today(turning))))

    def _choose(self, side: Side, turning: Turning, values: Mapping[str, Any]) -> Chosen:
        return self._orientation.choose(side, date.fromisoformat(values["day"]), _today(turning))

    def pieces(self, turning: Turning, values: Mapping[str, Any]) -> Outcome:
        return Outcome("some", {"pieces": list(self._orientation.pieces)})

    def open(self, turning: Turning, values: Mapping[str, Any]) -> Outcome:
        """Begin a piece, or begin it again. A piece that is there no more gives way to the first."""
        return Outcome("opened", {"piece": self._piece(values).id, "page": 0, "check": 0})

    def turn(self, turning: Turning, values: Mapping[str, Any]) -> Outcome:
        """The next page; with the last one, or after it, what differs in her country.

        Where something does and she has not named one, she is asked for it once.
        """
        piece, page, country = self._piece(values), int(values["page"]), values.get("country")
        shown = [f"{piece.id}/page/{page}"] if page < len(piece.pages) else []
        last = page >= len(piece.pages) - 1
        if last and country is not None and country in piece.notes:
            shown.append(f"{piece.id}/note/{country}")
        data = {"words": " ".join(shown), "page": page + 1}
        if not last:
            return Outcome("page", data)
        if page < len(piece.pages) and piece.notes and country is None:
            return Outcome("where", data)
        return Outcome("last" if shown else "over", data)

    def articles(self, turning: Turning, values: Mapping[str, Any]) -> Outcome:
        items = [id_ for id_ in self._piece(values).articles if self._readable(id_)]
        return Outcome("some", {"items": items, "check": 0})

    def check(self, turning: Turning, values: Mapping[str, Any]) -> Outcome:
        piece, check = self._piece(values), int(values["check"])
        if check >= len(piece.checks):
            return Outcome("over", {"words": ""})
        return Outcome("question", {"words": f"{piece.id}/check/{check}"})

    def answer(self, turning: Turning, values: Mapping[str, Any]) -> Outcome:
        """What is true and why, whatever she answered; nothing is counted."""
        piece, check = self._piece(values), int(values["check"])
        number = min(check, len(piece.checks) - 1)
        holds = "yes" if piece.checks[number].holds else "no"
        lead = "unsure" if values["answer"] == "unsure" else "known" if values["answer"] == holds else "other"
        return Outcome("answered", {"words": f"{piece.id}/{lead}/{number}", "check": check + 1})
