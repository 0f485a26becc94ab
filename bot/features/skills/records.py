"""The profile in the database: there only while she allows it, gone when she takes that back (C4)."""

from __future__ import annotations

import math

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, exists, select

from bot.delivery.sql import inserting
from bot.delivery.tables import persons
from bot.features.people import given
from bot.features.skills.profile import Profile, Saved, decode, encode, unheard
from bot.features.skills.tables import profiles, returns
from bot.store.cipher import Cipher, Unreadable

KIND = "profile"
"""The consent that it rests on."""
DAY = 24 * 3600
KEPT = 180 * DAY
"""Seconds after its last use for which a profile is kept."""
_COLUMN = "skills_profiles.body"


class NotAllowed(Exception):
    """She has not said yes to what would be kept."""


def load(conn: Connection, cipher: Cipher, person: str) -> Profile | None:
    """Her profile, where she has one and still allows it."""
    if not given(conn, person, KIND):
        return None
    body = conn.scalar(select(profiles.c.body).where(profiles.c.person_id == person))
    if body is None:
        return Profile()
    try:
        return decode(cipher.open_(body, _COLUMN, person))
    except (Unreadable, msgspec.DecodeError):
        return Profile()


def save(
    conn: Connection, cipher: Cipher, person: str, profile: Profile, now: float, saved: Saved = unheard
) -> None:
    """Keep a profile, and tell `saved` of it. Raises NotAllowed without her consent."""
    if not given(conn, person, KIND):
        raise NotAllowed("a profile")
    until = math.ceil((now + KEPT) / DAY) * DAY
    values = {"body": cipher.seal(encode(profile), _COLUMN, person), "until": until}
    put = inserting(conn.dialect.name, profiles).values(person_id=person, **values)
    conn.execute(put.on_conflict_do_update(index_elements=["person_id"], set_=values))
    saved(conn, person, profile, now)


def forget(conn: Connection, person: str) -> None:
    """Erase a profile with its return code, in the transaction in which she takes her consent back."""
    conn.execute(delete(returns).where(returns.c.person_id == person))
    conn.execute(delete(profiles).where(profiles.c.person_id == person))


def keeps() -> ColumnElement[bool]:
    """The condition on `persons` that somebody has a profile."""
    return exists().where(profiles.c.person_id == persons.c.id)


def sweep(conn: Connection, now: float) -> dict[str, int]:
    """Erase profiles that nobody has used for KEPT (D5), with their return codes."""
    over = profiles.c.until <= int(now)
    owners = select(profiles.c.person_id).where(over)
    conn.execute(delete(returns).where(returns.c.person_id.in_(owners)))
    return {"profiles": conn.execute(delete(profiles).where(over)).rowcount}
