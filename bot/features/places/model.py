"""Places and topics: what a place is, what may be said of it, and the sentences for what may not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from bot.conversation.messages import Text
from bot.conversation.texts import T
from bot.features.library import SERVICES, host_of, is_number_to_call
from bot.language import zone_data
from bot.language.languages import TAGS
from bot.language.names import is_country
from bot.language.normal import fold
from bot.language.zone_names import zone_countries

KINDS: Mapping[str, Text] = {
    "country": T("places.kind", "Country"),
    "district": T("places.kind", "District"),
    "town": T("places.kind", "Town"),
    "camp": T("places.kind", "Camp"),
}
"""Kinds of places, the widest first: a place lies in one of a wider kind, or of its own."""

TOPICS: Mapping[str, Text] = {
    "supplies": T("places.topic", "Food and other supplies"),
    "water": T("places.topic", "Water"),
    "health": T("places.topic", "Health"),
    "school": T("places.topic", "School"),
    "papers": T("places.topic", "Papers and registration"),
    "safety": T("places.topic", "Safety"),
    "work": T("places.topic", "Work and training"),
}
"""What announcements are about. Codes stay as they are: stored choices name them."""

CODE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?", re.ASCII)
LONGEST_NAME = 80
DEPTH = 5
"""Places that may lie in one another, from the country down."""


class BadPlace(Exception):
    """Something about a place that cannot be: `code` for programs, `text` for people, `field` where it stands
    (a field of Draft, "" for none)."""

    def __init__(self, code: str, text: Text, field: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.text = text
        self.field = field


@dataclass(frozen=True, slots=True)
class Contact:
    """A public number to call in danger (a code of the library's SERVICES), the official page that gives it
    (https) and the day on which that was looked at."""

    service: str
    number: str
    title: str
    publisher: str
    url: str
    checked: date


@dataclass(frozen=True, slots=True)
class Draft:
    """A place as it is written into the register.

    `code`: small Latin letters, digits and "-", at most 40; it names the place in links for good. `parent`:
    the id of the place that it lies in, or "". `country`: ISO 3166-1 alpha-2. `zone`: IANA name.
    `organisation`: the id of the one that answers for it, "" for the operator's own. `names`: by language
    tag, one at least.
    """

    code: str
    kind: str
    parent: str
    country: str
    zone: str
    names: Mapping[str, str]
    organisation: str = ""
    contacts: tuple[Contact, ...] = ()
    active: bool = True
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the register with its id; the rest as in Draft."""

    id: str
    code: str
    kind: str
    parent: str
    country: str
    zone: str
    organisation: str
    active: bool
    demo: bool
    names: Mapping[str, str] = field(default_factory=dict)

    def name(self, lang: str) -> tuple[str, str]:
        """What it is called, and the language tag of that name: hers, else English, else what there is."""
        for tag in (lang, "en", *TAGS):
            if tag in self.names:
                return self.names[tag], tag
        return self.code, "en"


def checked(draft: Draft, today: date) -> Draft:
    """The draft with its spaces tidied. Raises BadPlace with the first thing that cannot be."""
    tidy = {tag: " ".join(name.split()) for tag, name in draft.names.items()}
    tidy = {tag: name for tag, name in tidy.items() if name}
    _names(tidy)
    _facts(draft)
    for contact in draft.contacts:
        _contact(contact, today)
    if len({(one.title, one.publisher, one.url) for one in draft.contacts}) > 1:
        one_page = T("places", "The numbers of a place come from one page: give one that has them all.")
        raise BadPlace("other_source", one_page, "contacts")
    return Draft(
        draft.code,
        draft.kind,
        draft.parent,
        draft.country,
        draft.zone,
        tidy,
        draft.organisation,
        tuple(dict.fromkeys(draft.contacts)),
        draft.active,
        draft.demo,
    )


def _names(names: Mapping[str, str]) -> None:
    if not names:
        raise BadPlace("no_name", T("places", "The place has no name: give one in any language."), "names")
    for tag, name in names.items():
        if tag not in TAGS:
            raise BadPlace(
                "bad_language",
                T("places", "“{tag}” is no language of Rafiq: use one of {tags:list}.", tag=tag, tags=TAGS),
                "names",
            )
        if not fold(name):
            raise BadPlace(
                "bad_name", T("places", "“{name}” has no letter: write the name.", name=name), "names"
            )
        if len(name) > LONGEST_NAME:
            long = T("places", "A name has at most {most} letters: shorten it.", most=LONGEST_NAME)
            raise BadPlace("long_name", long, "names")


def _facts(draft: Draft) -> None:
    if not CODE.fullmatch(draft.code):
        raise BadPlace(
            "bad_code",
            T(
                "places",
                "“{code}” is no code: use small letters from a to z, digits and -, at most 40.",
                code=draft.code,
            ),
            "code",
        )
    if draft.kind not in KINDS:
        kinds = list(KINDS)
        raise BadPlace(
            "bad_kind",
            T("places", "“{kind}” is no kind: use one of {kinds:list}.", kind=draft.kind, kinds=kinds),
            "kind",
        )
    if len(draft.country) != 2 or not draft.country.isupper() or not is_country(draft.country):
        raise BadPlace(
            "bad_country",
            T("places", "“{code}” is no country: use two capital letters, such as KE.", code=draft.country),
            "country",
        )
    if not known_zone(draft.zone):
        raise BadPlace(
            "bad_zone",
            T("places", "“{zone}” is no time zone: use a name such as Africa/Nairobi.", zone=draft.zone),
            "zone",
        )


@cache
def known_zone(zone: str) -> bool:
    """Is this the IANA name of a zone where people live, or an older name of one?"""
    return zone_data.links().get(zone, zone) in zone_countries() or zone in zone_countries()


def _contact(contact: Contact, today: date) -> None:
    if contact.service not in SERVICES:
        kinds = list(SERVICES)
        text = T(
            "places", "“{kind}” is no service: use one of {kinds:list}.", kind=contact.service, kinds=kinds
        )
        raise BadPlace("bad_service", text, "contacts")
    if len(contact.number) > 20 or not is_number_to_call(contact.number):
        raise BadPlace(
            "bad_number",
            T(
                "places",
                "“{number}” is no number to call: use digits and spaces, with + before a country's.",
                number=contact.number,
            ),
            "contacts",
        )
    if not host_of(contact.url) or len(contact.url) > 500:
        raise BadPlace(
            "bad_source",
            T(
                "places",
                "The number {number} has no source: give its https:// page.",
                number=contact.number,
            ),
            "contacts",
        )
    if not contact.title.strip() or not contact.publisher.strip():
        raise BadPlace(
            "bad_source",
            T(
                "places",
                "Say which page gives the number {number}, and who publishes that page.",
                number=contact.number,
            ),
            "contacts",
        )
    if contact.checked > today:
        raise BadPlace(
            "bad_day",
            T(
                "places",
                "The number {number} was checked in the future: give the day on which you looked.",
                number=contact.number,
            ),
            "contacts",
        )
