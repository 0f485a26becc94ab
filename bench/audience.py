"""People in a database for measuring: some with keys and addresses, any number that are rows alone."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, Select, insert, literal, select

from bot.delivery import broadcasts
from bot.delivery.broadcasts import Broadcast
from bot.delivery.keys import Keys
from bot.delivery.tables import persons
from bot.store.database import Store

CHANNEL = "telegram:1"
YEAR = 365 * 86_400
_PAGE = 1_000


async def real(store: Store, keys: Keys, chats: Iterable[int], first: str = "") -> None:
    """People who can be written to. `first`: what their ids begin with, so that they sort where wanted."""
    found = list(chats)
    for begin in range(0, len(found), _PAGE):
        page = found[begin : begin + _PAGE]

        def work(conn: Connection, page: list[int] = page) -> None:
            conn.execute(insert(persons), [_person(conn, keys, chat, first) for chat in page])

        await store.write(work)


def _person(conn: Connection, keys: Keys, chat: int, first: str) -> dict[str, object]:
    person = f"{first}{chat:0{22 - len(first)}d}"
    cipher = keys.data.create_person_key(conn, person)
    return {
        "id": person,
        "channel": CHANNEL,
        "address_hash": keys.address_hash(CHANNEL, str(chat)),
        "address": cipher.seal(str(chat).encode(), "persons.address", person),
        "reachable": True,
    }


def rows_alone(count: int) -> str:
    """A statement that makes people as rows alone, with ids that sort first; nobody can be written to."""
    return (
        "INSERT INTO persons (id, channel, address_hash, address, reachable) "
        f"SELECT lpad(n::text, 22, '0'), '{CHANNEL}', sha256(n::text::bytea), '\\x00'::bytea, true "
        f"FROM generate_series(1, {count:d}) AS n"
    )


def everybody(now: int) -> Select[tuple[str, str, str, int]]:
    """All of them, in English, at once."""
    return select(
        persons.c.id.label("person_id"),
        literal("en").label("lang"),
        persons.c.channel.label("channel"),
        literal(now).label("due"),
    )


async def fill(store: Store, id_: str, now: int, limit: int = broadcasts.service.BATCH) -> int:
    """Open a broadcast to everybody and give everybody a row, a batch in each transaction; how many."""
    await store.write(lambda conn: broadcasts.open_(conn, Broadcast(id_, now, now + YEAR), now))
    added = 0
    while True:
        batch = await store.write(
            lambda conn: broadcasts.enqueue(conn, id_, everybody(now), now, limit=limit)
        )
        added += batch.added
        if not batch.more:
            return added
