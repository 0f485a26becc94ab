"""Mails of a demo: kept, sealed, and shown on a page of the portal instead of being sent."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, select, tuple_

from bot.channels.mail.letters import NAME
from bot.channels.mail.tables import demo_mails
from bot.conversation.messages import Outgoing
from bot.delivery import persons
from bot.delivery.keys import Keys
from bot.delivery.outbox import decode, encode
from bot.delivery.ports import Clock, Failed, Unreachable
from bot.delivery.sql import PerEngine
from bot.delivery.tables import persons as addressees
from bot.store.cipher import Unreadable
from bot.store.database import Store, StoreUnavailable
from bot.store.ids import new_id

KEPT = 7 * 86_400
"""Seconds that a mail of a demo is shown."""
_BODY = "demo_mails.body"
_PUT = PerEngine(demo_mails, lambda insert: insert.on_conflict_do_nothing(index_elements=["id"]))


@dataclass(frozen=True, slots=True)
class ShownMail:
    """A mail as it would have been sent. `sent` is in seconds UTC."""

    id: str
    sent: int
    address: str
    message: Outgoing


class DemoMail:
    """Implements bot.delivery.ports.Channel."""

    name = NAME

    def __init__(self, store: Store, keys: Keys, clock: Clock) -> None:
        self._store, self._keys, self._clock = store, keys, clock

    async def send(self, address: str, message: Outgoing) -> str:
        """Keep one mail; a message that is sent again is kept once. Returns its id. Raises a SendError."""
        id_ = message.ref or new_id()
        now = self._clock.now()
        try:
            return await self._store.write(lambda conn: _keep(conn, self._keys, address, message, id_, now))
        except StoreUnavailable as error:
            raise Failed(error.reason) from None


def _keep(conn: Connection, keys: Keys, address: str, message: Outgoing, id_: str, now: float) -> str:
    person = persons.find(conn, keys, NAME, address)
    if person is None:
        raise Unreachable("no_account")
    sealed = keys.data.for_person(conn, person.id).seal(encode(message), _BODY, id_)
    conn.execute(_PUT.of(conn), {"id": id_, "person_id": person.id, "body": sealed, "sent": int(now)})
    return id_


def mails(
    conn: Connection,
    keys: Keys,
    *,
    person: str | None = None,
    after: tuple[int, str] | None = None,
    limit: int = 25,
) -> list[ShownMail]:
    """The demo's mails, newest first: of one person or of all. `after`: (sent, id) of the last one shown, to
    page on. One that cannot be opened any more is left out."""
    query = select(demo_mails, addressees.c.address).join(
        addressees, addressees.c.id == demo_mails.c.person_id
    )
    if person is not None:
        query = query.where(demo_mails.c.person_id == person)
    if after is not None:
        query = query.where(tuple_(demo_mails.c.sent, demo_mails.c.id) < tuple_(*after))
    rows = conn.execute(query.order_by(demo_mails.c.sent.desc(), demo_mails.c.id.desc()).limit(limit)).all()
    ciphers = keys.data.for_persons(conn, {row.person_id for row in rows})
    found = []
    for row in rows:
        try:
            cipher = ciphers[row.person_id]
            address = cipher.open_(row.address, "persons.address", row.person_id).decode()
            message = decode(cipher.open_(row.body, _BODY, row.id))
        except (KeyError, Unreadable):
            continue
        found.append(ShownMail(row.id, row.sent, address, message))
    return found


def sweep(conn: Connection, now: float) -> dict[str, int]:
    """Erase mails that were shown long enough (D5)."""
    old = demo_mails.c.sent <= int(now) - KEPT
    return {"demo_mails": conn.execute(delete(demo_mails).where(old)).rowcount}
