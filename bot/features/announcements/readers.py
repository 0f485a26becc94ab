"""Staff who read in the chat: an account and a person, linked by a start link that works once (I6).

They get exercises (A5), and what goes to very many people before everybody does (A7).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, delete, select

from bot.delivery.sql import PerEngine
from bot.features.announcements.ports import Desk
from bot.features.announcements.tables import readers
from bot.features.staff import SignedIn, directory, links

PAYLOAD = "s-"
"""With what the payload of such a start link begins."""
_columns = readers.c
_PUT = PerEngine(
    readers,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["account"],
        set_={"person_id": insert.excluded.person_id, "since": insert.excluded.since},
    ),
)


def link_token(conn: Connection, desk: Desk, who: SignedIn, now: float) -> str:
    """The token of a start link for who is signed in: for ten minutes, once; an older one ends."""
    token = links.make(conn, desk.staff, who.account, "reader", now)
    desk.note(conn, who.account, "reader.link_made", who.account, {}, now)
    return token


def redeem(conn: Connection, desk: Desk, person: str, token: str, now: float) -> bool:
    """This person reads for the account that the link was made for. False for a bad, used or old link."""
    account = links.use(conn, desk.staff, token.removeprefix(PAYLOAD), "reader", now)
    if account is None:
        return False
    # One person reads for one account: whoever opens a colleague's link on her phone reads for her now.
    conn.execute(delete(readers).where(_columns.person_id == person, _columns.account != account))
    conn.execute(_PUT.of(conn), {"account": account, "person_id": person, "since": int(now)})
    desk.note(conn, account, "reader.joined", account, {}, now)
    return True


def reads(conn: Connection, account: str) -> bool:
    """Does this account have a chat in which it gets exercises?"""
    return conn.scalar(select(_columns.account).where(_columns.account == account)) is not None


def leave(conn: Connection, desk: Desk, who: SignedIn, now: float) -> bool:
    """No more exercises in the chat. False: there was none."""
    gone = conn.execute(delete(readers).where(_columns.account == who.account)).rowcount == 1
    if gone:
        desk.note(conn, who.account, "reader.left", who.account, {}, now)
    return gone


def is_reader(conn: Connection, person: str) -> bool:
    """Does this person get exercises?"""
    return conn.scalar(select(_columns.account).where(_columns.person_id == person)) is not None


def persons_of(conn: Connection, organisation: str, most: int | None = None) -> Select[Any]:
    """The persons of an organisation's accounts that are not disabled, who has read longest first."""
    members = directory.members(conn, organisation)
    return (
        select(_columns.person_id)
        .where(_columns.account.in_(members))
        .order_by(_columns.since, _columns.account)
        .limit(most)
    )


def sweep(conn: Connection) -> dict[str, int]:
    """Forget the readers of accounts that are gone."""
    held = conn.scalars(select(_columns.account)).all()
    gone = [account for account in held if directory.organisation_of(conn, account) is None]
    conn.execute(delete(readers).where(_columns.account.in_(gone)))
    return {"staff_readers": len(gone)}
