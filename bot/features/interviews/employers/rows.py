"""The rows of employers: locked while something is decided, their sealed parts opened and sealed."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, insert, select, update

from bot.features.interviews.employers.model import Details, State, state_at
from bot.features.interviews.employers.ports import Desk
from bot.features.interviews.employers.tables import employer_decisions, employers
from bot.language.normal import fold
from bot.store.cipher import Cipher
from bot.store.ids import new_id

_BODY = "employers.body"
_REASON = "employer_decisions.reason"


@dataclass(frozen=True, slots=True)
class Row:
    """One employer, open."""

    id: str
    state: State
    before: str | None
    details: Details
    lang: str
    round: int
    pledge: int
    applied: int
    until: int | None
    changed: int
    cipher: Cipher


def name_hash(desk: Desk, name: str) -> bytes:
    """By what applications under one name are counted, however it is written; keyed, as all marks."""
    plain = "".join(sign for sign in fold(name) if sign.isalnum())
    return desk.lookup.address_hash("employer.name", plain)


def seal_details(cipher: Cipher, employer: str, details: Details) -> bytes:
    return cipher.seal(msgspec.json.encode(details), _BODY, employer)


def load(conn: Connection, desk: Desk, employer: str, now: float) -> Row | None:
    """An employer as it stands now."""
    return _load(conn, desk, employer, now, lock=False)


def lock(conn: Connection, desk: Desk, employer: str, now: float) -> Row | None:
    """As `load`; others wait until the transaction ends, so that two decisions cannot pass one another."""
    return _load(conn, desk, employer, now, lock=True)


def _load(conn: Connection, desk: Desk, employer: str, now: float, *, lock: bool) -> Row | None:
    query = select(employers).where(employers.c.id == employer)
    row = conn.execute(query.with_for_update() if lock else query).first()
    if row is None:
        return None
    cipher = desk.keys.for_owner(conn, employer)
    return Row(
        id=row.id,
        state=state_at(row.state, row.until, now),
        before=row.before,
        details=msgspec.json.decode(cipher.open_(row.body, _BODY, employer), type=Details),
        lang=row.lang,
        round=row.round,
        pledge=row.pledge,
        applied=row.applied,
        until=row.until,
        changed=row.changed,
        cipher=cipher,
    )


def put(conn: Connection, employer: str, now: float, **values: object) -> None:
    """Change columns of an employer."""
    conn.execute(update(employers).where(employers.c.id == employer).values(changed=int(now), **values))


def decided(
    conn: Connection,
    desk: Desk,
    what: str,
    employer: str,
    now: float,
    *,
    about: str = "",
    account: str = "",
    report: str | None = None,
    reason: str = "",
) -> str:
    """Write a decision into the employer's history and into the audit log (L3); its id.

    The reason is sealed under the employer's key and never stands in the audit log.
    """
    id_ = new_id()
    cipher = desk.keys.for_owner(conn, employer)
    values = {
        "id": id_,
        "employer_id": employer,
        "what": what,
        "about": about or employer,
        "account_id": account,
        "report_id": report,
        "at": int(now),
        "reason": cipher.seal(reason.encode(), _REASON, id_) if reason else None,
    }
    conn.execute(insert(employer_decisions).values(values))
    details = {"employer": employer, "decision": id_} | ({"report": report} if report else {})
    desk.note(conn, account, what, about or employer, details, now)
    return id_


def open_reason(cipher: Cipher, decision: str, sealed: bytes | None) -> str:
    return "" if sealed is None else cipher.open_(sealed, _REASON, decision).decode()
