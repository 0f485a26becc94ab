"""Who may do what, and who may hand that out (S4, S5, A3)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select, update

from bot.conversation.texts import T
from bot.features.staff import links, sessions
from bot.features.staff.api import keys
from bot.features.staff.audit import note
from bot.features.staff.model import (
    ADMINISTRATOR,
    EMPLOYER,
    MANAGER,
    NGO_ROLES,
    SignedIn,
    StaffRefused,
    may,
    need_fresh,
)
from bot.features.staff.organisations import Organisation
from bot.features.staff.organisations import get as organisation_of
from bot.features.staff.tables import accounts, organisations, roles


def grantable(conn: Connection, by: SignedIn, organisation: str) -> tuple[str, ...]:
    """The roles that `by` may give to people of an organisation; none: she may not look after it.

    An administrator looks after all, a manager after her own NGO and not its administrators. People of an
    employer have the one role employer; administrators are only in the organisation that runs Rafiq.
    """
    found = organisation_of(conn, organisation)
    if found is None or found.closed is not None or not _looks_after(by, found):
        return ()
    if found.kind == "employer":
        return (EMPLOYER,)
    if may(by, ADMINISTRATOR) and found.operator:
        return NGO_ROLES
    return tuple(role for role in NGO_ROLES if role != ADMINISTRATOR)


def _looks_after(by: SignedIn, organisation: Organisation) -> bool:
    own = by.organisation == organisation.id and organisation.kind == "ngo"
    return may(by, ADMINISTRATOR) or (own and may(by, MANAGER))


def need_grantable(conn: Connection, by: SignedIn, organisation: str, codes: Iterable[str]) -> None:
    """Raise StaffRefused unless `by` may give each of these roles, and there is at least one."""
    allowed, wanted = grantable(conn, by, organisation), set(codes)
    if not allowed:
        raise StaffRefused("not_allowed", T("staff", "Your account may not do this. Ask an administrator."))
    if not wanted:
        raise StaffRefused("no_role", T("staff", "Choose at least one role."), "roles")
    if not wanted <= set(allowed):
        raise StaffRefused(
            "role_not_allowed", T("staff", "You cannot give this role in this organisation."), "roles"
        )


def need_charge_of(conn: Connection, by: SignedIn, account: str) -> str:
    """The organisation of an account that `by` may change; raises StaffRefused.

    Nobody changes their own rights, and a manager not those of an administrator.
    """
    row = conn.execute(
        select(accounts.c.organisation, organisations.c.kind)
        .join(organisations, organisations.c.id == accounts.c.organisation)
        .where(accounts.c.id == account)
    ).first()
    theirs = of(conn, account)
    manages = row is not None and may(by, MANAGER) and by.organisation == row.organisation
    if row is None or not (
        may(by, ADMINISTRATOR) or (manages and row.kind == "ngo" and ADMINISTRATOR not in theirs)
    ):
        # The same for an account that is not there: whoever may not see it does not learn that it is.
        raise StaffRefused("not_allowed", T("staff", "Your account may not do this. Ask an administrator."))
    if account == by.account:
        raise StaffRefused("own", T("staff", "You cannot change your own rights. Ask a colleague."))
    organisation: str = row.organisation
    return organisation


def of(conn: Connection, account: str) -> dict[str, int]:
    """The roles of an account, each with the time since when it holds it (A3)."""
    rows = conn.execute(select(roles.c.role, roles.c.since).where(roles.c.account == account))
    return {role: since for role, since in rows}  # noqa: C416 - typed rows


def holders(conn: Connection, organisation: str, role: str) -> dict[str, int]:
    """The accounts in use of an organisation that have a role, each with the time since when (A3)."""
    rows = conn.execute(
        select(roles.c.account, roles.c.since)
        .join(accounts, accounts.c.id == roles.c.account)
        .where(accounts.c.organisation == organisation, accounts.c.disabled.is_(None), roles.c.role == role)
    )
    return {account: since for account, since in rows}  # noqa: C416 - typed rows


def set_roles(conn: Connection, by: SignedIn, account: str, codes: Iterable[str], now: float) -> None:
    """Give an account exactly these roles; those that it keeps stay as old as they are (A3).

    Needs a fresh factor (S5) and ends all its sessions (S3). Raises StaffRefused.
    """
    need_fresh(by, now)
    organisation = need_charge_of(conn, by, account)
    wanted = set(codes)
    need_grantable(conn, by, organisation, wanted)
    held = set(of(conn, account))
    if wanted == held:
        return
    gone = roles.c.role.in_(held - wanted)
    conn.execute(delete(roles).where(roles.c.account == account, gone))
    new = [{"account": account, "role": code, "since": int(now)} for code in sorted(wanted - held)]
    if new:
        conn.execute(insert(roles), new)
    sessions.end_all(conn, account)
    keys.end_all(conn, account, now)
    details = {
        "organisation": organisation,
        "added": " ".join(sorted(wanted - held)),
        "removed": " ".join(sorted(held - wanted)),
    }
    note(conn, by.account, "account.roles_changed", account, details, now)


def disable(conn: Connection, by: SignedIn, account: str, now: float) -> None:
    """Keep an account from signing in, and end its sessions and links now (S3). Raises StaffRefused."""
    need_fresh(by, now)
    organisation = need_charge_of(conn, by, account)
    conn.execute(update(accounts).where(accounts.c.id == account).values(disabled=int(now)))
    sessions.end_all(conn, account)
    keys.end_all(conn, account, now)
    links.drop(conn, account)
    note(conn, by.account, "account.disabled", account, {"organisation": organisation}, now)


def enable(conn: Connection, by: SignedIn, account: str, now: float) -> None:
    """Let a disabled account sign in again, with the factors that it had. Raises StaffRefused."""
    need_fresh(by, now)
    organisation = need_charge_of(conn, by, account)
    conn.execute(update(accounts).where(accounts.c.id == account).values(disabled=None))
    note(conn, by.account, "account.enabled", account, {"organisation": organisation}, now)


def is_administrator(conn: Connection, account: str) -> bool:
    """Whether an account may act as one now: the role is still held, and the account not disabled."""
    enabled = accounts.c.disabled.is_(None)
    there = conn.scalar(select(accounts.c.id).where(accounts.c.id == account, enabled))
    return there is not None and ADMINISTRATOR in of(conn, account)
