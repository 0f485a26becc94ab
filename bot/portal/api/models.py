"""What goes in and out: the fields of each call, and no others (I14).

Moments are RFC 3339 in UTC; what happens at a place has its IANA zone and the wall time there besides (B7).
Ids are 22 letters that mean nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime
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
