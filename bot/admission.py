"""What an admission brings: an organisation of staff, and an account for the employer's named person (E1)."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.conversation.texts import T
from bot.features.interviews import employers
from bot.features.interviews.employers import Application, Checked, Checklist, Details, No
from bot.features.interviews.zones import only_zone
from bot.features.staff import SignedIn, Staff, StaffRefused, accounts, directory, invitations, organisations
from bot.features.staff.directory import Account
from bot.features.staff.model import EMPLOYER, MOST_NAME
from bot.hiring import Hiring

NO_ZONE = "UTC"
"""Of an account whose zone cannot be told by its country: it is asked for one when it is taken up."""
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
    account = _account(conn, staff, actor, employer, found, now)
    invitations.mail_link(conn, staff, account, hiring.post, now)


def _account(
    conn: Connection, staff: Staff, actor: SignedIn, employer: str, found: Application, now: float
) -> str:
    """An account for the employer's named person. Raises StaffRefused."""
    details = found.details
    return accounts.create(
        conn,
        staff,
        actor.account,
        employer,
        email=details.mail,
        name=details.person[:MOST_NAME],
        codes=(EMPLOYER,),
        lang=found.lang,
        zone=only_zone(details.country) or NO_ZONE,
        now=now,
    )


def _free_name(conn: Connection, details: Details) -> str:
    """The employer's name, told apart from that of another organisation by country and number."""
    plain = details.name[:MOST_NAME]
    marks = (details.country, f"{details.country} {details.registration}"[:40])
    longer = (f"{details.name[: MOST_NAME - len(mark) - 3]} ({mark})" for mark in marks)
    free = (name for name in (plain, *longer) if organisations.named(conn, name) is None)
    return next(free, plain)


def waiting(conn: Connection, staff: Staff, employer: str, now: float) -> list[Account]:
    """The accounts of an employer whose invitation was not taken up, in time or not yet."""
    accounts_ = directory.listed(conn, staff, employer, now)
    return [one for one in accounts_ if one.state in ("invited", "expired")]


def may_link(conn: Connection, staff: Staff, employer: str, now: float) -> bool:
    """Whether `hand_over` makes a link: somebody waits, or nobody took the account up and it went."""
    if not employers.may_act(conn, employer, now) or organisations.get(conn, employer) is None:
        return False
    everybody = directory.listed(conn, staff, employer, now)
    return not everybody or any(one.state in ("invited", "expired") for one in everybody)


def hand_over(
    conn: Connection, staff: Staff, hiring: Hiring, actor: SignedIn, employer: str, now: float
) -> tuple[Account, str]:
    """A link for the person who was invited first, to be handed over where no mail goes out; her account and
    the token. Where the invitation has ended it begins anew, also after the account went for it.

    Whoever calls this has checked that `actor` vets employers. Raises StaffRefused."""
    if not may_link(conn, staff, employer, now):
        raise StaffRefused("not_waiting", NOBODY_WAITS)
    if not directory.listed(conn, staff, employer, now):
        found = employers.application(conn, hiring.desk, actor, employer, now)
        assert found is not None, "it is admitted"
        _account(conn, staff, actor, employer, found, now)
    for account in waiting(conn, staff, employer, now):
        if account.state == "expired":
            accounts.wait_again(conn, actor.account, account.id, now)
        token = invitations.hand_over(conn, staff, actor.account, account.id, now)
        if token is not None:
            return account, token
    raise StaffRefused("not_waiting", NOBODY_WAITS)
