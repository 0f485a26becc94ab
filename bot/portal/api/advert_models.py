"""What goes in and out of the calls about adverts."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from bot.portal.api.models import Moment, Short, Strict, Words


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
