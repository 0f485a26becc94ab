"""Reads content/guidance/orientation.yaml. Mistakes are collected with file and line, never raised."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import yaml

from bot.conversation.flow import Issue
from bot.conversation.messages import Text
from bot.conversation.nodes import Reader
from bot.features.guidance import sheets
from bot.features.guidance.orientation.model import COUNTRIES, SIDES, Check, Orientation, Piece

FILE = "orientation.yaml"
ARTICLES = 4
"""Behind one piece at most, so that they fit on one screen with the other choices."""
PAGES = 3
CHECKS = 3
PIECES = 7
"""At most: they are chosen from one list."""
_NEEDED = {"side", "days", "title", "pages", "checks", "articles", "sources", "reviewed", "review_by"}


def read_orientation(
    content_dir: Path, known: Collection[str] | None = None
) -> tuple[Orientation, list[Issue]]:
    """All pieces, and every mistake. `known`: the ids of the articles there are; None: not asked."""
    reader = Reader(content_dir / sheets.FOLDER / FILE)
    root = sheets.compose(reader.file, reader.issues)
    pieces: dict[str, Piece] = {}
    if root is not None:
        fields = reader.fields(root, {"pieces"}, {"pieces"})
        for id_, node in reader.pairs(fields["pieces"]) if "pieces" in fields else ():
            pieces[id_] = _piece(reader, id_, node, known)
        if not reader.issues:
            _judge(reader, root, Orientation(pieces))
    return Orientation(pieces), reader.issues


def _piece(reader: Reader, id_: str, node: yaml.Node, known: Collection[str] | None) -> Piece:
    fields = reader.fields(node, _NEEDED | {"notes"}, _NEEDED)
    side = str(reader.plain(fields["side"])) if "side" in fields else ""
    if side not in SIDES and "side" in fields:
        reader.wrong(fields["side"], f"one of {', '.join(SIDES)} is wanted here")
    sheets.sources(reader, fields.get("sources"))
    pages = tuple(sheets.sentence(reader, page) for page in reader.items(fields.get("pages")))
    if "pages" in fields and not 2 <= len(pages) <= PAGES:
        reader.wrong(fields["pages"], f"2 to {PAGES} messages, these are {len(pages)}")
    checks = tuple(_check(reader, check) for check in reader.items(fields.get("checks")))
    if "checks" in fields and len(checks) != CHECKS:
        reader.wrong(fields["checks"], f"{CHECKS} questions are wanted, these are {len(checks)}")
    return Piece(
        id_,
        "after" if side == "after" else "before",
        reader.whole(fields.get("days"), 0),
        sheets.sentence(reader, fields.get("title")),
        pages,
        _notes(reader, fields.get("notes")),
        checks,
        sheets.articles(reader, fields.get("articles"), known, ARTICLES),
        sheets.checked(reader, node, fields.get("reviewed"), fields.get("review_by")),
    )


def _notes(reader: Reader, node: yaml.Node | None) -> dict[str, Text]:
    if node is None:
        return {}
    fields = reader.fields(node, set(COUNTRIES))
    return {country: sheets.sentence(reader, text) for country, text in fields.items()}


def _check(reader: Reader, node: yaml.Node) -> Check:
    fields = reader.fields(node, {"ask", "holds", "why"}, {"ask", "holds", "why"})
    ask, why = (sheets.sentence(reader, fields.get(name)) for name in ("ask", "why"))
    return Check(ask, reader.flag(fields.get("holds")), why)


def _judge(reader: Reader, root: yaml.Node, orientation: Orientation) -> None:
    """What shows only when the pieces are laid side by side."""
    if len(orientation.pieces) > PIECES:
        reader.wrong(root, f"at most {PIECES} pieces, these are {len(orientation.pieces)}")
    order = [
        (SIDES.index(p.side), -p.days if p.side == "before" else p.days) for p in orientation.pieces.values()
    ]
    if order != sorted(set(order)):
        reader.wrong(root, "the pieces must stand in the order of time, one for each time")
    for side in SIDES:
        if not orientation.of(side):
            reader.wrong(root, f"a piece with “side: {side}” is missing")
