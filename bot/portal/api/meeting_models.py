"""What goes in and out of the calls about slots and interviews."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from bot.language.normal import clean
from bot.portal.api.models import Id, Moment, Strict, Wall


class When(BaseModel):
    """A time at a place."""

    utc: Moment
    zone: str
    wall: str


class Slot(BaseModel):
    """A time for interviews. `taken`: places that are held or booked."""

    id: str
    series: str
    vacancy: str
    start: When
    end: Moment
    minutes: int
    buffer: int
    capacity: int
    taken: int | None = None
    state: Literal["open", "closed", "frozen"]
    link: str


class SlotsIn(Strict):
    """A series of slots, all opened or none. Without `link` each gets a room on our own server, if any."""

    vacancy: Id
    zone: Annotated[str, StringConstraints(max_length=64, pattern=r"^[A-Za-z0-9_+/-]+$")] = Field(
        description="IANA, such as Africa/Nairobi."
    )
    first: Wall
    minutes: int = Field(30, ge=5, le=240, multiple_of=5)
    buffer: int = Field(0, ge=0, le=120, multiple_of=5)
    capacity: int = Field(1, ge=1, le=50)
    repeat: Literal["once", "daily", "weekdays", "weekly"] = "once"
    until: date | None = None
    link: Annotated[str, StringConstraints(max_length=500), AfterValidator(clean)] = ""
    folds: dict[Wall, Literal[0, 1]] = Field(
        default_factory=dict,
        max_length=50,
        description="For hours that come twice: the first (0) or the second.",
    )
    skip: list[Wall] = Field(default_factory=list, max_length=200)


class Slots(BaseModel):
    """Slots that were opened together."""

    items: list[Slot]


class Needs(BaseModel):
    """What the candidate asked for."""

    interpreter: bool
    quiet_room: bool
    lang: str | None
    fallback: list[str]


class Result(BaseModel):
    """The answer that was promised. `code` null: none yet."""

    code: Literal["offer", "next_step", "not_this_time"] | None
    promised_by: Moment
    late: bool


class Booking(BaseModel):
    """An interview. `candidate`: the reference by which your organisation knows her, never her name (E3)."""

    id: str
    candidate: str
    state: Literal["booked", "cancelled", "moved", "done"]
    slot: Slot
    moved_to: str | None
    cancelled_by: str | None
    reason: str | None
    outcome: Literal["took_place", "not_shown"] | None
    result: Result | None
    needs: Needs


class MoveIn(Strict):
    """The slot to move to: of the same vacancy."""

    slot: Id


class CancelIn(Strict):
    reason: Literal["host_cannot_come", "place_filled", "other"]


class OutcomeIn(Strict):
    outcome: Literal["took_place", "not_shown"]


class ResultIn(Strict):
    code: Literal["offer", "next_step", "not_this_time"]
