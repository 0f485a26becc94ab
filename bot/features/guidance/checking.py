"""The sheets of orientation and interview practice, read together, with every mistake and due review."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.conversation.flow import Issue
from bot.features.guidance.orientation.model import Orientation
from bot.features.guidance.orientation.reading import read_orientation
from bot.features.guidance.practice.model import Interviews
from bot.features.guidance.practice.reading import read_interviews
from bot.features.guidance.sheets import due_reviews
from bot.features.library import BrokenContent, Fault, Level

FOLDER = "guidance"


@dataclass(frozen=True)
class Sheets:
    """What orientation and practice say, from content/guidance/."""

    orientation: Orientation
    interviews: Interviews


def read_sheets(content_dir: Path, known: Collection[str] | None) -> Sheets:
    """Both of them. `known`: the ids of the articles there are; None: not asked. Raises BrokenContent."""
    sheets, issues = _read(content_dir, known)
    if issues:
        raise BrokenContent(_faults(content_dir, issues, "error"))
    return sheets


def faults_of(content_dir: Path, today: date) -> list[Fault]:
    """Every fault for `rafiq content check`, reviews that are due among them."""
    known = {f"{file.parts[-3]}/{file.parts[-2]}" for file in content_dir.glob("*/*/en.md")}
    sheets, issues = _read(content_dir, known)
    if issues:
        return _faults(content_dir, issues, "error")
    pieces = [piece.checked for piece in sheets.orientation.pieces.values()]
    due = [
        *due_reviews(content_dir / FOLDER / "orientation.yaml", pieces, today),
        *due_reviews(content_dir / FOLDER / "interviews.yaml", [sheets.interviews.checked], today),
    ]
    return _faults(content_dir, due, "due")


def _read(content_dir: Path, known: Collection[str] | None) -> tuple[Sheets, list[Issue]]:
    orientation, wrong = read_orientation(content_dir, known)
    interviews, also_wrong = read_interviews(content_dir, known)
    return Sheets(orientation, interviews), [*wrong, *also_wrong]


def _faults(content_dir: Path, issues: Iterable[Issue], level: Level) -> list[Fault]:
    return [Fault(str(i.file.relative_to(content_dir.parent)), i.line, i.message, level) for i in issues]
