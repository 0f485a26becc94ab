"""Taking an account up by a link: after an invitation, and after a recovery.

The link is used up with the first way to sign in that is set up, and not before.
"""

from __future__ import annotations

from sqlalchemy import Connection, update

from bot.conversation.texts import T
from bot.features.staff import enrolling, links, passkeys
from bot.features.staff.audit import note
from bot.features.staff.challenges import Asked
from bot.features.staff.context import Staff
from bot.features.staff.enrolling import Totp
from bot.features.staff.factors import renewed
from bot.features.staff.model import StaffRefused
from bot.features.staff.tables import accounts


def options(conn: Connection, staff: Staff, token: str, now: float) -> Asked:
    """Options for the first passkey of whoever has this link; the link stays. Raises StaffRefused."""
    return passkeys.registration(conn, staff, _linked(conn, staff, token, now), now)


def with_passkey(
    conn: Connection, staff: Staff, token: str, asked: str, answer: str, label: str, now: float
) -> str:
    """Take an account up with a passkey. The link is used up; returns the token of a session.

    Raises StaffRefused, and then the link still works.
    """
    account = _linked(conn, staff, token, now)
    enrolling.add_passkey(conn, staff, account, asked, answer, label, now)
    return _joined(conn, staff, token, account, now)


def totp(conn: Connection, staff: Staff, token: str, now: float) -> Totp:
    """A new secret for whoever has this link; the link stays. Raises StaffRefused."""
    return enrolling.new_totp(conn, staff, _linked(conn, staff, token, now), now)


def fit(conn: Connection, staff: Staff, token: str, passphrase: str, now: float) -> None:
    """Raise StaffRefused for a bad link or an unfit passphrase; to be asked before hashing it."""
    enrolling.fit(conn, staff, _linked(conn, staff, token, now), passphrase, now)


def with_passphrase(
    conn: Connection, staff: Staff, token: str, asked: str, hashed: str, code: str, now: float
) -> str:
    """Take an account up with a passphrase and code. The link is used up; returns the token of a session.

    `hashed` is of `passphrases.hashed`, made outside the transaction. Raises StaffRefused, and then link and
    secret still work.
    """
    account = _linked(conn, staff, token, now)
    enrolling.put_passphrase(conn, staff, account, asked, hashed, code, now)
    return _joined(conn, staff, token, account, now)


def _linked(conn: Connection, staff: Staff, token: str, now: float) -> str:
    account = links.peek(conn, staff, token, "join", now)
    if account is None:
        raise StaffRefused(
            "bad_link", T("staff", "This link has ended or was used already. Ask for a new one.")
        )
    return account


def _joined(conn: Connection, staff: Staff, token: str, account: str, now: float) -> str:
    if links.use(conn, staff, token, "join", now) != account:
        raise StaffRefused(
            "bad_link", T("staff", "This link has ended or was used already. Ask for a new one.")
        )
    conn.execute(
        update(accounts).where(accounts.c.id == account).values(activated=int(now), invited_until=int(now))
    )
    note(conn, account, "account.joined", account, {}, now)
    return renewed(conn, staff, account, now)
