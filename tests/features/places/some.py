"""Places of the tests: a country, a district in it, two camps, and a town elsewhere. None is a real one."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from bot.features.places import Contact, Draft, Place, add

NOW = 1_800_000_000.0
CONTACT = Contact(
    "all", "999", "Emergency numbers", "Office of the tests", "https://example.org/help", date(2026, 11, 1)
)


def draft(code: str = "north", **changed: object) -> Draft:
    """A district; with other values where they are given."""
    values: dict[str, object] = {
        "code": code,
        "kind": "district",
        "parent": "",
        "country": "KE",
        "zone": "Africa/Nairobi",
        "names": {"en": code.title()},
    }
    return Draft(**{**values, **changed})  # type: ignore[arg-type]


def furnish(conn: Connection) -> dict[str, Place]:
    """The places by code: kenya > north > hilltop and riverside; lakeside alone in Uganda."""
    kenya = add(conn, draft("kenya", kind="country", names={"en": "Kenya", "ar": "كينيا"}), NOW)
    north = add(conn, draft("north", parent=kenya.id, names={"en": "North", "ar": "الشمال"}), NOW)
    hill = draft(
        "hilltop",
        kind="camp",
        parent=north.id,
        names={"en": "Hilltop", "ar": "رأس التل", "fa": "سر تپه"},
        contacts=(CONTACT,),
    )
    river = draft("riverside", kind="camp", parent=north.id, names={"en": "Riverside", "so": "Webiga"})
    lake = draft("lakeside", kind="town", country="UG", zone="Africa/Kampala", names={"fr": "Bord du lac"})
    made = (kenya, north, *(add(conn, one, NOW) for one in (hill, river, lake)))
    return {place.code: place for place in made}
