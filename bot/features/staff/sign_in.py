"""Signing in, and showing again that it is you (S1, S5, S6).

By passkey in one step. By passphrase and code in three, because comparing takes long: `begin` in a
transaction, `compare` in a thread, `finish` in a transaction; `by_passphrase` does all three.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.conversation.messages import Text
from bot.conversation.texts import TN, T
from bot.features.staff import pace, passkeys, passphrases, sessions
from bot.features.staff.accounts import find, may_sign_in
from bot.features.staff.audit import note
from bot.features.staff.challenges import Asked
from bot.features.staff.context import Staff
from bot.features.staff.model import MOST_ADDRESS, SignedIn
from bot.features.staff.passphrases import Kept
from bot.store.database import Store

WRONG = T("staff", "That was not right. Check the address, the passphrase and the code, and try again.")
NOT_KNOWN = T("staff", "This passkey was not accepted. Try again, or use another way to sign in.")


@dataclass(frozen=True, slots=True)
class Refused:
    """`wait`: seconds until the next try is looked at; the same whether or not there is such an account."""

    text: Text
    wait: int = 0


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try by passphrase. `slow`: seconds by which its answer is to come later, because many try."""

    key: bytes
    account: str | None
    kept: Kept | None
    slow: float
    session: str | None = None


def options(conn: Connection, staff: Staff, now: float) -> Asked:
    """What the browser asks a passkey to sign in; no address is typed in."""
    return passkeys.question(conn, staff, "sign_in", now)


def by_passkey(conn: Connection, staff: Staff, asked: str, answer: str, now: float) -> str | Refused:
    """The token of a new session, where the browser's answer (JSON) is right."""
    proved = passkeys.prove(conn, staff, "sign_in", asked, answer, now)
    if proved is None:
        return Refused(NOT_KNOWN)
    note(conn, proved.account, "session.began", proved.account, {"factor": "passkey"}, now)
    return sessions.begin(conn, staff, proved.account, now)


def step_up_options(conn: Connection, staff: Staff, who: SignedIn, now: float) -> Asked:
    """What the browser asks one of this account's own passkeys to sign."""
    return passkeys.question(conn, staff, "step_up", now, who.account)


def step_up_by_passkey(
    conn: Connection, staff: Staff, who: SignedIn, asked: str, answer: str, now: float
) -> Refused | None:
    """None: the session is fresh for five minutes (S5); its token stays."""
    proved = passkeys.prove(conn, staff, "step_up", asked, answer, now, who.account)
    if proved is None or not sessions.refresh(conn, who.session, now):
        return Refused(NOT_KNOWN)
    return None


def begin(conn: Connection, staff: Staff, email: str, now: float) -> Attempt | Refused:
    """Count a try for an address, known or not, and fetch what to compare with."""
    typed = " ".join(email.split()).lower()[:MOST_ADDRESS]
    key = staff.keys.address_hash("staff-sign-in", typed)
    seconds = pace.take(conn, key, now)
    if seconds:
        return _later(seconds)
    account = find(conn, staff, typed)
    return Attempt(key, account, passphrases.kept(conn, staff, account), pace.everybody(conn, now))


def begin_step_up(conn: Connection, staff: Staff, who: SignedIn, now: float) -> Attempt | Refused:
    """As `begin`, for showing again that it is you in a session."""
    key = staff.keys.address_hash("staff-step-up", who.account)
    seconds = pace.take(conn, key, now)
    if seconds:
        return _later(seconds)
    kept = passphrases.kept(conn, staff, who.account)
    return Attempt(key, who.account, kept, pace.everybody(conn, now), who.session)


def _later(seconds: int) -> Refused:
    text = TN(
        "staff",
        "Too many tries. Wait {n} second, then try again.",
        "Too many tries. Wait {n} seconds, then try again.",
        seconds,
    )
    return Refused(text, seconds)


def compare(attempt: Attempt, passphrase: str) -> bool:
    """Slow on purpose (Argon2id): in a thread, never within a transaction. As slow for nobody's address."""
    blank = passphrases.blank()
    return passphrases.matches(attempt.kept or blank, passphrase) and attempt.kept is not None


def finish(
    conn: Connection, staff: Staff, attempt: Attempt, matched: bool, code: str, now: float
) -> str | Refused | None:
    """The token of a new session, or None where a session became fresh; Refused where anything is wrong."""
    now_kept = passphrases.kept(conn, staff, attempt.account)
    step = passphrases.step_of((attempt.kept or passphrases.blank()).secret, code, now)
    unchanged = (
        attempt.kept is not None
        and now_kept is not None
        and replace(now_kept, step=0) == replace(attempt.kept, step=0)
    )
    account = attempt.account
    if account is None or not matched or not unchanged or step is None or not may_sign_in(conn, account):
        return Refused(WRONG)
    if not passphrases.use_step(conn, account, step, now):
        return Refused(WRONG)
    pace.forget(conn, attempt.key)
    if attempt.session is not None:
        return None if sessions.refresh(conn, attempt.session, now) else Refused(WRONG)
    note(conn, account, "session.began", account, {"factor": "passphrase"}, now)
    return sessions.begin(conn, staff, account, now)


async def by_passphrase(
    store: Store,
    staff: Staff,
    email: str,
    passphrase: str,
    code: str,
    clock: Callable[[], float],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> str | Refused:
    """The token of a new session, or Refused. Keeps the database free while it compares."""
    attempt = await store.write(lambda conn: begin(conn, staff, email, clock()))
    done = await _go_on(store, staff, attempt, passphrase, code, clock, sleep)
    assert done is not None  # an attempt without a session never refreshes one
    return done


async def step_up_by_passphrase(
    store: Store,
    staff: Staff,
    who: SignedIn,
    passphrase: str,
    code: str,
    clock: Callable[[], float],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> Refused | None:
    """None: the session is fresh for five minutes (S5); its token stays."""
    attempt = await store.write(lambda conn: begin_step_up(conn, staff, who, clock()))
    done = await _go_on(store, staff, attempt, passphrase, code, clock, sleep)
    assert not isinstance(done, str)
    return done


async def _go_on(
    store: Store,
    staff: Staff,
    attempt: Attempt | Refused,
    passphrase: str,
    code: str,
    clock: Callable[[], float],
    sleep: Callable[[float], Awaitable[None]],
) -> str | Refused | None:
    if isinstance(attempt, Refused):
        return attempt
    if attempt.slow:
        await sleep(attempt.slow)
    matched = await asyncio.to_thread(compare, attempt, passphrase)
    return await store.write(lambda conn: finish(conn, staff, attempt, matched, code, clock()))


def sign_out(conn: Connection, who: SignedIn, now: float) -> None:
    """End the session."""
    if sessions.end(conn, who.account, who.session):
        note(conn, who.account, "session.ended", who.account, {}, now)
