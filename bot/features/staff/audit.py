"""The audit log: who saw, exported or changed what, in a chain of hashes that nobody can edit (L3).

Each row's hash covers the hash before it, so that a changed, missing or inserted row breaks the chain;
triggers refuse changes besides. Rows older than a year go in one piece from the front (L5), which moves the
start of the chain on. Whoever keeps a `Mark` elsewhere notices as well when the newest rows were cut off.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, inspect, select, text, update

from bot.features.staff.model import SYSTEM
from bot.features.staff.tables import accounts, audit, audit_start

KEPT = 365 * 24 * 3600
"""Seconds for which an entry is kept (L5); the triggers of migration 0007 say the same."""
MOST_DETAILS = 2_000
_LOCK = 0x7261_6175  # any number that nobody else in the database uses
_PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the log. `details` holds codes and ids only."""

    number: int
    at: int
    actor: str
    organisation: str
    what: str
    about: str
    details: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the log went and its hash there, to be kept apart from the database."""

    number: int
    hash: str

    @property
    def written(self) -> str:
        """On one line: the number, a colon, the hash."""
        return f"{self.number}:{self.hash}"


@dataclass(frozen=True, slots=True)
class Checked:
    """`broken` is the number of the first entry that is not as it was written, or None."""

    entries: int
    broken: int | None
    mark: Mark


def note(conn: Connection, actor: str, what: str, about: str, details: Mapping[str, str], now: float) -> None:
    """Add an entry, within the caller's transaction: it stands if and only if what it tells of was done.

    `actor` is an account id, `what` a code such as vacancy.released, `about` an id, `details` codes and ids:
    never a name, text or address of anybody. It is filed under the actor's organisation, or under
    details["organisation"] where that is given: managers read what is filed under theirs.
    """
    written = _canonical(details)
    if len(what) > 60 or len(about) > 60 or len(written) > MOST_DETAILS:
        raise ValueError(f"an entry of the audit log is made of short codes and ids: {what[:60]}")
    organisation = details.get("organisation") or _organisation_of(conn, actor)
    number, before = _end_of(conn)
    entry = Entry(number + 1, int(now), actor, organisation, what, about, details)
    conn.execute(
        insert(audit).values(
            number=entry.number,
            at=entry.at,
            actor=actor,
            organisation=organisation,
            what=what,
            about=about,
            details=written,
            hash=_hash(before, entry, written),
        )
    )


def _organisation_of(conn: Connection, actor: str) -> str:
    return conn.scalar(select(accounts.c.organisation).where(accounts.c.id == actor)) or ""


def _end_of(conn: Connection) -> tuple[int, bytes]:
    """The last number and hash. Held until the transaction ends, so that no two rows follow the same one."""
    if conn.dialect.name == "postgresql":
        conn.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    last = conn.execute(select(audit.c.number, audit.c.hash).order_by(audit.c.number.desc()).limit(1)).first()
    number, before = last or _start(conn)
    return number, bytes(before)


def _start(conn: Connection) -> tuple[int, bytes]:
    row = conn.execute(select(audit_start.c.number, audit_start.c.hash)).one()
    return row.number, bytes(row.hash)


def _canonical(details: Mapping[str, str]) -> str:
    return json.dumps(dict(details), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _hash(before: bytes, entry: Entry, written: str) -> bytes:
    row = [entry.number, entry.at, entry.actor, entry.organisation, entry.what, entry.about, written]
    return hashlib.sha256(before + json.dumps(row, ensure_ascii=False).encode()).digest()


def check(conn: Connection, mark: Mark | None = None) -> Checked:
    """Walk the whole chain. With a `mark` of earlier, the log must still contain it as it was."""
    number, before = _start(conn)
    entries = 0
    while True:
        rows = conn.execute(
            select(audit).where(audit.c.number > number).order_by(audit.c.number).limit(_PAGE)
        ).all()
        for row in rows:
            entry = Entry(row.number, row.at, row.actor, row.organisation, row.what, row.about, {})
            sound = row.number == number + 1 and bytes(row.hash) == _hash(before, entry, row.details)
            if not sound or _contradicts(mark, row.number, bytes(row.hash)):
                return Checked(entries, number + 1, Mark(number, before.hex()))
            number, before, entries = row.number, bytes(row.hash), entries + 1
        if len(rows) < _PAGE:
            break
    cut_off = mark is not None and mark.number > number
    return Checked(entries, number + 1 if cut_off else None, Mark(number, before.hex()))


def _contradicts(mark: Mark | None, number: int, found: bytes) -> bool:
    return mark is not None and mark.number == number and mark.hash != found.hex()


def page(
    conn: Connection, organisation: str | None = None, before: int | None = None, limit: int = 50
) -> list[Entry]:
    """Entries from the newest on; go on with `before` = the last number seen.

    `organisation` limits it to what is filed there: give the own one for everybody but administrators.
    """
    rows = select(audit).order_by(audit.c.number.desc()).limit(limit)
    if organisation is not None:
        rows = rows.where(audit.c.organisation == organisation)
    if before is not None:
        rows = rows.where(audit.c.number < before)
    return [
        Entry(row.number, row.at, row.actor, row.organisation, row.what, row.about, json.loads(row.details))
        for row in conn.execute(rows)
    ]


def is_there(conn: Connection) -> bool:
    """False in a database of a version before there was a log: a copy is made of such a one too."""
    return inspect(conn).has_table(audit.name)


def latest(conn: Connection, what: str, about: str | None = None) -> Entry | None:
    """The newest entry of what was done, to anything or to one thing; None where there is none."""
    rows = select(audit).where(audit.c.what == what).order_by(audit.c.number.desc()).limit(1)
    if about is not None:
        rows = rows.where(audit.c.about == about)
    row = conn.execute(rows).first()
    if row is None:
        return None
    details = json.loads(row.details)
    return Entry(row.number, row.at, row.actor, row.organisation, row.what, row.about, details)


def trim(conn: Connection, now: float) -> int:
    """Remove what is older than a year (L5) and note that; how many entries that were."""
    cut = int(now) - KEPT
    # Only a whole piece from the front can go: up to the first entry that is young enough.
    young = select(audit.c.number).where(audit.c.at > cut).order_by(audit.c.number).limit(1).scalar_subquery()
    last = select(audit.c.number, audit.c.hash).order_by(audit.c.number.desc()).limit(1)
    edge = conn.execute(last.where(audit.c.number < young)).first()
    if edge is None:
        # Nothing is young: then all may go. Where nothing at all is there, nothing is to be done.
        if conn.scalar(select(audit.c.number).where(audit.c.at > cut).limit(1)) is not None:
            return 0
        edge = conn.execute(last).first()
    if edge is None:
        return 0
    note(conn, SYSTEM, "audit.trimmed", str(edge.number), {}, now)
    conn.execute(update(audit_start).values(number=edge.number, hash=bytes(edge.hash)))
    return conn.execute(delete(audit).where(audit.c.number <= edge.number)).rowcount
