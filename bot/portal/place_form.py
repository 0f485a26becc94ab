"""The form of a place of the register: facts, its name in each language, numbers to call, their source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.conversation.messages import Text
from bot.conversation.texts import T
from bot.features.library import SERVICES
from bot.features.places import KINDS, BadPlace, Contact, Draft, Place, version
from bot.language.languages import LANGUAGES, TAGS
from bot.portal.forms import Field, Form, Option
from bot.portal.lists import country_options
from bot.portal.zones import zone_options

MOST_CONTACTS = 12
SPARE = 2
"""Empty rows after those that are filled in."""
PARTS = ("service", "number", "title", "publisher", "url", "checked")
FACTS = ("code", "kind", "parent", "country", "zone", "organisation")
_NO_DAY = T("portal.place", "On which day did you look at that page? Give it.")


def row_names(at: int) -> tuple[str, ...]:
    """The names of the fields of one number to call."""
    return tuple(f"contact_{at}_{part}" for part in PARTS)


def fields(
    lang: str, parents: tuple[Option, ...], owners: tuple[Option, ...], rows: int, *, new: bool
) -> list[Field]:
    """All fields in the order of the page."""
    none = Option("", "–")
    code = T("portal.place", "Small letters, digits and -. It stands in links and on posters, for good.")
    found = [
        Field("code", T("portal.place", "Code"), "text" if new else "hidden", code, longest=40),
        Field("kind", T("portal.place", "Kind"), "choice", options=_options(KINDS)),
        Field(
            "parent",
            T("portal.place", "It lies in"),
            "choice",
            options=(none, *parents),
            required=False,
        ),
        Field("country", T("portal.place", "Country"), "choice", options=country_options(lang)),
        Field("zone", T("portal.place", "Time zone"), "choice", options=zone_options(lang)),
        Field(
            "organisation",
            T("portal.place", "Organisation that writes to its people"),
            "choice",
            options=(none, *owners),
            required=False,
        ),
    ]
    for language in LANGUAGES.values():
        label = T("portal.place", "Name in {language:language}", language=language.tag)
        found.append(Field(f"name_{language.tag}", label, required=False, longest=80))
    for at in range(rows):
        found += _contact(at)
    if not new:
        found.append(Field("seen", T("portal.place", "Version"), "hidden", required=False, longest=32))
    return found


def _options(known: Mapping[str, Text]) -> tuple[Option, ...]:
    return tuple(Option(code, text) for code, text in known.items())


def _contact(at: int) -> list[Field]:
    names = row_names(at)
    service = (Option("", "–"), *_options(SERVICES))
    return [
        Field(names[0], T("portal.place", "Who answers"), "choice", options=service, required=False),
        Field(names[1], T("portal.place", "Number"), required=False, longest=20),
        Field(names[2], T("portal.place", "Official page that gives it"), required=False, longest=200),
        Field(names[3], T("portal.place", "Who publishes that page"), required=False, longest=200),
        Field(names[4], T("portal.place", "Its address (https)"), required=False, longest=500),
        Field(names[5], T("portal.place", "Looked at on"), "date", required=False),
    ]


def filled(asked: Sequence[Field], place: Place, contacts: Sequence[Contact]) -> Form:
    """The form with what the register says."""
    values = {name: getattr(place, name) for name in FACTS}
    values |= {f"name_{tag}": name for tag, name in place.names.items()} | {"seen": version(place, contacts)}
    for at, one in enumerate(contacts[:MOST_CONTACTS]):
        for name, part in zip(row_names(at), PARTS, strict=True):
            values[name] = str(getattr(one, part))
    return Form(asked, {name: value for name, value in values.items() if value})


def rows_for(filled_in: int) -> int:
    """How many rows of numbers the page has."""
    return min(MOST_CONTACTS, filled_in + SPARE)


def read(form: Form, place: Place | None) -> Draft | None:
    """What was typed; None where a day is missing. What else cannot be, the register says."""
    contacts = []
    for at in range(MOST_CONTACTS):
        names = row_names(at)
        if names[0] not in form.fields or not any(form[name] for name in names):
            continue
        try:
            day = date.fromisoformat(form[names[5]])
        except ValueError:
            form.wrong(names[5], _NO_DAY)
            continue
        contacts.append(
            Contact(
                service=form[names[0]],
                number=form[names[1]],
                title=form[names[2]],
                publisher=form[names[3]],
                url=form[names[4]],
                checked=day,
            )
        )
    if form.bad:
        return None
    return Draft(
        code=form["code"],
        kind=form["kind"],
        parent=form["parent"],
        country=form["country"],
        zone=form["zone"],
        names={tag: form[f"name_{tag}"] for tag in TAGS if form[f"name_{tag}"]},
        organisation=form["organisation"],
        contacts=tuple(contacts),
        active=place.active if place else True,
        demo=place.demo if place else False,
    )


def say(form: Form, error: BadPlace) -> None:
    """Beside its field, what the register does not take."""
    beside = {"names": "name_en", "contacts": "contact_0_number"}
    form.wrong(beside.get(error.field, error.field), error.text)
