"""Slots, their bookings, and the five-minute cells by whose key the database refuses an overlap (B1)."""

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
)

from bot.store.schema import metadata

slots = Table(
    "interview_slots",
    metadata,
    Column("id", String(22), primary_key=True),
    Column("organisation", String(22), nullable=False),
    Column("host", String(22), nullable=False),  # the account that holds the interview
    Column("vacancy", String(22), nullable=False),
    Column("series", String(22), nullable=False),  # made by whoever opens: the same twice opens nothing twice
    Column("start", BigInteger, nullable=False),  # seconds since 1970 UTC
    Column("minutes", Integer, nullable=False),
    Column("buffer", Integer, nullable=False),  # minutes after it that the host keeps free
    Column("zone", String(64), nullable=False),  # IANA
    Column("wall", String(16), nullable=False),  # as chosen: 2026-11-23T10:00 (B7)
    Column("fold", Integer, nullable=False),  # 1: the second of two hours of that name
    Column("capacity", Integer, nullable=False),
    Column("state", String(6), nullable=False),  # open, closed, frozen
    Column("frozen_from", String(6)),  # the state that a freeze found it in
    Column("link", String(500), nullable=False),
    UniqueConstraint("series", "wall", "fold"),
    Index("interview_slots_vacancy", "vacancy", "state", "start"),
    Index("interview_slots_organisation", "organisation", "start"),
    Index("interview_slots_host", "host", "start"),
    Index("interview_slots_start", "start"),
)

freezes = Table(
    "interview_freezes",
    metadata,
    Column("organisation", String(22), primary_key=True),
    Column("since", BigInteger, nullable=False),
)

bookings = Table(
    "interview_bookings",
    metadata,
    Column("id", String(22), primary_key=True),
    Column("slot", String(22), ForeignKey("interview_slots.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", String(22), ForeignKey("persons.id", ondelete="CASCADE"), nullable=False),
    Column("state", String(9), nullable=False),  # held, booked, cancelled, moved, done
    Column("hold_until", BigInteger),
    Column("extended", Boolean, nullable=False, default=False),
    Column("uid", String(22), nullable=False),  # of the calendar entry; a move keeps it
    Column("sequence", Integer, nullable=False),  # of the calendar entry; a move or cancellation raises it
    Column("moved_to", String(22)),
    Column("cancelled_by", String(9)),  # candidate, employer, staff, system
    Column("reason", String(24)),  # a code
    Column("outcome", String(10)),  # took_place, not_shown
    Column("interpreter", Boolean, nullable=False, default=False),
    Column("quiet_room", Boolean, nullable=False, default=False),
    Column("lang", String(8)),  # that she wants to speak
    Column("fallback", String(24), nullable=False, default=""),  # agreed ways, in order: audio phone
    Index("interview_bookings_slot", "slot", "state"),
    Index("interview_bookings_person", "person_id", "state"),
    Index("interview_bookings_holds", "hold_until"),
)

cells = Table(
    "interview_cells",
    metadata,
    # h:ACCOUNT the host, p:PERSON the candidate, s:SLOT:NUMBER a seat
    Column("owner", String(40), primary_key=True),
    Column("cell", BigInteger, primary_key=True),  # seconds since 1970 UTC / 300
    Column("slot", String(22), ForeignKey("interview_slots.id", ondelete="CASCADE"), nullable=False),
    # null: the host's, held by the slot as long as any seat of it is taken
    Column("booking", String(22), ForeignKey("interview_bookings.id", ondelete="CASCADE")),
    Index("interview_cells_slot", "slot"),
    Index("interview_cells_booking", "booking"),
)

notices = Table(
    "interview_notices",
    metadata,
    Column("id", String(22), primary_key=True),
    Column("booking", String(22), ForeignKey("interview_bookings.id", ondelete="CASCADE"), nullable=False),
    Column("side", String(9), nullable=False),  # candidate, host
    Column("person_id", String(22), ForeignKey("persons.id", ondelete="CASCADE")),  # null: nobody to write to
    Column("what", String(9), nullable=False),  # booked, moved, cancelled, frozen, unfrozen, shifted
    Column("at", BigInteger, nullable=False),
    Column("after", BigInteger, nullable=False),  # the newest outbox row then: hers comes behind it
    Column("state", String(6), nullable=False),  # open, later, told, untold, seen
    Column("why", String(11)),  # of an untold one: unreachable, dead, dropped
    Index("interview_notices_open", "state", "at"),
    Index("interview_notices_booking", "booking"),
    Index("interview_notices_person", "person_id"),
)
