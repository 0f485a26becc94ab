"""What goes in and out of the calls about candidates and invitations."""

from __future__ import annotations

from pydantic import BaseModel, Field

from bot.portal.api.models import Id, Strict


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
