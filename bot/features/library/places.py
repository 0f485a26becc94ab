"""Whom to call in danger at the place that an installation serves: content/places.yaml."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection

from bot.conversation.messages import Text
from bot.conversation.texts import T
from bot.features.library.building import host_of
from bot.features.library.faults import Fault, Notes
from bot.features.library.matter import Matter, read_matter
from bot.language.names import is_country

PLACES_FILE = "places.yaml"
CHECK_AGAIN = timedelta(days=180)
"""After so long somebody should look at the page of a number again."""

SERVICES: Mapping[str, Text] = {
    "all": T("urgent.service", "Emergencies"),
    "police": T("urgent.service", "Police"),
    "ambulance": T("urgent.service", "Ambulance"),
    "fire": T("urgent.service", "Fire"),
    "health": T("urgent.service", "Health"),
}
_NUMBER = re.compile(r"\+?\d[\d ]{1,16}")
_COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Contact:
    """A number that anybody may call; the service is one of SERVICES."""

    service: str
    number: str


@dataclass(frozen=True, slots=True)
class Place:
    """Who helps at a place, from which page that is known, and when the page was looked at."""

    id: str
    contacts: tuple[Contact, ...]
    source: str
    checked: date


class Near(Protocol):
    """Who knows which place a person chose, and whom to call there (bot.features.places)."""

    def place_of(self, conn: Connection, person: str) -> str:
        """The id of the place that she chose, or ""."""
        ...

    def near(self, place: str) -> Place | None:
        """Whom to call at that place, without contacts where no number is known; None: no such place."""
        ...


class Nowhere:
    """Nobody has chosen a place."""

    def place_of(self, conn: Connection, person: str) -> str:
        return ""

    def near(self, place: str) -> Place | None:
        return None


def load_places(content_dir: Path, faults: list[Fault], today: date) -> dict[str, Place]:
    """All places by id; none where there is no such file. Faults are noted, once where places share them."""
    path = content_dir / PLACES_FILE
    notes = Notes(f"{content_dir.name}/{PLACES_FILE}")
    matter = read_matter(path.read_text(encoding="utf-8"), 0, notes) if path.is_file() else None
    found = {}
    for id in matter.names() if matter is not None else ():
        part = matter.part(id) if matter is not None else None
        if matter is not None and _COUNTRY.fullmatch(id) and not is_country(id):
            # Whoever asks for a country asks by its code: under another one nobody finds its numbers.
            notes.error(matter.line(id), f"'{id}' is no country of ISO 3166-1, such as GB or KE")
        place = _place(id, part, today) if part is not None else None
        if place is not None:
            found[id] = place
    faults.extend(dict.fromkeys(notes.faults))
    return found


def is_number_to_call(number: str) -> bool:
    """Can this be dialled: digits and spaces, with + before a country's number?"""
    return bool(_NUMBER.fullmatch(number))


def _place(id: str, part: Matter, today: date) -> Place | None:
    contacts = _contacts(part)
    checked = part.day("checked")
    source = part.part("source")
    part.close()
    if checked is not None:
        _judge_day(checked, part, today)
    if source is None or checked is None:
        return None
    title, publisher, url = source.text("title"), source.text("publisher"), source.text("url")
    source.close()
    if url and not host_of(url):
        source.notes.error(source.line("url"), f"'{url}' must be https:// and a plain host name")
    return Place(id, contacts, f"{title} ({publisher}, {url})", checked)


def _contacts(part: Matter) -> tuple[Contact, ...]:
    contacts = tuple(_contact(one) for one in part.parts("contacts"))
    if "contacts" in part and not contacts:
        part.notes.error(part.line("contacts"), "'contacts' is empty: give a number, or take the place out")
    for twice in sorted({f"{one.service} {one.number}" for one in contacts if contacts.count(one) > 1}):
        part.notes.error(part.line("contacts"), f"'{twice}' stands twice: keep one")
    return contacts


def _judge_day(checked: date, part: Matter, today: date) -> None:
    if checked > today:
        part.notes.wrong(part.line("checked"), f"'checked' ({checked}) lies in the future: correct it")
    elif today - checked > CHECK_AGAIN:
        part.notes.due(
            part.line("checked"),
            f"the numbers were checked on {checked}: look at their page again, then renew the day",
        )


def _contact(part: Matter) -> Contact:
    contact = Contact(part.choice("service", tuple(SERVICES)), part.text("number"))
    part.close()
    if contact.number and not is_number_to_call(contact.number):
        part.notes.error(
            part.line("number"), f"'{contact.number}' is no number to call: digits and spaces only"
        )
    return contact


def whom_to_call(place: Place, lang: str, say: Callable[[Text, str], str]) -> str:
    """The place's numbers in a reader's words, with the day on which they were checked."""
    numbers = [f"{say(SERVICES[contact.service], lang)} {contact.number}" for contact in place.contacts]
    return say(
        T(
            "urgent.place",
            "To call: {numbers:list}. Checked on {day:date}.",
            numbers=numbers,
            day=place.checked,
        ),
        lang,
    )
