"""Employers, as data: what they say of themselves, what is checked of it, and how long it holds (E1)."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

import msgspec

State = Literal["applied", "checking", "admitted", "lapsed", "refused", "frozen"]
STATES: tuple[State, ...] = ("applied", "checking", "admitted", "lapsed", "refused", "frozen")
DAY = 86_400
ADMITTED_FOR = 182 * DAY
"""Seconds that an admission holds: 26 weeks, so never longer than the six months of E1."""
RENEW_FROM = 30 * DAY
"""Seconds before its end from which an admission can be checked anew."""
CHECKS_WITHIN = 30 * DAY
"""Seconds between the two checks of an admission, at most: an older one no longer counts."""
CHECKS_NEEDED = 2

ReportKind = Literal[
    "asked_for_money", "papers_taken", "threatened", "other_contact", "false_job", "something_else"
]
REPORT_KINDS: tuple[ReportKind, ...] = (
    "asked_for_money",
    "papers_taken",
    "threatened",
    "other_contact",
    "false_job",
    "something_else",
)
TRAFFICKING: frozenset[str] = frozenset({"asked_for_money", "papers_taken", "threatened"})
"""Signs of trafficking or forced labour (ILO indicators: debt, retention of papers, threats): one report of
these freezes at once (E7)."""
OUTCOMES = ("lifted", "closed", "unfounded", "warned")
"""How a report can be decided."""

DECIDES = frozenset({"vetter", "manager", "administrator"})
"""Roles that check employers and decide about a freeze."""
READS_REPORTS = DECIDES | {"case_worker"}
SEES_REPORTERS = frozenset({"case_worker"})

SHORT, LONG = 200, 2_000
"""Characters of a short field, and of words."""


class Details(msgspec.Struct, frozen=True, kw_only=True):
    """What an employer says of itself. Kept sealed as one document (K1)."""

    name: str
    country: str
    """ISO 3166-1 alpha-2: where it is registered."""
    registration: str
    """Its number in the register."""
    register: str
    """Which register that is."""
    host: str
    """Its web site: the host alone, in ASCII."""
    person: str
    """Who answers for it by name."""
    phone: str
    """At work, E.164 (+ and digits)."""
    mail: str

    def marks(self) -> dict[str, str]:
        """What tells that two applications come from one employer, by kind."""
        number = "".join(c for c in self.registration.casefold() if c.isalnum())
        return {
            "registration": f"{self.country}:{number}",
            "host": self.host.removeprefix("www."),
            "phone": self.phone,
            "mail": self.mail.casefold(),
        }


class Checklist(msgspec.Struct, frozen=True, kw_only=True):
    """What one member of staff verified outside this system (E1)."""

    register: str
    """The register in which the number was found."""
    register_day: str
    """ISO date on which it was looked up."""
    called: str
    """The number that was called, E.164."""
    source: str
    """Where that number was found: never the application."""
    call_day: str
    person: bool
    """Whoever answered confirmed that the named person works there and asked for the account."""
    pledge: bool
    """She confirmed the no-fee pledge by word."""


class Reporter(msgspec.Struct, frozen=True):
    person: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How an employer stands at a moment."""

    employer: str
    state: State
    until: int | None
    """The end of its admission, where it was ever admitted."""

    @property
    def may_act(self) -> bool:
        """May it show adverts, open slots, see and write to people?"""
        return self.state == "admitted"


def digest(details: Details) -> str:
    """What a check is bound to: the details as they were shown."""
    return sha256(msgspec.json.encode(details)).hexdigest()[:32]


def state_at(state: str, until: int | None, now: float) -> State:
    """The stored state, with an admission that is over counted as lapsed at that very second (E1)."""
    if state == "admitted" and (until is None or until <= now):
        return "lapsed"
    return next(known for known in STATES if known == state)
