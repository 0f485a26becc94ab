"""Invented places and announcements for rehearsals: `- places: WORD` in a transcript.

    some     places in two countries, one of them with a long list
    one      a camp alone
    closed   the camp that she chose goes out of use
    opened   it is in use again

Codes that a rehearsal knows: see SENT. None of these is a real place or announcement: their names say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection

from bot.features import places
from bot.features.places import Contact, Draft
from bot.features.places.ports import Standing, Verified

TOWNS = 9
GUIDE = Contact(
    "all", "000", "Demo emergency page", "Demo publisher", "https://demo.invalid/emergency", date(2026, 12, 1)
)
_TEXTS = {
    "en": "Demo: water is given out at gate 3 until four o'clock.",
    "ar": "تجربة: يُوزَّع الماء عند البوابة 3 حتى الساعة الرابعة.",
}
_AT, _END = 1_796_115_600, 1_796_148_000  # on the morning on which rehearsals begin, and that evening
_STANDINGS: Mapping[str, Standing] = {
    "BBB-BBB-BBB": "current",
    "CCC-CCC-CCC": "over",
    "DDD-DDD-DDD": "stopped",
    "FFF-FFF-FFF": "cancelled",
    "GGG-GGG-GGG": "exercise",
}
SENT: Mapping[str, Verified] = {
    code: Verified("Demo aid organisation", _TEXTS, _AT, _END, "Africa/Nairobi", standing)
    for code, standing in _STANDINGS.items()
}
STAFF_TOKEN = "demo"  # noqa: S105  # of no account


def verify(conn: Connection, code: str, now: float) -> Verified | None:
    """The invented announcement with that code."""
    return SENT.get(code.strip())


def redeem(conn: Connection, person: str, token: str, now: float) -> bool:
    """Only the invented token is good."""
    return token == STAFF_TOKEN


def play(conn: Connection, word: str, now: float) -> bool:
    """Do what the word says. False for a word that there is not."""
    camp = places.by_code(conn, "demo-camp")
    if word == "one" and camp is None:
        _add(conn, "demo-camp", "camp", "Demo camp", now, contacts=(GUIDE,))
    elif word == "some":
        _furnish(conn, now)
    elif word in ("closed", "opened") and camp is not None:
        places.set_active(conn, camp.id, word == "opened")
    else:
        return False
    return True


def _furnish(conn: Connection, now: float) -> None:
    district = _add(conn, "demo-district", "district", "Demo district", now)
    _add(conn, "demo-camp", "camp", "Demo camp", now, district, contacts=(GUIDE,))
    for number in range(1, TOWNS + 1):
        _add(conn, f"demo-town-{number}", "town", f"Demo town {number}", now, district)
    _add(conn, "demo-other", "town", "Demo other town", now, country="UG")
    _add(conn, "demo-other-2", "town", "Demo second town", now, country="UG")


def _add(
    conn: Connection,
    code: str,
    kind: str,
    name: str,
    now: float,
    parent: str = "",
    *,
    country: str = "KE",
    contacts: tuple[Contact, ...] = (),
) -> str:
    draft = Draft(code, kind, parent, country, "Africa/Nairobi", {"en": name}, contacts=contacts, demo=True)
    return places.add(conn, draft, now).id
