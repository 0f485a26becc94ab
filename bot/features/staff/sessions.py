"""Sessions: a random token in a cookie, its hash here; 15 minutes idle, 12 hours at most (S3).

Each request asks `signed_in`, which reads account, organisation and roles anew. Whatever disables an account
or changes its roles or factors ends its sessions in the same transaction: no later request gets through.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from bot.features.staff.context import Staff, new_token
from bot.features.staff.model import SignedIn
from bot.features.staff.tables import accounts, organisations, roles, sessions
from bot.store.cipher import Unreadable
from bot.store.ids import new_id

IDLE = 15 * 60
LONGEST = 12 * 3600
FRESH = 5 * 60
"""Seconds for which a factor check counts (S5)."""
TOUCH_EVERY = 30
"""Seconds between two writes that a session is in use: an idle one may end that much early, never late."""


@dataclass(frozen=True, slots=True)
class Session:
    """As its owner sees it on the page of the account."""

    id: str
    created: int
    seen: int


def begin(conn: Connection, staff: Staff, account: str, now: float, *, demo: bool = False) -> str:
    """Sign an account in, after its factor was checked in this transaction. Returns the token."""
    token = new_token()
    conn.execute(
        insert(sessions).values(
            id=new_id(),
            hash=staff.session_hash(token),
            account=account,
            created=int(now),
            seen=int(now),
            fresh=int(now),
            demo=demo,
        )
    )
    return token


def signed_in(conn: Connection, staff: Staff, token: str, now: float) -> SignedIn | None:
    """Who a token stands for, or None. A pure read, for every request."""
    row = conn.execute(
        select(
            sessions.c.id,
            sessions.c.seen,
            sessions.c.fresh,
            sessions.c.created,
            sessions.c.demo,
            accounts.c.id.label("account"),
            accounts.c.person_id,
            accounts.c.name,
            accounts.c.lang,
            accounts.c.zone,
            organisations.c.id.label("organisation"),
            organisations.c.name.label("organisation_name"),
            organisations.c.kind,
        )
        .join(accounts, accounts.c.id == sessions.c.account)
        .join(organisations, organisations.c.id == accounts.c.organisation)
        .where(
            sessions.c.hash == staff.session_hash(token),
            sessions.c.seen > int(now) - IDLE,
            sessions.c.created > int(now) - LONGEST,
            accounts.c.disabled.is_(None),
            organisations.c.closed.is_(None),
        )
    ).first()
    if row is None:
        return None
    try:
        cipher = staff.keys.data.for_person(conn, row.person_id)
        name = cipher.open_(row.name, "staff_accounts.name", row.account).decode()
    except Unreadable:
        return None  # its key is destroyed: the account is erased
    return SignedIn(
        account=row.account,
        organisation=row.organisation,
        organisation_name=row.organisation_name,
        kind=row.kind,
        roles=frozenset(conn.scalars(select(roles.c.role).where(roles.c.account == row.account))),
        name=name,
        lang=row.lang,
        zone=row.zone,
        session=row.id,
        demo=row.demo,
        seen=row.seen,
        # A demo account has no factor that could be asked for again.
        fresh_until=row.created + LONGEST if row.demo else row.fresh + FRESH,
    )


class SessionOver(Exception):
    """The session ended after it was looked at, before what was asked for in it was done (S3)."""


def need(conn: Connection, session: str) -> None:
    """Raise SessionOver where a session has ended; else it cannot end before this transaction does.

    Whatever takes rights away ends sessions in its own transaction, so of the two one waits for the other: a
    request that had passed the door does nothing after it.
    """
    there = select(sessions.c.id).where(sessions.c.id == session)
    # KEY SHARE: only its end has to wait, not the note that it is in use.
    if conn.scalar(there.with_for_update(read=True, key_share=True)) is None:
        raise SessionOver


def needs_touch(who: SignedIn, now: float) -> bool:
    """True where `touch` has something to write."""
    return now - who.seen >= TOUCH_EVERY


def touch(conn: Connection, session: str, now: float) -> None:
    """The session is in use. One that ended meanwhile stays ended."""
    conn.execute(
        update(sessions)
        .where(sessions.c.id == session, sessions.c.seen < int(now), sessions.c.seen > int(now) - IDLE)
        .values(seen=int(now))
    )


def refresh(conn: Connection, session: str, now: float) -> bool:
    """A factor was checked in this session (S5). False where it has ended meanwhile."""
    done = conn.execute(update(sessions).where(sessions.c.id == session).values(fresh=int(now)))
    return done.rowcount == 1


def listed(conn: Connection, account: str, now: float) -> list[Session]:
    """The open sessions of an account, newest first."""
    rows = conn.execute(
        select(sessions.c.id, sessions.c.created, sessions.c.seen)
        .where(
            sessions.c.account == account,
            sessions.c.seen > int(now) - IDLE,
            sessions.c.created > int(now) - LONGEST,
        )
        .order_by(sessions.c.created.desc(), sessions.c.id)
    )
    return [Session(*row) for row in rows]


def end(conn: Connection, account: str, session: str) -> bool:
    """End one session of this account. False where it has no such."""
    done = conn.execute(delete(sessions).where(sessions.c.id == session, sessions.c.account == account))
    return done.rowcount == 1


def end_others(conn: Connection, account: str, keep: str) -> int:
    """End all sessions of an account but one."""
    others = delete(sessions).where(sessions.c.account == account, sessions.c.id != keep)
    return conn.execute(others).rowcount


def end_all(conn: Connection, account: str) -> int:
    """End every session of an account (S3)."""
    return conn.execute(delete(sessions).where(sessions.c.account == account)).rowcount


def sweep(conn: Connection, now: float) -> int:
    """Remove what has ended by itself."""
    over = (sessions.c.seen <= int(now) - IDLE) | (sessions.c.created <= int(now) - LONGEST)
    return conn.execute(delete(sessions).where(over)).rowcount
