"""The sheets of orientation and interview practice, read together, with every mistake and due review."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.features.guidance.orientation.model import Orientation
from bot.features.guidance.orientation.reading import FILE as ORIENTATION
from bot.features.guidance.orientation.reading import read_orientation
from bot.features.guidance.practice.model import Interviews
from bot.features.guidance.practice.reading import FILE as INTERVIEWS
from bot.features.guidance.practice.reading import read_interviews
from bot.features.guidance.sheets import FOLDER, due_reviews
from bot.features.library import BrokenContent, Fault


@dataclass(frozen=True)
class Sheets:
    """What orientation and practice say, from content/guidance/."""

    orientation: Orientation
    interviews: Interviews


def read_sheets(content_dir: Path, known: Collection[str] | None) -> Sheets:
    """Both of them. `known`: the ids of the articles there are; None: not asked. Raises BrokenContent."""
    sheets, faults = _read(content_dir, known)
    if faults:
        raise BrokenContent(faults)
    return sheets


def faults_of(content_dir: Path, today: date) -> list[Fault]:
    """Every fault for `rafiq content check`, reviews that are due among them."""
    known = {f"{file.parts[-3]}/{file.parts[-2]}" for file in content_dir.glob("*/*/en.md")}
    sheets, faults = _read(content_dir, known)
    if faults:
        return faults
    folder = f"{content_dir.name}/{FOLDER}"
    pieces = [piece.checked for piece in sheets.orientation.pieces.values()]
    return [
        *due_reviews(f"{folder}/{ORIENTATION}", pieces, today).faults,
        *due_reviews(f"{folder}/{INTERVIEWS}", [sheets.interviews.checked], today).faults,
    ]


def _read(content_dir: Path, known: Collection[str] | None) -> tuple[Sheets, list[Fault]]:
    orientation, wrong = read_orientation(content_dir, known)
    interviews, also_wrong = read_interviews(content_dir, known)
    return Sheets(orientation, interviews), [*wrong, *also_wrong]
