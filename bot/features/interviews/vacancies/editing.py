"""What an employer does with its adverts: write, submit, close. An edit always takes a release back (E2)."""

from __future__ import annotations

from sqlalchemy import Connection, and_, insert, or_, select

from bot.features.interviews.employers import may_act
from bot.features.interviews.employers import words as employer_words
from bot.features.interviews.employers.ports import Actor, Desk, Forbidden, No, must_be_of
from bot.features.interviews.employers.rows import open_reason
from bot.features.interviews.employers.tables import employer_decisions
from bot.features.interviews.vacancies import records, words
from bot.features.interviews.vacancies.form import Draft
from bot.features.interviews.vacancies.model import EDITABLE, Body
from bot.features.interviews.vacancies.records import Place, Record, end_of
from bot.features.interviews.vacancies.tables import vacancies
from bot.store.ids import new_id


def create(conn: Connection, desk: Desk, actor: Actor, draft: Draft, lang: str, now: float) -> str | No:
    """A new draft of the actor's own organisation; its id. It may still have problems."""
    must_be_of(actor, actor.organisation)
    if not may_act(conn, actor.organisation, now):
        return No("not_admitted", words.NOT_ADMITTED)
    id_ = new_id()
    values = {"id": id_, "employer_id": actor.organisation, "state": "draft", "version": 1}
    times = {"created": int(now), "changed": int(now)}
    conn.execute(insert(vacancies).values(**values, **times, **_content(conn, desk, actor, id_, draft, lang)))
    desk.note(conn, actor.account, "vacancy.created", id_, {}, now)
    return id_


def save(
    conn: Connection,
    desk: Desk,
    actor: Actor,
    vacancy: str,
    draft: Draft,
    lang: str,
    now: float,
    *,
    version: int,
) -> Record | No:
    """Keep an edit of version `version`. What was released or waits for review goes to review again, and is
    not shown until then; with problems it becomes a draft."""
    record = _own(conn, desk, actor, vacancy)
    if isinstance(record, No):
        return record
    if record.state not in EDITABLE:
        return No("not_now", employer_words.NOT_NOW)
    if record.version != version:
        return No("changed", employer_words.CHANGED)
    waits = record.state in ("released", "submitted") and draft.vacancy is not None
    state = "submitted" if waits else "returned" if record.state == "returned" else "draft"
    content = _content(conn, desk, actor, vacancy, draft, lang)
    records.put(conn, vacancy, now, state=state, version=version + 1, released=None, **content)
    details = {"from": record.state, "to": state}
    desk.note(conn, actor.account, "vacancy.edited", vacancy, details, now)
    return _again(conn, desk, vacancy)


def submit(conn: Connection, desk: Desk, actor: Actor, vacancy: str, now: float) -> Record | No:
    """Hand an advert to review. Refused while it has problems: any cost for the worker is one (E2)."""
    record = _own(conn, desk, actor, vacancy)
    if isinstance(record, No):
        return record
    if record.state not in ("draft", "returned"):
        return No("not_now", employer_words.NOT_NOW)
    if record.vacancy is None:
        return No("not_ready", words.NOT_READY)
    if record.until is None or record.until <= now:
        return No("over", words.OVER)
    if not may_act(conn, record.employer, now):
        return No("not_admitted", words.NOT_ADMITTED)
    records.put(conn, vacancy, now, state="submitted")
    desk.note(conn, actor.account, "vacancy.submitted", vacancy, {"version": str(record.version)}, now)
    return _again(conn, desk, vacancy)


def close(conn: Connection, desk: Desk, actor: Actor, vacancy: str, now: float) -> No | None:
    """Take an advert back for good: the place is filled, or there is none any more."""
    record = _own(conn, desk, actor, vacancy)
    if isinstance(record, No):
        return record
    if record.state in ("closed", "frozen"):
        return No("not_now", employer_words.NOT_NOW)
    records.put(conn, vacancy, now, state="closed", released=None)
    desk.note(conn, actor.account, "vacancy.closed", vacancy, {}, now)
    return None


def own(conn: Connection, desk: Desk, actor: Actor) -> list[Record]:
    """The adverts of the actor's organisation, newest first."""
    must_be_of(actor, actor.organisation)
    mine = vacancies.c.employer_id == actor.organisation
    ids = conn.scalars(
        select(vacancies.c.id).where(mine).order_by(vacancies.c.changed.desc(), vacancies.c.id)
    ).all()
    return [record for id_ in ids if (record := records.load(conn, desk, id_)) is not None]


def own_page(conn: Connection, desk: Desk, actor: Actor, after: Place | None, limit: int) -> list[Record]:
    """As `own`, so many at a time."""
    must_be_of(actor, actor.organisation)
    which = [vacancies.c.employer_id == actor.organisation]
    if after is not None:
        same = and_(vacancies.c.changed == after.changed, vacancies.c.id > after.vacancy)
        which.append(or_(vacancies.c.changed < after.changed, same))
    order = vacancies.c.changed.desc(), vacancies.c.id
    ids = conn.scalars(select(vacancies.c.id).where(*which).order_by(*order).limit(limit)).all()
    return [record for id_ in ids if (record := records.load(conn, desk, id_)) is not None]


def of_own(conn: Connection, desk: Desk, actor: Actor, vacancy: str) -> Record | None:
    """One advert of the actor's organisation; None for any other, whether it exists or not (S4)."""
    must_be_of(actor, actor.organisation)
    record = records.load(conn, desk, vacancy)
    return record if record is not None and record.employer == actor.organisation else None


def reasons(conn: Connection, desk: Desk, actor: Actor, vacancy: str) -> list[str]:
    """Why an own advert was returned, newest first. Who decided it, the employer does not learn."""
    must_be_of(actor, actor.organisation)
    columns = employer_decisions.c
    query = (
        select(columns.id, columns.reason)
        .where(
            columns.employer_id == actor.organisation,
            columns.about == vacancy,
            columns.what == "vacancy.returned",
        )
        .order_by(columns.at.desc(), columns.id)
    )
    cipher = desk.keys.for_owner(conn, actor.organisation)
    return [open_reason(cipher, row.id, row.reason) for row in conn.execute(query)]


def _own(conn: Connection, desk: Desk, actor: Actor, vacancy: str) -> Record | No:
    """The advert, locked. Of another employer it does not exist: ids must not be tried out (S4)."""
    must_be_of(actor, actor.organisation)
    record = records.lock(conn, desk, vacancy)
    if record is None or record.employer != actor.organisation:
        return No("unknown", employer_words.UNKNOWN)
    return record


def _again(conn: Connection, desk: Desk, vacancy: str) -> Record:
    record = records.load(conn, desk, vacancy)
    if record is None:
        raise Forbidden("the advert went while it was changed")
    return record


def _content(
    conn: Connection, desk: Desk, actor: Actor, vacancy: str, draft: Draft, lang: str
) -> dict[str, object]:
    cipher = desk.keys.for_owner(conn, actor.organisation)
    body = Body({name: tuple(values) for name, values in draft.typed.items()}, draft.vacancy)
    read = draft.vacancy
    return {
        "isco": read.isco if read else None,
        "country": read.country if read else None,
        "until": end_of(read.until) if read else None,
        "lang": lang,
        "body": records.seal(cipher, vacancy, body),
    }
