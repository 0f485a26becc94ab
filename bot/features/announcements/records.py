"""Announcements as rows: written sealed, read whole."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, insert, select, update

from bot.conversation.texts import T
from bot.delivery.sql import PerEngine
from bot.features.announcements.codes import new_code
from bot.features.announcements.model import (
    Announcement,
    AnnouncementRefused,
    Draft,
    decode,
    digest_of,
    encode,
)
from bot.features.announcements.ports import Desk
from bot.features.announcements.tables import announcements, writers
from bot.store.cipher import Unreadable

BODY = "announcements.body"
RETURNED = "announcements.returned"
_columns = announcements.c
_WROTE = PerEngine(
    writers,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["announcement", "account"], set_={"at": insert.excluded.at}
    ),
)


def add(conn: Connection, desk: Desk, id_: str, organisation: str, draft: Draft, now: float) -> None:
    """A new row, with the organisation's next number and a check code of its own."""
    cipher = desk.staff.keys.data.create_owner_key(conn, id_)
    highest = select(func.coalesce(func.max(_columns.number), 0)).where(_columns.organisation == organisation)
    conn.execute(
        insert(announcements).values(
            id=id_,
            organisation=organisation,
            number=(conn.scalar(highest) or 0) + 1,
            code=_free_code(conn),
            state="draft",
            both_urgent=False,
            created=int(now),
            changed=int(now),
            body=cipher.seal(encode(draft), BODY, id_),
            **_plain(draft),
        )
    )


def write(conn: Connection, desk: Desk, id_: str, draft: Draft, now: float) -> None:
    """Other content. It is a draft again: whatever was submitted or approved was another (A2)."""
    cipher = desk.staff.keys.data.for_owner(conn, id_)
    body = cipher.seal(encode(draft), BODY, id_)
    back = {"state": "draft", "digest": None, "approver": None, "both_urgent": False, "people": None}
    set_(conn, id_, body=body, changed=int(now), submitted=None, approved=None, **back, **_plain(draft))


def set_(conn: Connection, id_: str, **values: object) -> None:
    """Change columns of a row."""
    conn.execute(update(announcements).where(_columns.id == id_).values(**values))


def give_reason(conn: Connection, desk: Desk, id_: str, reason: str) -> None:
    """Keep why it was handed back, sealed."""
    cipher = desk.staff.keys.data.for_owner(conn, id_)
    set_(conn, id_, returned=cipher.seal(reason.encode(), RETURNED, id_))


def wrote(conn: Connection, id_: str, account: str, now: float) -> None:
    """Note down who had a hand in it: she may not approve it (A1)."""
    conn.execute(_WROTE.of(conn), {"announcement": id_, "account": account, "at": int(now)})


def lock(conn: Connection, id_: str) -> None:
    """Let two changes of one announcement wait for each other; on SQLite there is one writer anyway."""
    conn.execute(select(_columns.id).where(_columns.id == id_).with_for_update())


def find(conn: Connection, desk: Desk, id_: str) -> Announcement | None:
    """One announcement, or None: there is none, or its content is erased."""
    return next(iter(found(conn, desk, _columns.id == id_)), None)


def need(conn: Connection, desk: Desk, id_: str) -> Announcement:
    """One announcement. Raises AnnouncementRefused."""
    one = find(conn, desk, id_)
    if one is None:
        raise AnnouncementRefused("gone", T("announcement.no", "There is no such announcement any more."))
    return one


def found(
    conn: Connection, desk: Desk, which: ColumnElement[bool], limit: int | None = None
) -> list[Announcement]:
    """Announcements that meet a condition, the newest first."""
    rows = select(announcements).where(which).order_by(_columns.created.desc(), _columns.id).limit(limit)
    read = conn.execute(rows).all()
    hands: dict[str, list[str]] = {}
    wrote_it = select(writers).where(writers.c.announcement.in_([row.id for row in read]))
    for row in conn.execute(wrote_it.order_by(writers.c.at, writers.c.account)):
        hands.setdefault(row.announcement, []).append(row.account)
    return list(_opened(conn, desk, read, hands))


def _opened(
    conn: Connection, desk: Desk, rows: Iterable[Row[Any]], hands: dict[str, list[str]]
) -> Iterable[Announcement]:
    for row in rows:
        try:
            cipher = desk.staff.keys.data.for_owner(conn, row.id)
            draft = decode(cipher.open_(row.body, BODY, row.id))
            returned = cipher.open_(row.returned, RETURNED, row.id).decode() if row.returned else ""
        except Unreadable:
            continue  # erased at this moment
        yield Announcement(
            id=row.id,
            organisation=row.organisation,
            number=row.number,
            code=row.code,
            state=row.state,
            draft=draft,
            digest=digest_of(row.id, row.organisation, row.code, draft).hex(),
            submitted_digest=(row.digest or b"").hex(),
            writers=tuple(hands.get(row.id, ())),
            approver=row.approver,
            both_urgent=bool(row.both_urgent),
            people=row.people,
            created=row.created,
            changed=row.changed,
            submitted=row.submitted,
            approved=row.approved,
            started=row.started,
            ended=row.ended,
            stopped_by=row.stopped_by,
            returned=returned,
        )


def _plain(draft: Draft) -> dict[str, object]:
    """What queries need of a draft."""
    return {
        "kind": draft.kind,
        "mode": draft.mode,
        "about": draft.about or None,
        "starts": draft.starts,
        "ends": draft.ends,
    }


def _free_code(conn: Connection) -> str:
    while True:
        code = new_code()
        if conn.scalar(select(_columns.id).where(_columns.code == code)) is None:
            return code
