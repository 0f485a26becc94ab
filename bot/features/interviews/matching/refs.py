"""How an employer names a candidate: by a random reference, another one for each organisation (D9, E3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from bot.delivery.sql import PerEngine
from bot.features.interviews.matching.tables import candidates, refs
from bot.store.ids import new_id

_ADD = PerEngine(
    refs, lambda insert: insert.on_conflict_do_nothing(index_elements=["candidate_id", "organisation"])
)


@dataclass(frozen=True, slots=True)
class Behind:
    """Who stands behind a reference; `person` None: a canary."""

    candidate: int
    person: str | None
    lot: int
    active_until: int


def refs_for(conn: Connection, ids: Iterable[int], organisation: str) -> dict[int, str]:
    """The references by which this organisation knows these candidates; made where there is none yet.

    The column binds them to it, so two organisations cannot find out that they see the same person.
    """
    wanted = list(ids)
    missing = [id_ for id_ in wanted if id_ not in _known(conn, wanted, organisation)]
    for id_ in missing:
        values = {"ref": new_id(), "candidate_id": id_, "organisation": organisation}
        conn.execute(_ADD.of(conn), values)
    return _known(conn, wanted, organisation)


def known_refs(conn: Connection, persons: Iterable[str], organisation: str) -> dict[str, str]:
    """The references that this organisation was given by now, by person id; makes none."""
    rows = conn.execute(
        select(candidates.c.person_id, refs.c.ref)
        .join(refs, refs.c.candidate_id == candidates.c.id)
        .where(candidates.c.person_id.in_(set(persons)), refs.c.organisation == organisation)
    ).all()
    return {row.person_id: row.ref for row in rows}


def behind(conn: Connection, ref: str, organisation: str) -> Behind | None:
    """Who that is; None for a reference that this organisation was never given, or of somebody who left."""
    row = conn.execute(
        select(candidates.c.id, candidates.c.person_id, candidates.c.lot, candidates.c.active_until)
        .join(refs, refs.c.candidate_id == candidates.c.id)
        .where(refs.c.ref == ref, refs.c.organisation == organisation)
    ).first()
    return None if row is None else Behind(row.id, row.person_id, row.lot, row.active_until)


def _known(conn: Connection, ids: list[int], organisation: str) -> dict[int, str]:
    rows = conn.execute(
        select(refs.c.candidate_id, refs.c.ref).where(
            refs.c.candidate_id.in_(ids), refs.c.organisation == organisation
        )
    ).all()
    return {row.candidate_id: row.ref for row in rows}
