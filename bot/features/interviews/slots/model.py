"""The words of booking: who acts, what a slot and a booking are, what came of a press and whom to tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from bot.features.interviews.slots.dbtime import DatabaseTime, database_time
from bot.store.datakeys import DataKeys

CELL = 300
"""Seconds of a cell (B1)."""
HOLD = 300
"""Seconds for which a hold lasts, and once more where it is extended (B4)."""
MOST_HOLDS = 2
"""Holds of one person at a time (B4)."""

Side = Literal["candidate", "employer", "staff"]
SlotState = Literal["open", "closed", "frozen"]
State = Literal["held", "booked", "cancelled", "moved", "done"]
Took = Literal["took_place", "not_shown"]
What = Literal["booked", "moved", "cancelled", "frozen", "unfrozen", "shifted"]
Way = Literal["audio", "phone", "chat"]
"""How the interview goes on where video fails; `phone` is by the NGO's phone, never her number."""

UNSAID = "unsaid"
"""Why she cancelled, until she says it: one press cancels, and asks afterwards."""
REASONS = {
    "candidate": ("cannot_come", "not_interested", "other_job", "unsafe", "other", UNSAID),
    "employer": ("host_cannot_come", "place_filled", "other"),
    "staff": ("asked_by_candidate", "asked_by_employer", "unsafe", "other"),
}
"""Why somebody may cancel, by side."""

Outcome = Literal[
    "done",
    "already",  # the same press again: nothing changed
    "taken",  # somebody was faster, or the host is busy then
    "overlaps",  # she has another interview at that time
    "too_many",  # she holds MOST_HOLDS times
    "frozen",  # staff are looking at this organisation (E7)
    "gone",  # no such slot or booking for whoever asks
    "too_early",  # an interview that has not begun can have no outcome
    "no_longer_valid",  # an old button (B6): cancelled, moved, lapsed or past
]

Note = Callable[[Connection, str, str, str, Mapping[str, str], float], None]
"""The audit log (L3): (conn, acting account, what, about which id, codes and ids, now)."""
PersonOf = Callable[[Connection, str], str | None]
"""The person row by which an account is written to, or None for an account that nobody reads."""


@dataclass(frozen=True, slots=True)
class Context:
    """What booking needs of the rest of the program. `now` is the database's time (B4)."""

    keys: DataKeys
    note: Note
    person_of: PersonOf
    now: DatabaseTime = database_time


@dataclass(frozen=True, slots=True)
class By:
    """Who acts: a candidate (`id` is her person id), an account of an employer, or one of the NGO's staff.

    What belongs to another organisation, or another candidate, does not exist for them (S4).
    """

    side: Side
    id: str
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that an employer offers. `start` in seconds UTC; `buffer` minutes are the host's alone."""

    id: str
    organisation: str
    host: str
    vacancy: str
    series: str
    start: int
    minutes: int
    buffer: int
    zone: str
    wall: str
    fold: int
    capacity: int
    state: SlotState
    link: str

    @property
    def end(self) -> int:
        """Seconds UTC; without the buffer."""
        return self.start + 60 * self.minutes

    def cells(self, buffer: bool = False) -> range:
        """The five-minute cells that it covers, for the host with the buffer."""
        end = self.end + 60 * self.buffer * buffer
        return range(self.start // CELL, -(-end // CELL))


@dataclass(frozen=True, slots=True)
class Needs:
    """What she asked for, and the ways agreed on where video fails, in order."""

    interpreter: bool = False
    quiet_room: bool = False
    lang: str | None = None
    fallback: tuple[Way, ...] = ()


@dataclass(frozen=True, slots=True)
class Booking:
    """A held or booked time of one person. Her id is for the program: employers never see it (E3)."""

    id: str
    person: str
    slot: Slot
    state: State
    hold_until: int | None
    extended: bool
    uid: str
    sequence: int
    moved_to: str | None
    cancelled_by: str | None
    reason: str | None
    outcome: Took | None
    needs: Needs


@dataclass(frozen=True, slots=True)
class Event:
    """Somebody is to be told of a change, in the same transaction (B10).

    `to`: the person id of a candidate, or the account id of a host. `before`: the slot that it was moved
    from. `by`: the side that made the change. `later`: it is told by `later.due`, not by who made it.
    """

    what: What
    side: Literal["candidate", "host"]
    to: str
    booking: Booking
    by: Side | Literal["system"]
    before: Slot | None = None
    later: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a press. `alternatives`: the next free times, where the wanted one could not be had."""

    outcome: Outcome
    booking: Booking | None = None
    alternatives: tuple[Slot, ...] = ()
    events: tuple[Event, ...] = ()

    @property
    def ok(self) -> bool:
        """It is as wanted, now or since an earlier press (B6)."""
        return self.outcome in ("done", "already")
