"""What delivery stores: people as addressees with their sessions, the inbox, the outbox, reminders, gates
and decisions.

All times are whole seconds since 1970 UTC, from the injected clock. Every column stands in the register
of stored fields (D1).
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from bot.store.schema import metadata

# SQLite numbers rows by itself only where the type is exactly INTEGER.
RowId = BigInteger().with_variant(Integer, "sqlite")

persons = Table(
    "persons",
    metadata,
    Column("id", String(22), primary_key=True),  # 128 random bits, base64url
    Column("channel", String(40), nullable=False),  # telegram:BOTID, web, console
    Column("address_hash", LargeBinary(32), nullable=False, unique=True),  # HMAC of channel and address (K2)
    Column("address", LargeBinary, nullable=False),  # encrypted under the person's data key
    Column("lang", String(8)),  # chosen language, or null before she chose
    Column("reachable", Boolean, nullable=False, default=True),
    Column("place", LargeBinary),  # encrypted: where she is in a conversation
    Column("place_until", BigInteger),  # rounded up to the day (D2, D5)
    Column("answers", LargeBinary),  # encrypted: answers of the running flow
    Column("answers_until", BigInteger),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("channel", String(40), nullable=False),
    Column("external_id", String(64), nullable=False),  # the platform's id of the update
    Column("person_id", String(22), ForeignKey("persons.id", ondelete="CASCADE")),  # null: an unknown update
    Column("body", LargeBinary),  # Incoming, encrypted under the key of the day; null once erased
    Column("state", String(8), nullable=False),  # new, handled, dead, dropped
    Column("tries", Integer, nullable=False, default=0),
    Column("reason", String(80)),  # of a dead letter: a code, never a text (D8)
    Column("length", Integer),  # of an unknown update's bytes (I4)
    Column("received", BigInteger, nullable=False),
    Column("handled", BigInteger),
    Column("shown", String(20)),  # the platform's number of a message in her chat, to take it out (C12)
    UniqueConstraint("channel", "external_id"),
    Index("inbox_open", "person_id", "state", "id"),
    Index("inbox_age", "state", "received"),
    sqlite_autoincrement=True,  # a number is never given to another row: phones and staff may name it late
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("ref", String(22), nullable=False, unique=True),  # 128 random bits: bound into the ciphertext
    Column("person_id", String(22), ForeignKey("persons.id", ondelete="CASCADE"), nullable=False),
    Column("channel", String(40), nullable=False),
    Column("body", LargeBinary),  # Outgoing, encrypted under the person's data key; null once sent
    Column(
        "state", String(11), nullable=False
    ),  # waiting, sending, sent, unknown, unreachable, dead, dropped
    Column("due", BigInteger, nullable=False),
    Column("lease", Integer, nullable=False, default=0),  # counts claims; compared when a send is marked
    Column("lease_until", BigInteger),
    Column("holder", String(22)),  # the process that holds the lease: random, new at every start
    Column("tries", Integer, nullable=False, default=0),
    Column("resends", Integer, nullable=False, default=0),  # after an uncertain send; at most one (M9)
    Column("reason", String(80)),  # a code, never a text (D8)
    Column("created", BigInteger, nullable=False),
    Column("closed", BigInteger),  # when it was sent or given up
    Column("shown", String(200)),  # the platform's numbers of what was sent, to take it out again (C12)
    Index("outbox_due", "state", "channel", "due"),
    Index("outbox_person", "person_id", "state", "id"),
    sqlite_autoincrement=True,
)

reminders = Table(
    "reminders",
    metadata,
    Column("id", String(22), primary_key=True),  # 128 random bits: bound into the ciphertext
    Column("person_id", String(22), ForeignKey("persons.id", ondelete="CASCADE"), nullable=False),
    Column("body", LargeBinary, nullable=False),  # encrypted: what it is about
    Column("due", BigInteger, nullable=False),
    Column("told", BigInteger),  # when her turn about it was put into the inbox
    Index("reminders_due", "told", "due"),
    Index("reminders_person", "person_id"),
)

channel_gates = Table(
    "channel_gates",
    metadata,
    Column("channel", String(40), primary_key=True),
    Column("until", BigInteger, nullable=False),  # nothing is sent before, by any process (M7)
)

dead_letter_log = Table(
    "dead_letter_log",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("box", String(6), nullable=False),  # inbox, outbox
    Column("row_id", BigInteger, nullable=False),
    Column("decision", String(9), nullable=False),  # retried, discarded
    Column("decided_by", String(80), nullable=False),  # the named member of staff (M10)
    Column("decided", BigInteger, nullable=False),
)
