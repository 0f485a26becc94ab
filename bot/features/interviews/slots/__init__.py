"""Slots and bookings: times that both sides can trust.

    found = free_slots(conn, person, vacancy, ctx.now(conn))
    held = hold(conn, ctx, person, found[0].id)                      # five minutes, for her alone
    booked = book(conn, ctx, person, held.booking.id, Needs())       # with its reminders
    booked.events                                                    # whom to tell, in this transaction

Every function works within the caller's transaction, may be called again with the same values, and answers
with a Result; what can happen to anybody is no exception.
"""

from bot.features.interviews.slots.booking import book, cancel, confirm
from bot.features.interviews.slots.dbtime import DatabaseTime, database_time, shifted
from bot.features.interviews.slots.ending import forget, keeps, sweep
from bot.features.interviews.slots.finding import After, free_slots, is_free_for
from bot.features.interviews.slots.freezing import close_slot, freeze, frozen, reopen_slot, unfreeze
from bot.features.interviews.slots.holding import extend, hold, holds
from bot.features.interviews.slots.later import due
from bot.features.interviews.slots.links import VIDEO_HOSTS, BadLink, checked_link, room
from bot.features.interviews.slots.listing import (
    Place,
    candidates_ahead,
    coming,
    coming_of,
    hosted,
    past_of,
    slots_page,
)
from bot.features.interviews.slots.model import (
    HOLD,
    REASONS,
    UNSAID,
    Booking,
    By,
    Context,
    Event,
    Needs,
    Result,
    Slot,
)
from bot.features.interviews.slots.moving import move
from bot.features.interviews.slots.opening import Opened, Opening, Problem, faults, open_slots
from bot.features.interviews.slots.reading import between, find_booking, find_slot, of_person, slots_between
from bot.features.interviews.slots.reminding import KIND, reminder_still_true, tell
from bot.features.interviews.slots.restoring import explain, may_restore, restore
from bot.features.interviews.slots.shifting import shift_slots
from bot.features.interviews.slots.telling import Untold, seen, untold
from bot.features.interviews.slots.wishing import wish

__all__ = [
    "HOLD",
    "KIND",
    "REASONS",
    "UNSAID",
    "VIDEO_HOSTS",
    "After",
    "BadLink",
    "Booking",
    "By",
    "Context",
    "DatabaseTime",
    "Event",
    "Needs",
    "Opened",
    "Opening",
    "Place",
    "Problem",
    "Result",
    "Slot",
    "Untold",
    "between",
    "book",
    "cancel",
    "candidates_ahead",
    "checked_link",
    "close_slot",
    "coming",
    "coming_of",
    "confirm",
    "database_time",
    "due",
    "explain",
    "extend",
    "faults",
    "find_booking",
    "find_slot",
    "forget",
    "free_slots",
    "freeze",
    "frozen",
    "hold",
    "holds",
    "hosted",
    "is_free_for",
    "keeps",
    "may_restore",
    "move",
    "of_person",
    "open_slots",
    "past_of",
    "reminder_still_true",
    "reopen_slot",
    "restore",
    "room",
    "seen",
    "shift_slots",
    "shifted",
    "slots_between",
    "slots_page",
    "sweep",
    "tell",
    "unfreeze",
    "untold",
    "wish",
]
