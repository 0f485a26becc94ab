"""Passkeys (W3C WebAuthn): user verification required, challenges used once (S1).

Asking for options stores a challenge for five minutes and returns its id with the options as JSON for the
browser; the browser's answer comes back with that id. One challenge checks one answer, right or wrong.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, insert, select, update

from bot.conversation.texts import T
from bot.features.staff.accounts import cipher_of, may_sign_in
from bot.features.staff.audit import note
from bot.features.staff.challenges import Asked, ask, take
from bot.features.staff.context import Staff
from bot.features.staff.directory import get
from bot.features.staff.model import StaffRefused, tidy_name
from bot.features.staff.tables import passkeys
from bot.store.ids import new_id

LABEL = "staff_passkeys.label"
LIFE = 300
"""Seconds for which a challenge can be answered."""
MOST = 20
"""Passkeys of one account."""
Purpose = Literal["sign_in", "step_up"]


@dataclass(frozen=True, slots=True)
class Proved:
    """An account whose passkey answered rightly."""

    account: str
    passkey: str


def registration(conn: Connection, staff: Staff, account: str, now: float) -> Asked:
    """Options for a new passkey of this account. Raises StaffRefused where it has too many."""
    from bot.features.staff import ceremonies  # 0.2 s: only where a passkey is asked for

    owner = get(conn, staff, account, now)
    known = _credentials(conn, account)
    if owner is None or len(known) >= MOST:
        raise StaffRefused("too_many", T("staff", "No more passkeys can be added. Remove one first."))
    challenge, options = ceremonies.ask_to_create(staff.site, account, owner.email, owner.name, known, LIFE)
    return Asked(ask(conn, account, "register", challenge, now, LIFE), options)


def add(
    conn: Connection, staff: Staff, account: str, asked: str, answer: str, label: str, now: float
) -> str | None:
    """Keep a new passkey, where the answer is right; its id. None: wrong, too late, or known already."""
    from bot.features.staff import ceremonies

    challenge = take(conn, asked, "register", account, now)
    new = None if challenge is None else ceremonies.created(staff.site, challenge, _read(answer))
    if new is None or conn.scalar(select(passkeys.c.id).where(passkeys.c.credential == new.id)) is not None:
        return None
    id_ = new_id()
    name = tidy_name(label, "label")
    conn.execute(
        insert(passkeys).values(
            id=id_,
            account=account,
            credential=new.id,
            public_key=new.public_key,
            counter=new.counter,
            label=cipher_of(conn, staff, account).seal(name.encode(), LABEL, id_),
            created=int(now),
        )
    )
    note(conn, account, "passkey.added", id_, {}, now)
    return id_


def question(
    conn: Connection, staff: Staff, purpose: Purpose, now: float, account: str | None = None
) -> Asked:
    """Options to prove a passkey: any (sign in, discoverable), or one of an account (step up)."""
    from bot.features.staff import ceremonies

    known = None if account is None else _credentials(conn, account)
    challenge, options = ceremonies.ask_to_prove(staff.site, known, LIFE)
    return Asked(ask(conn, account, purpose, challenge, now, LIFE), options)


def prove(
    conn: Connection,
    staff: Staff,
    purpose: Purpose,
    asked: str,
    answer: str,
    now: float,
    account: str | None = None,
) -> Proved | None:
    """Whose passkey gave this answer; None where it is not right, whatever the reason (S6).

    A signature counter that did not grow is a copied authenticator (WebAuthn 6.1.1): refused and noted.
    """
    from bot.features.staff import ceremonies

    challenge = take(conn, asked, purpose, account, now)
    said = _read(answer)
    names = ceremonies.named(said)
    if challenge is None or names is None:
        return None
    credential, handle = names
    row = conn.execute(
        select(passkeys.c.id, passkeys.c.account, passkeys.c.public_key, passkeys.c.counter).where(
            passkeys.c.credential == credential
        )
    ).first()
    if row is None or account not in (None, row.account) or not may_sign_in(conn, row.account):
        return None
    if handle not in (b"", row.account.encode()):  # WebAuthn 7.2, step 6
        return None
    counter = ceremonies.proved(staff.site, challenge, said, bytes(row.public_key))
    if counter is None:
        return None
    if (counter or row.counter) and counter <= row.counter:
        note(conn, row.account, "passkey.counter_stood_still", row.id, {}, now)
        return None
    same = (passkeys.c.id == row.id) & (passkeys.c.counter == row.counter)
    done = conn.execute(update(passkeys).where(same).values(counter=counter, used=int(now)))
    return Proved(row.account, row.id) if done.rowcount == 1 else None


def _credentials(conn: Connection, account: str) -> list[bytes]:
    return list(conn.scalars(select(passkeys.c.credential).where(passkeys.c.account == account)))


def _read(answer: str) -> Any:
    """The JSON of a browser, or None: nothing that a ceremony takes for right."""
    try:
        return json.loads(answer)
    except (ValueError, RecursionError):
        return None
