"""The ways in which an account signs in: adding, naming and removing them in a session.

Each change ends all sessions of the account (S3); whoever made it goes on with the new token that it returns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, delete, select, update

from bot.conversation.texts import T
from bot.features.staff import enrolling, links, passkeys, sessions
from bot.features.staff.accounts import cipher_of
from bot.features.staff.audit import note
from bot.features.staff.challenges import Asked
from bot.features.staff.context import Staff
from bot.features.staff.model import Post, SignedIn, StaffRefused, need_fresh, tidy_name
from bot.features.staff.tables import accounts
from bot.features.staff.tables import challenges as challenge_rows
from bot.features.staff.tables import passkeys as passkey_rows
from bot.features.staff.tables import passphrases as passphrase_rows


@dataclass(frozen=True, slots=True)
class Factor:
    """One way to sign in. The passphrase with its code is one, and its id is "passphrase"."""

    id: str
    kind: Literal["passkey", "passphrase"]
    label: str
    created: int
    used: int | None


def listed(conn: Connection, staff: Staff, account: str) -> list[Factor]:
    """The ways in which this account signs in, oldest first."""
    cipher = cipher_of(conn, staff, account)
    found = [
        Factor(
            row.id,
            "passkey",
            cipher.open_(row.label, passkeys.LABEL, row.id).decode(),
            row.created,
            row.used,
        )
        for row in conn.execute(select(passkey_rows).where(passkey_rows.c.account == account))
    ]
    row = conn.execute(select(passphrase_rows).where(passphrase_rows.c.account == account)).first()
    if row is not None:
        found.append(Factor("passphrase", "passphrase", "", row.created, row.used))
    return sorted(found, key=lambda factor: (factor.created, factor.id))


def add_options(conn: Connection, staff: Staff, who: SignedIn, now: float) -> Asked:
    """Options for one more passkey. Needs a fresh factor. Raises StaffRefused."""
    _need_own(who, now)
    return passkeys.registration(conn, staff, who.account, now)


def add_passkey(
    conn: Connection,
    staff: Staff,
    who: SignedIn,
    asked: str,
    answer: str,
    label: str,
    now: float,
    post: Post | None = None,
) -> str:
    """Add a passkey, and tell the owner by mail; returns the token to go on with. Raises StaffRefused."""
    _need_own(who, now)
    enrolling.add_passkey(conn, staff, who.account, asked, answer, label, now)
    _tell(conn, who, post, now)
    return renewed(conn, staff, who.account, now)


def new_totp(conn: Connection, staff: Staff, who: SignedIn, now: float) -> enrolling.Totp:
    """A new secret for an authenticator app. Needs a fresh factor. Raises StaffRefused."""
    _need_own(who, now)
    return enrolling.new_totp(conn, staff, who.account, now)


def fit(conn: Connection, staff: Staff, who: SignedIn, passphrase: str, now: float) -> None:
    """Raise StaffRefused for an unfit passphrase; to be asked before hashing it."""
    enrolling.fit(conn, staff, who.account, passphrase, now)


def set_passphrase(
    conn: Connection,
    staff: Staff,
    who: SignedIn,
    totp: str,
    hashed: str,
    code: str,
    now: float,
    post: Post | None = None,
) -> str:
    """Set passphrase and code in place of those before, and tell the owner; the token to go on with."""
    _need_own(who, now)
    enrolling.put_passphrase(conn, staff, who.account, totp, hashed, code, now)
    _tell(conn, who, post, now)
    return renewed(conn, staff, who.account, now)


def rename(conn: Connection, staff: Staff, who: SignedIn, passkey: str, label: str, now: float) -> None:
    """Give a passkey another name. Raises StaffRefused."""
    name = tidy_name(label, "label")
    sealed = cipher_of(conn, staff, who.account).seal(name.encode(), passkeys.LABEL, passkey)
    own = (passkey_rows.c.id == passkey) & (passkey_rows.c.account == who.account)
    if conn.execute(update(passkey_rows).where(own).values(label=sealed)).rowcount != 1:
        raise _gone()


def remove(conn: Connection, staff: Staff, who: SignedIn, factor: str, now: float) -> str:
    """Remove a way to sign in, but never the last; returns the token to go on with. Raises StaffRefused."""
    _need_own(who, now)
    # Locks the account: two removals at once must not each leave the other's.
    conn.execute(select(accounts.c.id).where(accounts.c.id == who.account).with_for_update())
    known = {known.id for known in listed(conn, staff, who.account)}
    if factor not in known:
        raise _gone()
    if len(known) == 1:
        raise StaffRefused(
            "last_factor", T("staff", "This is your only way to sign in. Add another one first.")
        )
    if factor == "passphrase":
        conn.execute(delete(passphrase_rows).where(passphrase_rows.c.account == who.account))
    else:
        conn.execute(delete(passkey_rows).where(passkey_rows.c.id == factor))
    note(conn, who.account, "factor.removed", factor, {}, now)
    return renewed(conn, staff, who.account, now)


def remove_all(conn: Connection, account: str) -> None:
    """For a recovery: every way in, and every session and link, ends."""
    for table in (passkey_rows, passphrase_rows, challenge_rows):
        conn.execute(delete(table).where(table.c.account == account))
    sessions.end_all(conn, account)
    links.drop(conn, account)


def _tell(conn: Connection, who: SignedIn, post: Post | None, now: float) -> None:
    """A new way in that the owner did not make has to be noticed (ASVS 6.3.7)."""
    if post is not None:
        post(conn, who.account, "factor.added", {}, now)


def _need_own(who: SignedIn, now: float) -> None:
    need_fresh(who, now)
    if who.demo:
        raise StaffRefused("demo", T("staff", "A demo account is opened by its link alone."))


def renewed(conn: Connection, staff: Staff, account: str, now: float) -> str:
    """End every session of an account (S3); the token of a new one, for whoever changed a factor."""
    sessions.end_all(conn, account)
    return sessions.begin(conn, staff, account, now)


def _gone() -> StaffRefused:
    return StaffRefused("no_such", T("staff", "This way to sign in is not there any more."))
