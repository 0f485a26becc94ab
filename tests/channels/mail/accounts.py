"""Accounts as the staff feature makes them for the outbox: a person of channel "mail" each."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.channels.mail import NAME, Poster
from bot.delivery import persons
from bot.delivery.keys import Keys
from tests.features.interviews.calendars.entries import wording

BASE = "https://rafiq.example.org"
ADDRESS = "hiring@employer.example.com"
START = 1_796_635_800  # 2026-12-07 09:30 UTC
LINK = "/portal/interviews/hRgk2v6nTQyzJrDq0mZ9Cw"
INTERVIEW = {
    "start": str(START),
    "minutes": "30",
    "reference": "K7QF-2M",
    "uid": "hRgk2v6nTQyzJrDq0mZ9Cw",
    "sequence": "0",
    "link": LINK,
}
RESULT = {"by": str(START), "reference": "K7QF-2M", "link": LINK}
VALUES: dict[str, dict[str, str]] = {
    "account.invited": {"link": "/portal/invited/QwErTyUiOpAsDfGhJkLzXc", "until": str(START)},
    "account.recovered": {},
    "factor.added": {"link": "/portal/account"},
    "interview.booked": INTERVIEW,
    "interview.moved": INTERVIEW | {"was": str(START - 86_400), "sequence": "1"},
    "interview.cancelled": INTERVIEW | {"sequence": "2"},
    "interview.result_due": RESULT,
    "result.alarm": RESULT,
    "employer.frozen": {"link": "/portal/employers"},
    "vacancy.released": {"link": "/portal/vacancies"},
    "vacancy.refused": {"link": "/portal/vacancies"},
    "vacancy.ended": {"link": "/portal/vacancies"},
    "announcement.waiting": {"link": "/portal/announcements/QwErTyUiOpAsDfGhJkLzXc"},
    "announcement.approved": {"link": "/portal/announcements/QwErTyUiOpAsDfGhJkLzXc"},
    "announcement.sent_back": {"link": "/portal/announcements/QwErTyUiOpAsDfGhJkLzXc"},
}
"""Right values of every kind of mail."""


@dataclass(frozen=True)
class Addressee:
    """As the staff feature says who an account is; the mail part knows only its shape."""

    person_id: str
    lang: str
    zone: str


class Accounts:
    """Who has an account here, and a Poster for them."""

    def __init__(self, keys: Keys) -> None:
        self.keys = keys
        self._known: dict[str, Addressee] = {}

    def open(
        self, conn: Connection, lang: str = "en", zone: str = "Europe/Berlin", address: str = ADDRESS
    ) -> str:
        """A new account; its id."""
        hashed = self.keys.address_hash(NAME, address)
        person = persons.find_or_add(conn, self.keys, NAME, address, hashed)
        account = secrets.token_urlsafe(16)
        self._known[account] = Addressee(person.id, lang, zone)
        return account

    def who(self, conn: Connection, account: str) -> Addressee | None:
        return self._known.get(account)

    def person(self, account: str) -> str:
        return self._known[account].person_id

    def poster(self, organizer: str = "") -> Poster:
        return Poster(self.keys.data, self.who, wording().rich, BASE, organizer)
