"""Inviting people: an account that waits seven days, and links of ten minutes to take it up (I6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from bot.conversation.texts import T
from bot.features.staff import links, pace, roles
from bot.features.staff.accounts import create, find
from bot.features.staff.audit import note
from bot.features.staff.context import JOIN_PATH, Staff
from bot.features.staff.directory import get as account_of
from bot.features.staff.directory import organisation_of
from bot.features.staff.model import Post, SignedIn, StaffRefused, need_fresh, tidy_address
from bot.features.staff.tables import organisations

MAIL_EVERY = 60
"""Seconds between two mails with a link to one address."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """What an invited person sees before she takes an account up."""

    account: str
    name: str
    email: str
    lang: str
    organisation: str
    """The organisation's name."""
    roles: tuple[str, ...]


def invite(
    conn: Connection,
    staff: Staff,
    by: SignedIn,
    organisation: str,
    *,
    email: str,
    name: str,
    codes: Iterable[str],
    lang: str,
    zone: str,
    now: float,
) -> str:
    """Make an account that waits to be taken up, and return its id; a link is made with `link`.

    Needs a fresh factor (S5). Raises StaffRefused with the field that is unfit.
    """
    need_fresh(by, now)
    wanted = set(codes)
    roles.need_grantable(conn, by, organisation, wanted)
    return create(
        conn,
        staff,
        by.account,
        organisation,
        email=email,
        name=name,
        codes=wanted,
        lang=lang,
        zone=zone,
        now=now,
    )


def link(conn: Connection, staff: Staff, by: SignedIn, account: str, now: float) -> str:
    """A new link's token for an account that waits; the one before ends. To be handed over in person.

    For seven days after the invitation, and after a recovery. Raises StaffRefused.
    """
    need_fresh(by, now)
    organisation = roles.need_charge_of(conn, by, account)
    if not _waits(conn, staff, account, now):
        raise StaffRefused(
            "not_waiting",
            T("staff", "This account does not wait for a link. Invite it again, or have it recovered."),
        )
    note(conn, by.account, "account.link_made", account, {"organisation": organisation}, now)
    return links.make(conn, staff, account, "join", now)


def hand_over(conn: Connection, staff: Staff, actor: str, account: str, now: float) -> str | None:
    """As `link`, where another part has checked that `actor` may; None for an account that does not wait."""
    if not _waits(conn, staff, account, now):
        return None
    organisation = organisation_of(conn, account) or ""
    note(conn, actor, "account.link_made", account, {"organisation": organisation}, now)
    return links.make(conn, staff, account, "join", now)


def mail_link(conn: Connection, staff: Staff, account: str, post: Post, now: float) -> None:
    """Mail a new link to an account that waits: after inviting, or where its owner asks for another."""
    if _waits(conn, staff, account, now):
        token = links.make(conn, staff, account, "join", now)
        values = {"link": JOIN_PATH + token, "until": str(int(now) + links.GOOD_FOR)}
        post(conn, account, "account.invited", values, now)


def ask_for_link(conn: Connection, staff: Staff, email: str, post: Post, now: float) -> None:
    """Mail a new link to the address that was typed in, where an account waits there.

    The caller answers the same in any case (S6). At most one mail a minute to one address (I13).
    """
    try:
        address = tidy_address(email)
    except StaffRefused:
        return
    key = staff.keys.address_hash("staff-link", address)
    if not pace.once_in(conn, key, MAIL_EVERY, now):
        return
    account = find(conn, staff, address)
    if account is not None:
        mail_link(conn, staff, account, post, now)


def peek(conn: Connection, staff: Staff, token: str, now: float) -> Invitation | None:
    """Whom a link is for, without using it up; None for a bad, used or old one."""
    account = links.peek(conn, staff, token, "join", now)
    found = None if account is None else account_of(conn, staff, account, now)
    if found is None:
        return None
    organisation = conn.scalar(select(organisations.c.name).where(organisations.c.id == found.organisation))
    return Invitation(found.id, found.name, found.email, found.lang, organisation or "", found.roles)


def _waits(conn: Connection, staff: Staff, account: str, now: float) -> bool:
    found = account_of(conn, staff, account, now)
    return found is not None and found.state == "invited"
