"""What a person said yes to: asked one by one, no unless she said yes, taken back in one step (C3, C4)."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from bot.features.people.tables import consents

KINDS = ("profile",)


def note(conn: Connection, person: str, kind: str, *, yes: bool, version: int, lang: str, now: float) -> None:
    """Keep an answer with the version and language of the text. Raises ValueError for an unknown kind."""
    if kind not in KINDS:
        raise ValueError(f"no kind of consent: {kind}")
    values = {"person_id": person, "kind": kind, "allowed": yes, "version": version, "lang": lang}
    conn.execute(insert(consents).values(at=int(now), **values))


def given(conn: Connection, person: str, kind: str) -> bool:
    """Is the newest answer a yes? Asked before every read, so taking it back holds at once (C4)."""
    newest = (
        select(consents.c.allowed)
        .where(consents.c.person_id == person, consents.c.kind == kind)
        .order_by(consents.c.id.desc())
        .limit(1)
    )
    return bool(conn.scalar(newest))
