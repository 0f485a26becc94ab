"""What is stored of announcements: their sealed content and state, waves of sending, and staff readers.

All times are whole seconds since 1970 UTC, from the injected clock. What is written stands sealed in `body`,
under a data key of the announcement's own.
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

announcements = Table(
    "announcements",
    metadata,
    Column("id", String(22), primary_key=True),  # 128 random bits, base64url
    Column("organisation", String(22), nullable=False),
    Column("number", Integer, nullable=False),  # 1, 2, 3 ... of the organisation
    Column("code", String(9), nullable=False, unique=True),  # the check code that readers see (A11)
    Column("state", String(9), nullable=False),  # draft, submitted, approved, running, stopped, done
    Column("kind", String(6), nullable=False),  # new, update, cancel
    Column("mode", String(8), nullable=False),  # live, exercise
    Column("about", String(22)),  # the announcement that it updates or cancels
    Column("body", LargeBinary, nullable=False),  # the draft, sealed
    Column("starts", BigInteger, nullable=False),
    Column("ends", BigInteger, nullable=False),
    Column("digest", LargeBinary(32)),  # of what was submitted, then approved (A2)
    Column("approver", String(22)),
    Column("both_urgent", Boolean, nullable=False, default=False),  # writer and approver chose it (A7)
    Column("people", BigInteger),  # the count that the approver typed (A6)
    Column("created", BigInteger, nullable=False),
    Column("changed", BigInteger, nullable=False),
    Column("submitted", BigInteger),
    Column("approved", BigInteger),
    Column("started", BigInteger),
    Column("ended", BigInteger),  # when it was stopped or done
    Column("stopped_by", String(22)),
    Column("returned", LargeBinary),  # why an approver handed it back, sealed; until it is submitted again
    UniqueConstraint("organisation", "number"),
    Index("announcements_due", "state", "starts"),
    Index("announcements_about", "about"),
)

writers = Table(
    "announcement_writers",
    metadata,
    Column("announcement", String(22), ForeignKey("announcements.id", ondelete="CASCADE"), primary_key=True),
    # Whoever wrote a word of it, or submitted it, may not approve it (A1).
    Column("account", String(22), primary_key=True),
    Column("at", BigInteger, nullable=False),
)

waves = Table(
    "announcement_waves",
    metadata,
    Column("id", String(22), primary_key=True),  # the broadcast of bot.delivery.broadcasts
    Column("announcement", String(22), ForeignKey("announcements.id", ondelete="CASCADE"), nullable=False),
    Column("wave", String(10), nullable=False),  # pilot, main, correction
    Column("opened", BigInteger, nullable=False),
    Column("settled", BigInteger),  # of a correction: when the last sends of its original had ended
    Column("complete", BigInteger),  # when everybody had a row
    UniqueConstraint("announcement", "wave"),
    Index("announcement_waves_open", "complete", "opened"),
)

readers = Table(
    "staff_readers",
    metadata,
    Column("account", String(22), primary_key=True),
    Column(
        "person_id", String(22), ForeignKey("persons.id", ondelete="CASCADE"), nullable=False, unique=True
    ),
    Column("since", BigInteger, nullable=False),
)
