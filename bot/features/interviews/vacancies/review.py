"""Every advert is read by a person of an NGO before anybody sees it, one by one (E2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, Select, select

from bot.features.interviews.employers import acting, may_act
from bot.features.interviews.employers import words as employer_words
from bot.features.interviews.employers.ports import Actor, Desk, No, must_be_staff
from bot.features.interviews.employers.rows import decided
from bot.features.interviews.employers.tables import employers
from bot.features.interviews.vacancies import records, words
from bot.features.interviews.vacancies.model import FREEZES, REVIEWS
from bot.features.interviews.vacancies.records import Record
from bot.features.interviews.vacancies.tables import vacancies


def waiting(conn: Connection, desk: Desk, actor: Actor) -> list[Record]:
    """Adverts that wait for review, those that wait longest first."""
    must_be_staff(actor, "", REVIEWS)
    ids = conn.scalars(
        select(vacancies.c.id)
        .where(vacancies.c.state == "submitted", vacancies.c.employer_id != actor.organisation)
        .order_by(vacancies.c.changed, vacancies.c.id)
    ).all()
    return list(_loaded(conn, desk, ids))


def out(conn: Connection, desk: Desk, actor: Actor) -> list[Record]:
    """Adverts that are released or frozen, the newest change first: what can be frozen, or lifted."""
    must_be_staff(actor, "", FREEZES)
    columns = vacancies.c
    query = (
        select(columns.id)
        .where(columns.state.in_(("released", "frozen")), columns.employer_id != actor.organisation)
        .order_by(columns.changed.desc(), columns.id)
    )
    return list(_loaded(conn, desk, conn.execute(query).scalars().all()))


def read(conn: Connection, desk: Desk, actor: Actor, vacancy: str) -> Record | None:
    """One advert for a member of staff, drafts of employers left out: those are still nobody's business."""
    record = records.load(conn, desk, vacancy)
    must_be_staff(actor, "" if record is None else record.employer, FREEZES)
    return None if record is None or record.state == "draft" else record


def release(conn: Connection, desk: Desk, actor: Actor, vacancy: str, version: int, now: float) -> No | None:
    """Release exactly the version that the reviewer read; an edit in between asks for another reading."""
    record = _to_decide(conn, desk, actor, vacancy, version)
    if isinstance(record, No):
        return record
    if record.vacancy is None:
        return No("not_ready", words.NOT_READY)
    if record.until is None or record.until <= now:
        return No("over", words.OVER)
    if not may_act(conn, record.employer, now):
        return No("not_admitted", words.NOT_ADMITTED)
    records.put(conn, vacancy, now, state="released", released=int(now))
    decided(conn, desk, "vacancy.released", record.employer, now, about=vacancy, account=actor.account)
    desk.tell(conn, record.employer, "vacancy.released", {"vacancy": vacancy}, now)
    return None


def give_back(
    conn: Connection, desk: Desk, actor: Actor, vacancy: str, version: int, reason: str, now: float
) -> No | None:
    """Return an advert to its employer with the reasons (`read_reason`), which the employer reads."""
    record = _to_decide(conn, desk, actor, vacancy, version)
    if isinstance(record, No):
        return record
    records.put(conn, vacancy, now, state="returned")
    decided(
        conn,
        desk,
        "vacancy.returned",
        record.employer,
        now,
        about=vacancy,
        account=actor.account,
        reason=reason,
    )
    desk.tell(conn, record.employer, "vacancy.refused", {"vacancy": vacancy}, now)
    return None


def freeze(conn: Connection, desk: Desk, actor: Actor, vacancy: str, reason: str, now: float) -> No | None:
    """Take one advert out of sight at once, while staff look into it."""
    record = records.lock(conn, desk, vacancy)
    must_be_staff(actor, "" if record is None else record.employer, FREEZES)
    if record is None:
        return No("unknown", employer_words.UNKNOWN)
    if record.state in ("frozen", "closed"):
        return No("not_now", employer_words.NOT_NOW)
    records.put(conn, vacancy, now, state="frozen", released=None)
    decided(
        conn,
        desk,
        "vacancy.frozen",
        record.employer,
        now,
        about=vacancy,
        account=actor.account,
        reason=reason,
    )
    return None


def lift(conn: Connection, desk: Desk, actor: Actor, vacancy: str, reason: str, now: float) -> No | None:
    """End the freeze of an advert: it is returned, so that it goes through review again."""
    record = records.lock(conn, desk, vacancy)
    must_be_staff(actor, "" if record is None else record.employer, FREEZES)
    if record is None:
        return No("unknown", employer_words.UNKNOWN)
    if record.state != "frozen":
        return No("not_now", employer_words.NOT_NOW)
    records.put(conn, vacancy, now, state="returned")
    decided(
        conn,
        desk,
        "vacancy.lifted",
        record.employer,
        now,
        about=vacancy,
        account=actor.account,
        reason=reason,
    )
    return None


def shown(conn: Connection, desk: Desk, vacancy: str, now: float) -> Record | None:
    """The advert, if people may see it at this second: released, and its employer admitted."""
    visible = _visible(now).where(vacancies.c.id == vacancy)
    return next(_loaded(conn, desk, conn.execute(visible).scalars().all()), None)


def all_shown(conn: Connection, desk: Desk, now: float) -> list[Record]:
    """Every advert that people may see at this second, newest first."""
    query = _visible(now).order_by(vacancies.c.released.desc(), vacancies.c.id)
    return list(_loaded(conn, desk, conn.execute(query).scalars().all()))


def _visible(now: float) -> Select[str]:
    return (
        select(vacancies.c.id)
        .join(employers, employers.c.id == vacancies.c.employer_id)
        .where(vacancies.c.state == "released", vacancies.c.until > int(now), acting(now))
    )


def _to_decide(conn: Connection, desk: Desk, actor: Actor, vacancy: str, version: int) -> Record | No:
    record = records.lock(conn, desk, vacancy)
    must_be_staff(actor, "" if record is None else record.employer, REVIEWS)
    if record is None:
        return No("unknown", employer_words.UNKNOWN)
    if record.state != "submitted":
        return No("not_now", employer_words.NOT_NOW)
    if record.version != version:
        return No("changed", employer_words.CHANGED)
    return record


def _loaded(conn: Connection, desk: Desk, ids: Iterable[str]) -> Iterator[Record]:
    return (record for id_ in ids if (record := records.load(conn, desk, id_)) is not None)
