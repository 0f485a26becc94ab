"""What goes in and out: the fields of each call, and no others (I14).

Moments are RFC 3339 in UTC; what happens at a place has its IANA zone and the wall time there besides (B7).
Ids are 22 letters that mean nothing.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from bot.language.normal import clean

Item = TypeVar("Item")
TEXT_MOST = 4_096
"""Characters of any text (I3)."""


class Strict(BaseModel):
    """A body: a field that is not named here is refused."""

    model_config = ConfigDict(extra="forbid", strict=False, hide_input_in_errors=True)


Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{22}$", max_length=22)]
Words = Annotated[str, StringConstraints(max_length=TEXT_MOST), AfterValidator(clean)]
Short = Annotated[str, StringConstraints(max_length=200), AfterValidator(clean)]
Wall = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$"),
    Field(description="Wall time in the zone, such as 2026-11-23T10:00.", examples=["2026-11-23T10:00"]),
]
Cursor = Annotated[str, StringConstraints(max_length=160, pattern=r"^[A-Za-z0-9_-]*$")]
Moment = Annotated[datetime, Field(description="RFC 3339 in UTC.", examples=["2026-11-23T07:00:00Z"])]
Asked = Annotated[
    AwareDatetime,
    Field(
        description="RFC 3339 with an offset.",
        ge=datetime(1971, 1, 1, tzinfo=UTC),
        le=datetime(2999, 1, 1, tzinfo=UTC),
    ),
]


def moment(seconds: float) -> datetime:
    """Seconds since 1970 as a moment in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


class Page(BaseModel, Generic[Item]):
    """A page of a list. `next`: the cursor of the following page; null after the last."""

    items: list[Item]
    next: str | None = None


class Organisation(BaseModel):
    """The organisation of the key."""

    id: str
    name: str
    state: Literal["none", "applied", "checking", "admitted", "lapsed", "refused", "frozen"]
    may_act: bool = Field(description="Whether calls other than this one are answered.")
    admitted_until: Moment | None
    profiles_left: int = Field(description="Profiles that this account may open today (UTC), pages included.")
    scopes: list[str]


class LanguageNeed(Strict):
    """A language that the work needs: one skill, one CEFR level."""

    tag: Short
    skill: Literal["listening", "speaking", "reading", "writing"]
    level: Literal["A1", "A2", "B1", "B2", "C1", "C2"]


Payer = Literal["employer", "public", "none", "shared", "worker"]


class Costs(Strict):
    """Who pays each cost. "shared" and "worker" are kept and refused: no cost may fall on the worker (E2)."""

    recruitment_fee: Payer | None = None
    visa: Payer | None = None
    travel: Payer | None = None
    medical: Payer | None = None
    documents: Payer | None = None
    housing: Payer | None = None
    training: Payer | None = None


class VacancyIn(Strict):
    """An advert. Every field may be left out at first: what is missing is then told in `problems`."""

    occupation: Short | None = Field(None, description="In your own words.")
    isco: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")] | None = Field(
        None,
        description="ISCO-08 unit group. Where it is missing, `isco_offers` names those that may be meant.",
    )
    tasks: Words | None = None
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = Field(
        None, description="ISO 3166-1 alpha-2."
    )
    town: Short | None = None
    pay: Short | None = Field(None, description="Gross, a decimal number as text, such as 45000.50.")
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None = Field(
        None, description="ISO 4217."
    )
    period: Literal["hour", "day", "week", "month", "year"] | None = None
    hours: Short | None = Field(None, description="Hours a week, as text, such as 37.5.")
    nights: bool | None = None
    contract: Literal["permanent", "fixed_term", "seasonal", "apprenticeship"] | None = None
    months: int | None = Field(None, ge=1, le=60)
    start: date | None = None
    route: Short | None = Field(None, description="The id of an article about a visa route, or 'none'.")
    route_words: Words | None = None
    languages: list[LanguageNeed] | None = Field(None, max_length=32)
    years: int | None = Field(None, ge=0, le=30)
    papers: list[Literal["trade_certificate", "degree", "right_to_practise", "travel_document"]] | None = (
        Field(None, max_length=4)
    )
    licences: list[Literal["motorcycle", "car", "lorry", "bus", "tractor", "forklift"]] | None = Field(
        None, max_length=6
    )
    wishes: Words | None = None
    places: int | None = Field(None, ge=1, le=500)
    costs: Costs | None = None
    answer_days: int | None = Field(None, ge=1, le=30)
    until: date | None = Field(
        None, description="The last day (UTC); 60 days from today where it is missing."
    )


class VacancyProblem(BaseModel):
    """What the advert still needs before it can be handed in."""

    field: str
    detail: str


class Vacancy(BaseModel):
    """An advert as it stands."""

    id: str
    state: Literal["draft", "submitted", "released", "returned", "ended", "closed", "frozen"]
    version: int
    changed: Moment
    ends: Moment | None = Field(description="From when on it is not shown any more.")
    content: VacancyIn
    problems: list[VacancyProblem]
    isco_offers: list[str] = Field(description="Unit groups that `occupation` may mean.")
    returned_because: list[str] = Field(description="What reviewers wrote, the newest first.")


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


class Reason(BaseModel):
    """Why somebody fits, and what it counts (C8)."""

    code: str
    points: int
    most: int


class Candidate(BaseModel):
    """Somebody who may fit, by reference: no name, no contact, no place (E3)."""

    ref: str
    points: int
    reasons: list[Reason]
    words: list[str] = Field(description="The reasons in the language of the account.")
    shared: bool = Field(description="Whether the profile can be opened.")
    invitation: str | None


class Candidates(BaseModel):
    """Ten at most. `profiles_left`: that may be opened today, pages included (E4)."""

    items: list[Candidate]
    next: str | None
    profiles_left: int


class Profile(BaseModel):
    """One profile, in the language of the account."""

    ref: str
    text: str
    lang: str
    invitation: str | None
    profiles_left: int


class InvitationIn(Strict):
    ref: Id


class Invitation(BaseModel):
    """`invited`, `accepted`, `declined`, `withdrawn` or `lapsed`."""

    ref: str
    state: str


class Invitations(BaseModel):
    items: list[Invitation]


class MoreAsked(BaseModel):
    """`asked` false: it was asked today already."""

    asked: bool
