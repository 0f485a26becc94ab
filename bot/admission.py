"""What an admission brings: an organisation of staff, and an account for the employer's named person (E1)."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.conversation.texts import T
from bot.features.interviews import employers
from bot.features.interviews.employers import Checked, Checklist, Details, No
from bot.features.staff import SignedIn, Staff, StaffRefused, accounts, directory, invitations, organisations
from bot.features.staff.directory import Account
from bot.features.staff.model import EMPLOYER, MOST_NAME
from bot.hiring import Hiring

NOBODY_WAITS = T("portal.vetting", "Nobody of this employer waits for a link.")


def record_check(
    conn: Connection,
    staff: Staff,
    hiring: Hiring,
    actor: SignedIn,
    employer: str,
    checklist: Checklist,
    seen: str,
    now: float,
) -> Checked | No:
    """As employers.record_check; the second check also opens the way for the employer's named person.

    Raises StaffRefused where no account can be made for the address: then nothing was done, the check
    included.
    """
    done = employers.record_check(conn, hiring.desk, actor, employer, checklist, seen, now)
    if isinstance(done, Checked) and done.admitted_until:
        _let_in(conn, staff, hiring, actor, employer, now)
    return done


def _let_in(
    conn: Connection, staff: Staff, hiring: Hiring, actor: SignedIn, employer: str, now: float
) -> None:
    """The organisation has the employer's own id. At a renewal it is there already."""
    if organisations.get(conn, employer) is not None:
        return
    found = employers.application(conn, hiring.desk, actor, employer, now)
    assert found is not None, "it was admitted in this transaction"
    details = found.details
    organisations.admit(conn, actor.account, "employer", _free_name(conn, details), now, id_=employer)
    account = accounts.create(
        conn,
        staff,
        actor.account,
        employer,
        email=details.mail,
        name=details.person[:MOST_NAME],
        codes=(EMPLOYER,),
        lang=found.lang,
        zone="UTC",
        now=now,
    )
    invitations.mail_link(conn, staff, account, hiring.post, now)


def _free_name(conn: Connection, details: Details) -> str:
    """The employer's name, told apart from that of another organisation by country and number."""
    plain = details.name[:MOST_NAME]
    marks = (details.country, f"{details.country} {details.registration}"[:40])
    longer = (f"{details.name[: MOST_NAME - len(mark) - 3]} ({mark})" for mark in marks)
    free = (name for name in (plain, *longer) if organisations.named(conn, name) is None)
    return next(free, plain)


def waiting(conn: Connection, staff: Staff, employer: str, now: float) -> list[Account]:
    """The accounts of an employer whose invitation was not taken up yet."""
    return [one for one in directory.listed(conn, staff, employer, now) if one.state == "invited"]


def hand_over(
    conn: Connection, staff: Staff, actor: SignedIn, employer: str, now: float
) -> tuple[Account, str]:
    """A link for the person who was invited first, to be handed over where no mail goes out; her account and
    the token. Whoever calls this has checked that `actor` vets employers. Raises StaffRefused."""
    for account in waiting(conn, staff, employer, now):
        token = invitations.hand_over(conn, staff, actor.account, account.id, now)
        if token is not None:
            return account, token
    raise StaffRefused("not_waiting", NOBODY_WAITS)
