"""Reads content/guidance/contract.yaml, and notes every fault with its line and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bot.conversation.messages import Text
from bot.features.guidance.contracts.model import DANGERS, MAIN, NEEDED, Point, Points, Source
from bot.features.library import BrokenContent, Fault, Matter, Notes, host_of, read_matter

FILE = "guidance/contract.yaml"
CONTEXT = "contract"
"""The gettext context of the texts of that file: its name without the ending."""
WHY_LENGTH, NAME_LENGTH = 150, 50
"""Characters: a sentence in a list, and a few words in a sentence."""


def read_points(content_dir: Path) -> Points:
    """The points. Raises BrokenContent with every fault."""
    points, faults = _read(content_dir)
    if faults:
        raise BrokenContent(faults)
    return points


def faults_of(content_dir: Path) -> list[Fault]:
    """Every fault of the file, for `rafiq content check`."""
    return _read(content_dir)[1]


def _read(content_dir: Path) -> tuple[Points, list[Fault]]:
    path, notes = content_dir / FILE, Notes(f"{content_dir.name}/{FILE}")
    if not path.is_file():
        notes.error(1, "the file is missing: it holds the points of a work contract")
        return Points(), notes.faults
    matter = read_matter(path.read_text(encoding="utf-8"), 0, notes)
    if matter is None:
        return Points(), notes.faults
    needed = _points(matter, "needed", NEEDED, content_dir)
    dangers = _points(matter, "dangers", [id for ids in DANGERS.values() for id in ids], content_dir)
    matter.close()
    if not (content_dir / MAIN / "en.md").is_file():
        notes.error(1, f"the article {MAIN} is missing: every result offers it")
    return Points(needed, dangers), notes.faults


def _points(matter: Matter, key: str, asked: Iterable[str], content_dir: Path) -> dict[str, Point]:
    """The points of one list; each that the flow asks for has to be there once, and no other."""
    found: dict[str, Point] = {}
    seen: set[str] = set()
    for part in matter.parts(key):
        id = part.choice("id", tuple(asked))
        if id in seen:
            part.notes.error(part.line("id"), f"the point '{id}' stands twice: keep one")
        seen.add(id)
        point = _point(id, part, content_dir, named=key == "needed")
        if point is not None:
            found[id] = point
    for id in asked:
        if id not in seen:
            matter.notes.error(matter.line(key), f"the point '{id}' is missing: flows/contract.yaml asks it")
    return found


def _point(id: str, part: Matter, content_dir: Path, *, named: bool) -> Point | None:
    why = Text(CONTEXT, part.marked("why", WHY_LENGTH))
    name = Text(CONTEXT, part.marked("name", NAME_LENGTH)) if named else None
    article, checked, source = part.text("article"), part.day("checked"), part.part("source")
    if article and not (content_dir / article / "en.md").is_file():
        part.notes.error(part.line("article"), f"there is no article {article}: name one that there is")
    part.close()
    if source is None or checked is None:
        return None
    return Point(id, why, article, _source(source), checked, name)


def _source(part: Matter) -> Source:
    source = Source(part.text("title"), part.text("publisher"), part.text("url", required=False))
    if source.url and not host_of(source.url):
        part.notes.error(part.line("url"), f"'{source.url}' must be https:// and a plain host name")
    part.close()
    return source
