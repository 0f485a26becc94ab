"""People with everything that can be kept of them, for tests of erasing."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from bot.conversation.messages import Incoming, Outgoing
from bot.delivery import inbox as letters
from bot.delivery import outbox as replies
from bot.delivery import persons as addressees
from bot.delivery.keys import Keys
from bot.delivery.ports import TurnResult
from bot.delivery.tables import inbox, outbox, persons


@dataclass(frozen=True)
class Known:
    """A person, and every text of hers that was stored."""

    id: str
    inbox_id: int
    texts: tuple[bytes, ...]


def settle(conn: Connection, keys: Keys, name: str, now: float, channel: str = "telegram:1") -> Known:
    """Someone writes, is in the midst of a flow, and has an answer waiting."""
    words = {part: f"{part}-of-{name}" for part in ("address", "text", "place", "answers", "reply")}
    came = letters.accept(
        conn, keys, channel, f"update-{name}", words["address"], Incoming("text", text=words["text"]), now
    )
    assert came is not None
    cipher = keys.data.for_person(conn, came.person)
    result = TurnResult(words["place"].encode(), words["answers"].encode(), "so", [])
    addressees.leave(conn, cipher, came.person, result, now)
    replies.put(conn, cipher, came.person, channel, [Outgoing(words["reply"], "so")], now)
    return Known(came.person, came.inbox_id, tuple(word.encode() for word in words.values()))


def ciphertexts(conn: Connection) -> list[bytes]:
    """Every encrypted field there is."""
    columns = (persons.c.address, persons.c.place, persons.c.answers, inbox.c.body, outbox.c.body)
    return [blob for column in columns for blob in conn.scalars(select(column)) if blob is not None]
