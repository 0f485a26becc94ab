"""Recovering an account whose owner lost every way to sign in: two administrators agree (S2)."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import Connection, delete, update

from bot.conversation.texts import T
from bot.delivery.sql import PerEngine
from bot.features.staff import factors, roles
from bot.features.staff.accounts import INVITED
from bot.features.staff.api import keys
from bot.features.staff.audit import note
from bot.features.staff.model import (
    ADMINISTRATOR,
    COMMAND_LINE,
    Post,
    SignedIn,
    StaffRefused,
    need,
    need_fresh,
)
from bot.features.staff.tables import accounts, recoveries

AGREE_WITHIN = 24 * 3600
"""Seconds after the first for the second administrator to agree."""
_FIRST = PerEngine(
    recoveries,
    # Put in or read in one statement: between two, another administrator could withdraw or finish it.
    lambda insert: insert.on_conflict_do_update(
        index_elements=["account"], set_={"account": insert.excluded.account}
    ).returning(recoveries.c.agreed_by),
)


def agree(conn: Connection, by: SignedIn, account: str, post: Post, now: float) -> Literal["asked", "done"]:
    """One administrator's yes. The first asks; another one's within 24 h does it.

    Done: the account's factors, sessions and links are gone, its owner is told by mail, and for seven days
    a link can be made to set up new factors. Needs a fresh factor (S5). Raises StaffRefused.
    """
    need(by, ADMINISTRATOR)
    need_fresh(by, now)
    if by.account == COMMAND_LINE.account:
        raise StaffRefused("two_people", T("staff", "Two administrators recover an account, in the portal."))
    organisation = roles.need_charge_of(conn, by, account)
    conn.execute(delete(recoveries).where(recoveries.c.account == account, recoveries.c.until <= int(now)))
    values = {"account": account, "agreed_by": by.account, "until": int(now) + AGREE_WITHIN}
    first: str = conn.execute(_FIRST.of(conn), values).scalar_one()
    details = {"organisation": organisation}
    if first == by.account:
        note(conn, by.account, "recovery.asked", account, details, now)
        return "asked"
    if not roles.is_administrator(conn, first):
        # Her yes counts no more: this one is the first.
        conn.execute(update(recoveries).where(recoveries.c.account == account).values(values))
        note(conn, by.account, "recovery.asked", account, details, now)
        return "asked"
    conn.execute(delete(recoveries).where(recoveries.c.account == account))
    factors.remove_all(conn, account)
    keys.end_all(conn, account, now)
    conn.execute(update(accounts).where(accounts.c.id == account).values(invited_until=int(now) + INVITED))
    note(conn, by.account, "account.recovered", account, details | {"with": first}, now)
    post(conn, account, "account.recovered", {}, now)
    return "done"


def withdraw(conn: Connection, by: SignedIn, account: str, now: float) -> None:
    """Any administrator stops a recovery that waits for the second yes. Raises StaffRefused."""
    need(by, ADMINISTRATOR)
    if conn.execute(delete(recoveries).where(recoveries.c.account == account)).rowcount:
        note(conn, by.account, "recovery.withdrawn", account, {}, now)


def sweep(conn: Connection, now: float) -> int:
    """Remove what nobody agreed to in time."""
    return conn.execute(delete(recoveries).where(recoveries.c.until <= int(now))).rowcount
