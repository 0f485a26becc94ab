"""Keys for programs: random, shown once, kept as a keyed hash, with scopes and an end (K2, K5, S3, S5)."""

from __future__ import annotations

import secrets
import string
from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from sqlalchemy import Connection, delete, insert, or_, select, update

from bot.conversation.texts import T
from bot.features.staff.accounts import cipher_of
from bot.features.staff.api.scopes import Scope
from bot.features.staff.api.tables import api_keys
from bot.features.staff.audit import note
from bot.features.staff.context import Staff, new_token
from bot.features.staff.model import EMPLOYER, Kind, SignedIn, StaffRefused, need, need_fresh, tidy_name
from bot.features.staff.tables import accounts, organisations, roles
from bot.language.languages import ENGLISH
from bot.store.ids import new_id

DAY = 24 * 3600
LONGEST_DAYS = 365
MOST = 20
"""Keys of one account at a time."""
KEPT = 30 * DAY
"""Seconds for which the list still shows a key that has ended."""
SCOPES: tuple[Scope, ...] = get_args(Scope)
MARK = "rfq_"
"""How every key begins, so that searches for leaked secrets find it."""
_NAME = "staff_api_keys.name"
_LETTERS = string.ascii_letters + string.digits
_LONGEST_TOKEN = 128


@dataclass(frozen=True, slots=True)
class Made:
    """A new key. `token` is in no table: whoever does not copy it now has to make another one."""

    id: str
    token: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A key as its owner sees it. `used_day`: days since 1970 UTC, None for never used."""

    id: str
    name: str
    prefix: str
    scopes: tuple[str, ...]
    created: int
    until: int
    used_day: int | None
    revoked: int | None

    def live(self, now: float) -> bool:
        return self.revoked is None and now < self.until

    @property
    def used(self) -> int | None:
        """The begin of the last day on which it was used, in seconds since 1970."""
        return None if self.used_day is None else self.used_day * DAY


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose key a call came with, read anew for each one. Has the fields of an actor of employers."""

    key: str
    account: str
    organisation: str
    organisation_name: str
    kind: Kind
    roles: frozenset[str]
    lang: str
    zone: str
    scopes: frozenset[str]
    used_day: int | None
    fresh_until: float = 0.0
    """A program shows no factor: what asks for a fresh one was asked when the key was made (S5)."""


def create(
    conn: Connection, staff: Staff, by: SignedIn, *, name: str, scopes: Iterable[str], days: int, now: float
) -> Made:
    """A key of one's own account, good for so many days. Needs a fresh factor. Raises StaffRefused."""
    need(by, EMPLOYER)
    need_fresh(by, now)
    wanted = set(scopes)
    if not wanted or not wanted <= set(SCOPES):
        raise StaffRefused("bad_scopes", T("staff.key", "Choose what the key may do."), "scopes")
    if not 1 <= days <= LONGEST_DAYS:
        raise StaffRefused("bad_days", T("staff.key", "A key lasts between 1 day and a year."), "days")
    if sum(one.live(now) for one in listed(conn, staff, by.account)) >= MOST:
        raise StaffRefused(
            "too_many", T("staff.key", "You have 20 keys already. End one that is not used any more.")
        )
    id_, prefix = new_id(), MARK + "".join(secrets.choice(_LETTERS) for _ in range(8))
    token = f"{prefix}_{new_token()}"
    cipher = cipher_of(conn, staff, by.account)
    ordered = [code for code in SCOPES if code in wanted]
    conn.execute(
        insert(api_keys).values(
            id=id_,
            account=by.account,
            hash=staff.key_hash(token),
            prefix=prefix,
            name=cipher.seal(tidy_name(name).encode(), _NAME, id_),
            scopes=" ".join(ordered),
            created=int(now),
            until=int(now) + days * DAY,
        )
    )
    note(conn, by.account, "key.made", id_, {"scopes": " ".join(ordered), "days": str(days)}, now)
    return Made(id_, token)


