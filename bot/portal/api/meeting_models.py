"""What goes in and out of the calls about slots and interviews."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    Field,
    ModelWrapValidatorHandler,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from bot.features.interviews.zones import is_zone
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

    @model_validator(mode="wrap")
    @classmethod
    def _all_at_once(cls, data: Any, handler: ModelWrapValidatorHandler[SlotsIn]) -> SlotsIn:
        """Beside faults of form also a zone and a day that there are not: else they come to light only when
        the others are mended."""
        try:
            return handler(data)
        except ValidationError as error:
            raise _with(error, data) from None


def _with(error: ValidationError, data: Any) -> ValidationError:
    found = error.errors(include_url=False)
    lines = [
        InitErrorDetails(type=one["type"], loc=one["loc"], input=one.get("input"), ctx=one.get("ctx", {}))
        for one in found
    ]
    named = {one["loc"][0] for one in found if one["loc"]}
    sent = data if isinstance(data, dict) else {}
    for name, code, there in (("zone", "unknown_zone", is_zone), ("first", "no_day_or_hour", wall_of)):
        value = sent.get(name)
        if name not in named and isinstance(value, str) and not there(value):
            lines.append(InitErrorDetails(type=PydanticCustomError(code, code), loc=(name,), input=None))
    return ValidationError.from_exception_data(error.title, lines, hide_input=True)


def wall_of(text: str) -> datetime | None:
    """A wall time; None for a day or an hour that there is not."""
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M")  # noqa: DTZ007 - a wall time has no zone
    except ValueError:
        return None


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
