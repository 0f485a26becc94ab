"""What a person said yes to: asked one by one, no unless she said yes, taken back in one step (C3, C4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, Connection, and_, func, insert, select

from bot.features.people.tables import consents

KINDS = ("profile", "matching", "sharing")
"""`sharing` is about one named employer; the others are about nobody else."""
ABOUT_SOMEBODY = frozenset({"sharing"})
RESTS_ON: Mapping[str, str] = {"matching": "profile", "sharing": "matching"}
"""What means nothing without another yes: it is taken back together with that."""


def note(
    conn: Connection,
    person: str,
    kind: str,
    *,
    yes: bool,
    version: int,
    lang: str,
    now: float,
    about: str = "",
) -> tuple[str, ...]:
    """Keep an answer with the version and language of the text, and take back what rests on one taken back.

    `about`: the id of the employer, for `sharing`; the newest answer for each counts. Returns the kinds that
    are taken back by it, `kind` among them. Raises ValueError for an unknown kind, or one that lacks whom
    it is about.
    """
    if kind not in KINDS:
        raise ValueError(f"no kind of consent: {kind}")
    if bool(about) != (kind in ABOUT_SOMEBODY):
        raise ValueError(f"the consent {kind} is {'about nobody' if about else 'about somebody: say whom'}")
    _put(conn, person, kind, about, yes=yes, version=version, lang=lang, now=now)
    if yes:
        return ()
    fallen = _resting_on(kind)
    for other, whom in _allowed(conn, person, fallen):
        _put(conn, person, other, whom, yes=False, version=version, lang=lang, now=now)
    return (kind, *fallen)


def given(conn: Connection, person: str, kind: str, about: str = "") -> bool:
    """Is the newest answer a yes? Asked before every read, so taking it back holds at once (C4)."""
    newest = (
        select(consents.c.allowed)
        .where(consents.c.person_id == person, consents.c.kind == kind, consents.c.about == about)
        .order_by(consents.c.id.desc())
        .limit(1)
    )
    return bool(conn.scalar(newest))


def given_by(conn: Connection, persons: Iterable[str], kind: str, about: str = "") -> frozenset[str]:
    """Those of many people whose newest answer is a yes, with one query."""
    ids = list(persons)
    rows = conn.execute(
        select(consents.c.person_id).where(
            _newest(and_(consents.c.person_id.in_(ids), consents.c.kind == kind, consents.c.about == about)),
            consents.c.allowed,
        )
    )
    return frozenset(rows.scalars())


def shared_with(conn: Connection, person: str) -> tuple[str, ...]:
    """The employers to whom she shows her profile."""
    return tuple(about for _, about in _allowed(conn, person, ("sharing",)))


def _put(
    conn: Connection, person: str, kind: str, about: str, *, yes: bool, version: int, lang: str, now: float
) -> None:
    values = {"person_id": person, "kind": kind, "about": about, "allowed": yes}
    conn.execute(insert(consents).values(at=int(now), version=version, lang=lang, **values))


def _resting_on(kind: str) -> tuple[str, ...]:
    above = [other for other, ground in RESTS_ON.items() if ground == kind]
    return tuple(name for other in above for name in (other, *_resting_on(other)))


def _allowed(conn: Connection, person: str, kinds: Iterable[str]) -> list[tuple[str, str]]:
    """What of these kinds she allows, and about whom."""
    of_hers = and_(consents.c.person_id == person, consents.c.kind.in_(list(kinds)))
    rows = conn.execute(
        select(consents.c.kind, consents.c.about).where(_newest(of_hers), consents.c.allowed)
    ).all()
    return [(row.kind, row.about) for row in rows]


def _newest(which: ColumnElement[bool]) -> ColumnElement[bool]:
    """The last answer of each person to each question."""
    last = select(func.max(consents.c.id)).where(which)
    return consents.c.id.in_(last.group_by(consents.c.person_id, consents.c.kind, consents.c.about))
