"""A passphrase and a code of an authenticator app together, where no passkey can be had (S1).

Argon2id takes 50 ms and more, so hashing and comparing happen outside a transaction; `blank` gives
what to compare with where there is no such account, so that this takes as long (S6).
"""

from __future__ import annotations

import hmac
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select, update

from bot.conversation.messages import Text
from bot.conversation.texts import T
from bot.features.staff.context import Staff
from bot.features.staff.model import StaffRefused
from bot.features.staff.tables import accounts, passphrases
from bot.language.normal import fold
from bot.store.cipher import Unreadable

if TYPE_CHECKING:
    from argon2 import PasswordHasher

HASH, TOTP = "staff_passphrases.hash", "staff_passphrases.totp"
SHORTEST, MOST = 14, 256
"""Characters. NIST SP 800-63B-4, 3.1.1.2: long, any signs, no rules of composition."""
FEWEST_DIFFERENT = 6
STEP = 30
"""Seconds of one code (RFC 6238)."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What an account is compared with: its hash and its TOTP secret."""

    hash: str
    secret: str
    step: int


def hashed(passphrase: str) -> str:
    """Argon2id of a passphrase. Slow on purpose: never within a transaction."""
    return _hasher().hash(_regular(passphrase))


def matches(kept: Kept, passphrase: str) -> bool:
    """Whether it is the passphrase. Slow on purpose: never within a transaction."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(kept.hash, _regular(passphrase[:MOST]))
    except (VerificationError, InvalidHashError):
        return False


@cache
def blank() -> Kept:
    """To compare with where there is nothing: nobody knows what it is the hash of."""
    import pyotp

    return Kept(_hasher().hash(pyotp.random_base32()), pyotp.random_base32(), 0)


@cache
def _hasher() -> PasswordHasher:
    """By RFC 9106, low memory: the library's own defaults. Loaded when somebody first signs in so."""
    from argon2 import PasswordHasher

    return PasswordHasher()


def kept(conn: Connection, staff: Staff, account: str | None) -> Kept | None:
    """What this account is compared with; None where it has no passphrase."""
    row = conn.execute(
        select(passphrases, accounts.c.person_id)
        .join(accounts, accounts.c.id == passphrases.c.account)
        .where(passphrases.c.account == account)
    ).first()
    if row is None:
        return None
    try:
        cipher = staff.keys.data.for_person(conn, row.person_id)
        return Kept(
            cipher.open_(row.hash, HASH, row.account).decode(),
            cipher.open_(row.totp, TOTP, row.account).decode(),
            row.step,
        )
    except Unreadable:
        return None


def step_of(secret: str, code: str, now: float) -> int | None:
    """The step of 30 s that a code belongs to: this one, the one before or the one after; else None."""
    digits = "".join(fold(code).split())
    import pyotp

    totp = pyotp.TOTP(secret, interval=STEP)
    at = int(now) // STEP
    found = [step for step in (at - 1, at, at + 1) if _same(totp.generate_otp(step), digits)]
    return found[0] if found else None


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def use_step(conn: Connection, account: str, step: int, now: float) -> bool:
    """Take a code: False where it, or a newer one, was taken before (S6)."""
    done = conn.execute(
        update(passphrases)
        .where(passphrases.c.account == account, passphrases.c.step < step)
        .values(step=step, used=int(now))
    )
    return done.rowcount == 1


def fit(passphrase: str, name: str, email: str) -> None:
    """Raise StaffRefused for a passphrase that is short, or easily guessed by who knows the owner."""
    regular = _regular(passphrase)
    if len(regular) < SHORTEST:
        raise _unfit(T("staff", "The passphrase is too short: at least 14 characters. Four words are good."))
    if len(regular) > MOST:
        raise _unfit(T("staff", "The passphrase is too long: at most 256 characters."))
    folded = fold(regular).replace(" ", "")
    known = [*name.split(), name, email, *email.split("@")[:1], "rafiq"]
    if any(len(part) >= 3 and fold(part).replace(" ", "") in folded for part in known):
        raise _unfit(T("staff", "The passphrase contains a name or an address. Choose other words."))
    signs = regular.casefold()
    if len(set(signs)) < FEWEST_DIFFERENT or _repeats(signs) or _runs(signs):
        raise _unfit(T("staff", "The passphrase repeats the same signs. Choose four different words."))


def _unfit(text: Text) -> StaffRefused:
    return StaffRefused("bad_passphrase", text, "passphrase")


def _repeats(text: str) -> bool:
    """True where it is one piece over and over, such as abcdabcdabcdab."""
    return any(text == (text[:n] * len(text))[: len(text)] for n in range(1, len(text) // 2 + 1))


def _runs(text: str) -> bool:
    """True where nearly all of it counts up or down, such as 12345678901234."""
    steps = [ord(after) - ord(before) for before, after in pairwise(text)]
    return sum(step in (-1, 0, 1) for step in steps) > len(steps) * 0.7


def _regular(passphrase: str) -> str:
    """The same signs typed on another keyboard are the same passphrase (NIST 3.1.1.2: normalise)."""
    return unicodedata.normalize("NFKC", passphrase)
