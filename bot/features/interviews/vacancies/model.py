"""A vacancy, as data: codes of the field's standards, and the employer's own words beside them."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

State = Literal["draft", "submitted", "released", "returned", "ended", "closed", "frozen"]
EDITABLE: frozenset[str] = frozenset({"draft", "submitted", "released", "returned", "ended"})
"""`ended`: its last day is over. Changed, it can be handed in again."""
PERIODS = ("hour", "day", "week", "month", "year")
CONTRACTS = ("permanent", "fixed_term", "seasonal", "apprenticeship")
WITH_END = frozenset({"fixed_term"})
"""Contracts whose months have to be said."""
COSTS = ("recruitment_fee", "visa", "travel", "medical", "documents", "housing", "training")
PAYERS = ("employer", "public", "none", "shared", "worker")
FAIR_PAYERS = frozenset({"employer", "public", "none"})
"""Who may bear a cost. No fees or related costs shall be borne by workers (ILO, General principles and
operational guidelines for fair recruitment and definition of recruitment fees and related costs, 2019)."""
PAPERS = ("trade_certificate", "degree", "right_to_practise", "travel_document")
LICENCES = ("motorcycle", "car", "lorry", "bus", "tractor", "forklift")
"""The same codes as in the skills profile."""
SKILLS = ("listening", "speaking", "reading", "writing")
CEFR = ("A1", "A2", "B1", "B2", "C1", "C2")
NO_ROUTE = "none"
ANSWER_DAYS_MOST = 30
OPEN_DAYS = 60
"""Days from writing it for which an advert is open where its employer names no last day."""
OPEN_DAYS_MOST = 180
HOURS_MOST = 48
"""Hours a week, overtime apart (ILO, Hours of Work (Industry) Convention, 1919, article 2)."""
REVIEWS = frozenset({"reviewer"})
"""Roles that release or return adverts."""
FREEZES = frozenset({"reviewer", "vetter", "manager"})


class LanguageNeed(msgspec.Struct, frozen=True):
    """A language, one skill in it, and the CEFR level that the work takes."""

    tag: str
    skill: str
    level: str


class Vacancy(msgspec.Struct, frozen=True, kw_only=True):
    """An advert without problems: everything that stands in it was read and is whole."""

    isco: str
    """ISCO-08 unit group, four digits."""
    tasks: str
    """What is to be done, in the employer's words."""
    country: str
    """ISO 3166-1 alpha-2: where the work is."""
    town: str
    pay: str
    """A decimal amount, gross: digits with at most one full stop, such as 1900.50."""
    currency: str
    """ISO 4217."""
    period: str
    hours: str
    """Hours a week, a plain decimal."""
    nights: bool
    """Work at night or in shifts."""
    contract: str
    months: int | None
    start: str
    """ISO date, the first possible day."""
    route: str
    """The id of an article about the visa route, or NO_ROUTE."""
    route_words: str
    languages: tuple[LanguageNeed, ...]
    years: int
    """Of experience, at least."""
    papers: tuple[str, ...]
    licences: tuple[str, ...]
    wishes: str
    """What would be good and is not needed, in the employer's words."""
    places: int
    costs: dict[str, str]
    """By the kind of cost: who pays it."""
    answer_days: int
    """Days after an interview within which the employer promises a result."""
    until: str = ""
    """ISO date, the last day (UTC) on which it is shown; "" in adverts older than this field."""


WORDS = ("tasks", "town", "route_words", "wishes")
"""The fields that hold the employer's own words."""


class Body(msgspec.Struct, frozen=True):
    """What is kept of an advert: the form as it was typed, and what it came to where it has no problems."""

    typed: dict[str, tuple[str, ...]]
    vacancy: Vacancy | None = None


_AMOUNT = re.compile(r"(\d+)(?:[.,](\d{1,2}))?")


def amount(text: str) -> str | None:
    """A typed amount of money as plain decimal; None where it is none or could mean two.

    Spaces and apostrophes may part thousands; a comma or full stop counts as the decimal mark, and only
    before one or two digits: 1.900 means 1900 to some and 1.9 to others, so it has to be written otherwise.
    """
    plain = re.sub(r"(?<=\d)[ \u00a0\u202f'’٬](?=\d{3}(?!\d))", "", text.strip()).replace("٫", ".")
    found = _AMOUNT.fullmatch("".join(str(int(c)) if c.isdecimal() else c for c in plain))
    if found is None or len(found[1]) > 12 or not int(found[1] + (found[2] or "")):
        return None
    return f"{int(found[1])}.{found[2]:0<2}" if found[2] else str(int(found[1]))
