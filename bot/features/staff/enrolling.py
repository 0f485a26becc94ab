"""Setting up a way to sign in for an account, whoever asks: by a link (joining) or in a session (factors)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.conversation.texts import T
from bot.delivery.sql import PerEngine
from bot.features.staff import challenges, passkeys, passphrases
from bot.features.staff.accounts import cipher_of
from bot.features.staff.audit import note
from bot.features.staff.context import Staff
from bot.features.staff.directory import get
from bot.features.staff.model import StaffRefused
from bot.features.staff.tables import passphrases as passphrase_rows
from bot.store.ids import new_id

TOTP_LIFE = 600
"""Seconds to bring the secret into an app and type its first code."""
_SECRET = "staff_challenges.value"  # noqa: S105 - where a secret is bound to, not one
_PUT = PerEngine(
    passphrase_rows,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["account"],
        set_={name: insert.excluded[name] for name in ("hash", "totp", "step", "created", "used")},
    ),
)


@dataclass(frozen=True, slots=True)
class Totp:
    """A new secret for an authenticator app: `id` comes back with its first code."""

    id: str
    secret: str
    """Base32, to be typed in."""
    uri: str
    """otpauth://..., to be opened or shown as a picture."""


def add_passkey(
    conn: Connection, staff: Staff, account: str, asked: str, answer: str, label: str, now: float
) -> None:
    if passkeys.add(conn, staff, account, asked, answer, label, now) is None:
        raise StaffRefused("bad_passkey", T("staff", "The passkey could not be set up. Please try again."))


def new_totp(conn: Connection, staff: Staff, account: str, now: float) -> Totp:
    import pyotp  # as in passphrases: only where somebody needs it

    owner = get(conn, staff, account, now)
    assert owner is not None
    secret, id_ = pyotp.random_base32(), new_id()
    sealed = cipher_of(conn, staff, account).seal(secret.encode(), _SECRET, id_)
    challenges.ask(conn, account, "totp", sealed, now, TOTP_LIFE, id_)
    uri = pyotp.TOTP(secret).provisioning_uri(name=owner.email, issuer_name=staff.site.name)
    return Totp(id_, secret, uri)


def fit(conn: Connection, staff: Staff, account: str, passphrase: str, now: float) -> None:
    owner = get(conn, staff, account, now)
    assert owner is not None
    passphrases.fit(passphrase, owner.name, owner.email)


def put_passphrase(
    conn: Connection, staff: Staff, account: str, asked: str, hashed: str, code: str, now: float
) -> None:
    sealed = challenges.look(conn, asked, "totp", account, now)
    if sealed is None:
        raise StaffRefused(
            "totp_over", T("staff", "This took too long. Start again with a new code for your app.")
        )
    cipher = cipher_of(conn, staff, account)
    secret = cipher.open_(sealed, _SECRET, asked)
    step = passphrases.step_of(secret.decode(), code, now)
    if step is None:
        raise StaffRefused(
            "bad_code",
            T("staff", "This code is not right. Type the six digits that the app shows now."),
            "code",
        )
    challenges.take(conn, asked, "totp", account, now)
    conn.execute(
        _PUT.of(conn),
        {
            "account": account,
            "hash": cipher.seal(hashed.encode(), passphrases.HASH, account),
            "totp": cipher.seal(secret, passphrases.TOTP, account),
            "step": step,
            "created": int(now),
            "used": None,
        },
    )
    note(conn, account, "passphrase.set", account, {}, now)
