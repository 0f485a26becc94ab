"""What is stored of messages to many: who is to get which, how far that is, and what it costs. No text (D8).

All times are whole seconds since 1970 UTC, from the injected clock.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    text,
)

from bot.delivery.tables import RowId
from bot.store.schema import metadata, partial_index

broadcasts = Table(
    "broadcasts",
    metadata,
    Column("id", String(22), primary_key=True),  # 128 random bits, of whoever composed it
    Column("state", String(7), nullable=False),  # running, stopped, done
    Column("starts", BigInteger, nullable=False),
    Column("ends", BigInteger, nullable=False),  # nothing is sent at or after this second (A8)
    Column("urgent", Boolean, nullable=False),  # goes before those that are not
    Column("before", String(22)),  # another broadcast: a person's row of that one has to close first
    Column("filled_to", String(22), nullable=False),  # the last person whose row was made
    Column("filled", Boolean, nullable=False),  # nobody more will be added
    Column("opened", BigInteger, nullable=False),
    Column("closed", BigInteger),  # when it was stopped or done
    # Of sends that were closed by then no `shown` is kept any more.
    Column("cleared_to", BigInteger, nullable=False, server_default="0"),
    Index("broadcasts_state", "state", "ends"),
)

_WAITING = text("state = 'waiting'")
_IN_HAND = text("state IN ('leased', 'unknown') AND closed IS NULL")
_OPEN = text("closed IS NULL")
_DEAD = text("state = 'dead'")
_CLOSED = text("closed IS NOT NULL")

broadcast_sends = Table(
    "broadcast_sends",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("broadcast_id", String(22), nullable=False),
    Column("person_id", String(22), ForeignKey("persons.id", ondelete="CASCADE"), nullable=False),
    Column("lang", String(8), nullable=False),  # the language she gets it in
    Column("channel", String(40), nullable=False),
    # waiting, leased, sent, unreachable, expired, stopped, unknown, dead, dropped
    Column("state", String(11), nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("lease", Integer, nullable=False),  # counts claims; compared when a send is marked
    Column("lease_until", BigInteger),
    Column("holder", String(22)),  # the process that holds the lease: random, new at every start
    Column("tries", Integer, nullable=False),
    Column("resends", Integer, nullable=False),  # after an uncertain send; at most one (M9)
    Column("reason", String(80)),  # a code, never a text (D8)
    Column("closed", BigInteger),  # when it was sent or given up
    Column("shown", String(40)),  # the platform's numbers of what was sent, to take it out again (C12)
    UniqueConstraint("broadcast_id", "person_id"),
    # Partial, so that what is done leaves them: the cost of a claim does not grow with the audience.
    *(
        partial_index(name, *columns, where=where)
        for name, columns, where in (
            ("broadcast_sends_waiting", ("broadcast_id", "channel", "due", "id"), _WAITING),
            ("broadcast_sends_in_hand", ("broadcast_id", "channel"), _IN_HAND),
            ("broadcast_sends_person", ("person_id",), _OPEN),
            ("broadcast_sends_dead", ("id",), _DEAD),
            ("broadcast_sends_closed", ("broadcast_id", "closed"), _CLOSED),
        )
    ),
    sqlite_autoincrement=True,
)

broadcast_totals = Table(
    "broadcast_totals",
    metadata,
    Column("broadcast_id", String(22), primary_key=True),
    Column("state", String(11), primary_key=True),
    Column("count", BigInteger, nullable=False),  # rows of that state that were erased since
)

broadcast_spending = Table(
    "broadcast_spending",
    metadata,
    Column("channel", String(40), primary_key=True),
    Column("day", BigInteger, primary_key=True),  # days since 1970-01-01 UTC
    Column("messages", BigInteger, nullable=False),  # paid ones that were reserved, sent or not
)
