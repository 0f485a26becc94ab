"""The rows of adverts, open; locked while something is decided about them."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, select, update

from bot.features.interviews.employers.ports import Desk
from bot.features.interviews.employers.tables import employers
from bot.features.interviews.vacancies.model import Body, State, Vacancy
from bot.features.interviews.vacancies.tables import vacancies
from bot.store.cipher import Cipher

_BODY = "vacancies.body"


@dataclass(frozen=True, slots=True)
class Record:
    """One advert."""

    id: str
    employer: str
    state: State
    version: int
    lang: str
    typed: dict[str, tuple[str, ...]]
    vacancy: Vacancy | None
    changed: int
    released: int | None


def seal(cipher: Cipher, vacancy: str, body: Body) -> bytes:
    return cipher.seal(msgspec.json.encode(body), _BODY, vacancy)


def load(conn: Connection, desk: Desk, vacancy: str) -> Record | None:
    row = conn.execute(select(vacancies).where(vacancies.c.id == vacancy)).first()
    if row is None:
        return None
    cipher = desk.keys.for_owner(conn, row.employer_id)
    body = msgspec.json.decode(cipher.open_(row.body, _BODY, row.id), type=Body)
    return Record(
        row.id,
        row.employer_id,
        row.state,
        row.version,
        row.lang,
        body.typed,
        body.vacancy,
        row.changed,
        row.released,
    )


def lock(conn: Connection, desk: Desk, vacancy: str) -> Record | None:
    """As `load`; decisions about it and about its employer wait until the transaction ends.

    The employer first, as everywhere, so that two transactions never wait for each other.
    """
    owner = select(vacancies.c.employer_id).where(vacancies.c.id == vacancy).scalar_subquery()
    conn.execute(select(employers.c.id).where(employers.c.id == owner).with_for_update())
    conn.execute(select(vacancies.c.id).where(vacancies.c.id == vacancy).with_for_update())
    return load(conn, desk, vacancy)


def put(conn: Connection, vacancy: str, now: float, **values: object) -> None:
    """Change columns of an advert."""
    conn.execute(update(vacancies).where(vacancies.c.id == vacancy).values(changed=int(now), **values))


def employer_of(conn: Connection, vacancy: str) -> str | None:
    """The organisation behind an advert: an OwnerOf for reports (E7)."""
    return conn.scalar(select(vacancies.c.employer_id).where(vacancies.c.id == vacancy))