def listed(conn: Connection, staff: Staff, account: str) -> list[Shown]:
    """The keys of an account, newest first, with those that ended within 30 days."""
    rows = conn.execute(
        select(api_keys)
        .where(api_keys.c.account == account)
        .order_by(api_keys.c.created.desc(), api_keys.c.id)
    ).all()
    if not rows:
        return []
    cipher = cipher_of(conn, staff, account)
    return [
        Shown(
            row.id,
            cipher.open_(row.name, _NAME, row.id).decode(),
            row.prefix,
            tuple(row.scopes.split()),
            row.created,
            row.until,
            row.used_day,
            row.revoked,
        )
        for row in rows
    ]


def revoke(conn: Connection, by: SignedIn, key: str, now: float) -> bool:
    """End a key of one's own at once; False where there is none that is live."""
    mine = api_keys.c.id == key, api_keys.c.account == by.account, api_keys.c.revoked.is_(None)
    if conn.execute(update(api_keys).where(*mine).values(revoked=int(now))).rowcount == 0:
        return False
    note(conn, by.account, "key.ended", key, {}, now)
    return True


def owner(conn: Connection, key: str) -> str | None:
    """The organisation that a key belongs to."""
    return conn.scalar(
        select(accounts.c.organisation)
        .join(api_keys, api_keys.c.account == accounts.c.id)
        .where(api_keys.c.id == key)
    )


def caller(conn: Connection, staff: Staff, token: str, now: float) -> Caller | None:
    """Who calls with this key; None for one that is unknown, ended, or whose account or role is gone (S3).

    A pure read.
    """
    if not token.startswith(MARK) or len(token) > _LONGEST_TOKEN:
        return None
    row = conn.execute(
        select(
            api_keys.c.id,
            api_keys.c.scopes,
            api_keys.c.used_day,
            accounts.c.id.label("account"),
            accounts.c.lang,
            accounts.c.zone,
            organisations.c.id.label("organisation"),
            organisations.c.name.label("organisation_name"),
            organisations.c.kind,
        )
        .join(accounts, accounts.c.id == api_keys.c.account)
        .join(organisations, organisations.c.id == accounts.c.organisation)
        .join(roles, (roles.c.account == accounts.c.id) & (roles.c.role == EMPLOYER))
        .where(
            api_keys.c.hash == staff.key_hash(token),
            api_keys.c.revoked.is_(None),
            api_keys.c.until > int(now),
            accounts.c.disabled.is_(None),
            organisations.c.closed.is_(None),
        )
    ).first()
    if row is None:
        return None
    return Caller(
        key=row.id,
        account=row.account,
        organisation=row.organisation,
        organisation_name=row.organisation_name,
        kind=row.kind,
        roles=frozenset((EMPLOYER,)),
        lang=row.lang or ENGLISH.tag,
        zone=row.zone,
        scopes=frozenset(row.scopes.split()),
        used_day=row.used_day,
    )


def touch(conn: Connection, key: str, now: float) -> None:
    """It was used today; written once a day."""
    today = int(now) // DAY
    older = or_(api_keys.c.used_day.is_(None), api_keys.c.used_day < today)
    conn.execute(update(api_keys).where(api_keys.c.id == key, older).values(used_day=today))


def end_all(conn: Connection, account: str, now: float) -> int:
    """End every key of an account: it was disabled, recovered, or its roles changed (S3)."""
    live = api_keys.c.account == account, api_keys.c.revoked.is_(None)
    return conn.execute(update(api_keys).where(*live).values(revoked=int(now))).rowcount


def sweep(conn: Connection, now: float) -> int:
    """Remove what ended 30 days ago."""
    old = int(now) - KEPT
    return conn.execute(
        delete(api_keys).where(or_(api_keys.c.until <= old, api_keys.c.revoked <= old))
    ).rowcount
