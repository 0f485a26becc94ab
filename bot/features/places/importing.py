"""A whole file of places into the register: all of it, or with one fault in it nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from bot.conversation.messages import Text
from bot.features.places import records
from bot.features.places.model import BadPlace, Draft, Place
from bot.features.places.sheets import BadSheet, Line

Say = Callable[[Text], str]


@dataclass(frozen=True, slots=True)
class Imported:
    """How many places of a file are new, changed, or as they were."""

    added: int
    changed: int
    same: int


def apply(conn: Connection, file: Path, lines: Sequence[Line], now: float, say: Say) -> Imported:
    """Add and change, in the caller's transaction. Raises BadSheet with every fault; then roll back.

    `say` puts a refusal into words. Places that are not in the file stay as they are.
    """
    faults = _twice(file, lines)
    added = changed = same = 0
    for line in _parents_first(lines):
        try:
            before = records.by_code(conn, line.draft.code)
            draft = _with_parent(conn, line, before)
            if before is None:
                records.add(conn, draft, now)
                added += 1
            elif _is(conn, before, draft):
                same += 1
            else:
                records.change(conn, before.id, draft, now)
                changed += 1
        except BadPlace as error:
            column = _COLUMNS.get(error.field, error.field)
            where = f"column {column}: " if column else ""
            faults.append((line.number, f"{file}:{line.number}: {where}{say(error.text)}"))
    if faults:
        raise BadSheet([sentence for _, sentence in sorted(faults)])
    return Imported(added, changed, same)


_COLUMNS = {"names": "name_…"}
"""By field of a draft, its columns where they are called otherwise."""


def _with_parent(conn: Connection, line: Line, before: Place | None) -> Draft:
    facts = {name: getattr(line.draft, name) for name in Draft.__slots__}
    facts["demo"] = before.demo if before else False
    facts["parent"] = ""
    if line.parent:
        above = records.by_code(conn, line.parent)
        if above is None:
            raise BadPlace("no_parent", records.NO_PARENT, "parent")
        facts["parent"] = above.id
    return Draft(**facts)


def _is(conn: Connection, place: Place, draft: Draft) -> bool:
    facts = ("kind", "parent", "country", "zone", "organisation", "active", "demo")
    same = all(getattr(place, name) == getattr(draft, name) for name in facts)
    return (
        same and place.names == draft.names and set(records.contacts(conn, place.id)) == set(draft.contacts)
    )


def _twice(file: Path, lines: Sequence[Line]) -> list[tuple[int, str]]:
    first: dict[str, int] = {}
    faults = []
    for line in lines:
        code = line.draft.code
        if code in first:
            faults.append(
                (
                    line.number,
                    f"{file}:{line.number}: column code: {code} stands in line {first[code]} too: "
                    "take one out.",
                )
            )
        first.setdefault(code, line.number)
    return faults


def _parents_first(lines: Sequence[Line]) -> list[Line]:
    """Each after the one that it lies in, as far as that is in the file; in a circle, as they stand."""
    by_code = {line.draft.code: line for line in lines}
    done: dict[str, Line] = {}

    def take(line: Line, under: frozenset[str]) -> None:
        code = line.draft.code
        above = by_code.get(line.parent)
        if above is not None and above.draft.code not in done and above.draft.code not in under:
            take(above, under | {code})
        done.setdefault(code, line)

    for line in lines:
        take(line, frozenset({line.draft.code}))
    return list(done.values())
