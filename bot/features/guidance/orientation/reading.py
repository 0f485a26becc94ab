"""Reads content/guidance/orientation.yaml. Faults are collected with file and line, never raised."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from bot.conversation.messages import Text
from bot.features.guidance import sheets
from bot.features.guidance.orientation.model import COUNTRIES, SIDES, Check, Orientation, Piece
from bot.features.library import Fault, Matter

FILE = "orientation.yaml"
ARTICLES = 4
"""Behind one piece at most, so that they fit on one screen with the other choices."""
PAGES = 3
CHECKS = 3
PIECES = 7
"""At most: they are chosen from one list."""
FARTHEST = 366
"""Days before or after."""


def read_orientation(
    content_dir: Path, known: Collection[str] | None = None
) -> tuple[Orientation, list[Fault]]:
    """All pieces, and every fault. `known`: the ids of the articles there are; None: not asked."""
    matter, notes = sheets.open_sheet(content_dir, FILE)
    if matter is None:
        return Orientation({}), notes.faults
    pieces = {}
    whole = matter.part("pieces")
    for id_ in whole.names() if whole else ():
        part = whole.part(id_) if whole else None
        if part is not None:
            pieces[id_] = _piece(id_, part, known)
    matter.close()
    orientation = Orientation(pieces)
    if not notes.faults:
        _judge(matter, orientation)
    return orientation, notes.faults


def _piece(id_: str, matter: Matter, known: Collection[str] | None) -> Piece:
    piece = Piece(
        id_,
        "after" if matter.choice("side", SIDES) == "after" else "before",
        _days(matter),
        sheets.sentence(matter, "title"),
        sheets.sentences(matter, "pages", 2, PAGES, "messages"),
        _notes(matter),
        _checks(matter),
        sheets.articles(matter, known, ARTICLES),
        sheets.checked(matter),
    )
    sheets.sources(matter)
    matter.close()
    return piece


def _days(matter: Matter) -> int:
    if "days" not in matter:
        matter.notes.error(matter.at, "'days' is missing: say how many before or after")
    return matter.number("days", 0, FARTHEST) or 0


def _notes(matter: Matter) -> dict[str, Text]:
    part = matter.part("notes") if "notes" in matter else None
    if part is None:
        return {}
    found = {country: sheets.sentence(part, country) for country in COUNTRIES if country in part}
    part.close()
    return found


def _checks(matter: Matter) -> tuple[Check, ...]:
    found = []
    for part in matter.parts("checks"):
        found.append(Check(sheets.sentence(part, "ask"), part.flag("holds"), sheets.sentence(part, "why")))
        part.close()
    if "checks" in matter and len(found) != CHECKS:
        matter.notes.error(matter.line("checks"), f"{CHECKS} questions are wanted, these are {len(found)}")
    return tuple(found)


def _judge(matter: Matter, orientation: Orientation) -> None:
    """What shows only when the pieces are laid side by side."""
    if len(orientation.pieces) > PIECES:
        matter.notes.error(matter.at, f"at most {PIECES} pieces, these are {len(orientation.pieces)}")
    order = [
        (SIDES.index(p.side), -p.days if p.side == "before" else p.days) for p in orientation.pieces.values()
    ]
    if order != sorted(set(order)):
        matter.notes.error(matter.at, "the pieces must stand in the order of time, one for each time")
    for side in SIDES:
        if not orientation.of(side):
            matter.notes.error(matter.at, f"a piece with 'side: {side}' is missing: add it")
