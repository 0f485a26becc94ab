"""Forgetting a person (C6, C7)."""

from __future__ import annotations

from sqlalchemy import Connection, delete, func, null, update

from bot.delivery.persons import close
from bot.delivery.tables import inbox, outbox, persons
from bot.store.datakeys import DataKeys


def erase(conn: Connection, keys: DataKeys, person_id: str) -> bool:
    """Erase a person, her messages and her data key, in the caller's transaction. False: nobody of that id.

    The ids of her updates stay, without her: an update that the platform sends again must not bring her
    back (M2). Her data key goes with the commit; that makes her unreadable in every backup as well.
    """
    close(conn, person_id)
    conn.execute(
        update(inbox)
        .where(inbox.c.person_id == person_id)
        .values(
            person_id=None,
            body=null(),
            length=None,
            shown=null(),
            state="handled",
            handled=func.coalesce(inbox.c.handled, inbox.c.received),
        )
    )
    conn.execute(delete(outbox).where(outbox.c.person_id == person_id))
    erased = conn.execute(delete(persons).where(persons.c.id == person_id)).rowcount == 1
    keys.destroy_person_key(conn, person_id)
    return erased
