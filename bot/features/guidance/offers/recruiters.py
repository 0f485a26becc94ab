"""The public list of certified recruiters (IOM's IRIS), as an operator loaded it from a CSV file.

That a name is not in it says nothing against anybody: most honest recruiters are in no list.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from rapidfuzz import fuzz
from sqlalchemy import Connection, delete, insert, select

from bot.features.guidance.offers.tables import recruiters
from bot.language.normal import fold

COLUMNS = {"name": 200, "country": 80, "status": 80}
"""The columns that a file must have, with the most letters in each."""
ALIKE = 82
"""rapidfuzz token_sort_ratio (0 to 100) from which two names look alike."""
HELD = 95
"""rapidfuzz token_set_ratio from which a name of two words or more stands in a longer one."""
MOST_ALIKE = 3
_FORMS = frozenset("bv co corp gmbh inc incorporated kg llc llp ltd limited plc pvt sa sarl".split())  # noqa: SIM905
"""Legal forms: people leave them out."""


class BadList(Exception):
    """A file that is no list of recruiters; says where and what to mend."""


@dataclass(frozen=True, slots=True)
class Recruiter:
    name: str
    country: str
    status: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a list says of a name; `found` are its rows (listed) or those near it (alike)."""

    kind: Literal["listed", "alike", "unlisted", "no_list"]
    as_of: str = ""
    found: tuple[Recruiter, ...] = ()


def read_list(file: Path) -> list[Recruiter]:
    """The rows of a CSV file (UTF-8, first line: name, country, status in any order). Raises BadList."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return _rows(file, csv.reader(lines))
    except UnicodeDecodeError:
        raise BadList(f"{file}: this is not UTF-8: save it as CSV UTF-8.") from None
    except csv.Error as error:
        raise BadList(f"{file}: this is not CSV ({error}): save it as CSV with commas.") from None


def _rows(file: Path, lines: Iterable[list[str]]) -> list[Recruiter]:
    rows = iter(enumerate(lines, 1))
    _, head = next(rows, (1, []))
    names = [cell.strip().casefold() for cell in head]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise BadList(
            f"{file}:1: the column {missing[0]} is missing; the first line must name {', '.join(COLUMNS)}."
        )
    places = {name: names.index(name) for name in COLUMNS}
    found = [_row(file, number, cells, places) for number, cells in rows if any(map(str.strip, cells))]
    if not found:
        raise BadList(f"{file}: there is no recruiter in it; nothing was changed.")
    return found


def _row(file: Path, number: int, cells: Sequence[str], places: dict[str, int]) -> Recruiter:
    values = {name: " ".join(cells[at].split()) if at < len(cells) else "" for name, at in places.items()}
    if not fold(values["name"]):
        raise BadList(f"{file}:{number}: the name is missing: write it, or take the line out.")
    for name, most in COLUMNS.items():
        if len(values[name]) > most:
            raise BadList(f"{file}:{number}: the {name} has more than {most} letters: shorten it.")
    return Recruiter(**values)


def replace_list(conn: Connection, rows: Sequence[Recruiter], as_of: date) -> None:
    """Put this list in the place of the one before, wholly; an empty one takes it away."""
    conn.execute(delete(recruiters))
    values = [
        {"id": id, "name": row.name, "country": row.country, "status": row.status, "as_of": as_of.isoformat()}
        for id, row in enumerate(rows, 1)
    ]
    if values:
        conn.execute(insert(recruiters), values)


def has_list(conn: Connection) -> bool:
    return conn.scalar(select(recruiters.c.id).limit(1)) is not None


def look_up(conn: Connection, name: str) -> Answer:
    """What the loaded list says of a typed name."""
    columns = (recruiters.c.name, recruiters.c.country, recruiters.c.status, recruiters.c.as_of)
    rows = conn.execute(select(*columns).order_by(recruiters.c.id)).all()
    if not rows:
        return Answer("no_list")
    as_of, wanted = rows[0].as_of, _key(name)
    known = [(Recruiter(row.name, row.country, row.status), _key(row.name)) for row in rows]
    same = tuple(recruiter for recruiter, key in known if wanted and key == wanted)
    if same:
        return Answer("listed", as_of, same[:MOST_ALIKE])
    near = sorted(((_likeness(wanted, key), -at) for at, (_, key) in enumerate(known)), reverse=True)
    alike = tuple(known[-at][0] for likeness, at in near[:MOST_ALIKE] if likeness >= ALIKE)
    return Answer("alike" if alike else "unlisted", as_of, alike)


def _key(name: str) -> str:
    """The name as it is compared: folded, without legal forms."""
    words = fold(name).split()
    return " ".join([word for word in words if word not in _FORMS] or words)


def _likeness(wanted: str, key: str) -> float:
    """0 to 100. A name that stands in a longer one looks alike; a single word ("international") does not."""
    held = len(wanted.split()) > 1 and fuzz.token_set_ratio(wanted, key) >= HELD
    return max(fuzz.token_sort_ratio(wanted, key), HELD if held else 0)
