"""The rows of adverts, open; locked while something is decided about them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import msgspec
from sqlalchemy import Connection, select, update

from bot.features.interviews.employers.ports import Desk
from bot.features.interviews.employers.tables import employers
from bot.features.interviews.vacancies.model import Body, State, Vacancy
from bot.features.interviews.vacancies.tables import vacancies
from bot.store.cipher import Cipher

_BODY = "vacancies.body"
_PLACE = re.compile(r"(\d{1,11})\.([A-Za-z0-9_-]{1,22})", re.ASCII)


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
    until: int | None
    """From when on it is not shown any more, where its form could be read."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of adverts ended: the last change of the last one (seconds UTC), and its id."""

    changed: int
    vacancy: str

    @classmethod
    def read(cls, text: str) -> Place | None:
        """As `str` wrote it; None for anything else."""
        found = _PLACE.fullmatch(text)
        return None if found is None else cls(int(found[1]), found[2])

    def __str__(self) -> str:
        return f"{self.changed}.{self.vacancy}"


def end_of(day: str) -> int | None:
    """The end of an ISO date in UTC, in seconds since 1970; None for no date."""
    if not day:
        return None
    begin = datetime.combine(date.fromisoformat(day), time(), UTC)
    return int(begin.timestamp()) + 24 * 3600


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
        row.until,
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
