"""What people asked to be told on a later day: kept sealed, and brought to them as a turn of their own.

A reminder that is due becomes a message in the person's inbox, once; the turn that answers it reads the
reminder again, so what was taken back meanwhile is not told (B9), and it is said in the language that she
has by then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from bot.conversation.messages import Incoming
from bot.delivery import inbox
from bot.delivery.keys import Keys
from bot.delivery.tables import persons, reminders
from bot.store.cipher import Cipher, Unreadable
from bot.store.ids import new_id

_BODY = "reminders.body"
_PAGE = 500
KEPT = 30 * 24 * 3600
"""Seconds for which a reminder that was told can still be looked at."""

_encode = msgspec.json.Encoder().encode


class _Body(msgspec.Struct, omit_defaults=True):
    kind: str
    values: dict[str, Any]
    about: str = ""


_decode = msgspec.json.Decoder(_Body).decode


@dataclass(frozen=True, slots=True)
class Reminder:
    """`kind` says which feature it belongs to, `values` (small JSON) what it says. `due` in seconds.

    `about`: the id of the one thing of its kind that it belongs to, where a person can have several.
    """

    id: str
    kind: str
    values: Mapping[str, Any]
    due: int
    told: bool
    about: str = ""


def put(
    conn: Connection,
    cipher: Cipher,
    person: str,
    kind: str,
    dues: Iterable[tuple[float, Mapping[str, Any]]],
    about: str = "",
) -> None:
    """Remind a person at these times of these values, instead of all reminders of the kind so far that are
    about the same thing (by default none in particular)."""
    mine = of(conn, cipher, person)
    drop(conn, person, (old.id for old in mine if (old.kind, old.about) == (kind, about)))
    for due, values in dues:
        id_ = new_id()
        body = cipher.seal(_encode(_Body(kind, dict(values), about)), _BODY, id_)
        conn.execute(insert(reminders).values(id=id_, person_id=person, body=body, due=int(due)))


def of(conn: Connection, cipher: Cipher, person: str) -> list[Reminder]:
    """All reminders of a person, the next one first; those that cannot be read any more are left out."""
    found = []
    rows = select(reminders).where(reminders.c.person_id == person).order_by(reminders.c.due, reminders.c.id)
    for row in conn.execute(rows).all():
        try:
            body = _decode(cipher.open_(row.body, _BODY, row.id))
        except (Unreadable, msgspec.DecodeError):
            continue
        found.append(Reminder(row.id, body.kind, body.values, row.due, row.told is not None, body.about))
    return found


def drop(conn: Connection, person: str, ids: Iterable[str]) -> None:
    """Take reminders of a person back; nothing is told of them any more."""
    of_hers = (reminders.c.person_id == person, reminders.c.id.in_(list(ids)))
    conn.execute(delete(reminders).where(*of_hers))


def any_due(conn: Connection, now: float) -> bool:
    """Is there anything to wake?"""
    due = select(reminders.c.id).where(reminders.c.told.is_(None), reminders.c.due <= int(now)).limit(1)
    return conn.scalar(due) is not None


def wake(conn: Connection, keys: Keys, now: float) -> int:
    """Put what is due into the inboxes, each reminder once, however many processes look; how many."""
    rows = conn.execute(
        select(reminders.c.id, reminders.c.person_id, persons.c.channel)
        .join(persons, persons.c.id == reminders.c.person_id)
        .where(reminders.c.told.is_(None), reminders.c.due <= int(now))
        .order_by(reminders.c.due)
        .limit(_PAGE)
        .with_for_update(skip_locked=True, of=reminders)
    ).all()
    for row in rows:
        incoming = Incoming("due", row.id)
        inbox.put(conn, keys, row.channel, f"{inbox.OF_OURS}{row.id}", row.person_id, incoming, now)
        conn.execute(update(reminders).where(reminders.c.id == row.id).values(told=int(now)))
    return len(rows)


def sweep(conn: Connection, now: float) -> dict[str, int]:
    """Erase what was told long enough ago (D5)."""
    old = delete(reminders).where(reminders.c.told <= int(now) - KEPT)
    return {"reminders": conn.execute(old).rowcount}
