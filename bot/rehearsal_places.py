"""Invented places and announcements for rehearsals: `- places: WORD` in a transcript.

    some     places in two countries, one of them with a long list
    one      a camp alone
    district a district with places in it, and nothing else
    closed   the camp goes out of use
    opened   it is in use again
    none     every place goes out of use
    all      every place is in use again
    reached  from now on messages reach her by themselves, as in Telegram

Codes that a rehearsal knows: see SENT. None of these is a real place or announcement: their names say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, update

from bot.delivery.tables import persons
from bot.features import places
from bot.features.places import Contact, Draft
from bot.features.places.ports import Verified

TOWNS = 9
GUIDE = Contact(
    "all", "000", "Demo emergency page", "Demo publisher", "https://demo.invalid/emergency", date(2026, 12, 1)
)
_TEXTS = {
    "en": "Demo: water is given out at gate 3 until four o'clock.",
    "ar": "تجربة: يُوزَّع الماء عند البوابة 3 حتى الساعة الرابعة.",
    "fr": "Démo : l’eau est distribuée à la porte 3 jusqu’à seize heures.",
    "fa": "آزمایشی: آب تا ساعت چهار بعد از ظهر در دروازه ۳ داده می‌شود.",
    "so": "Tijaabo: biyaha waxaa lagu bixinayaa albaabka 3 ilaa afarta galabnimo.",
    "sw": "Onyesho: maji yanatolewa kwenye lango la 3 hadi saa kumi jioni.",
    "uk": "Демо: воду роздають біля воріт 3 до шістнадцятої години.",
    "es": "Demo: se reparte agua en la puerta 3 hasta las cuatro de la tarde.",
}
_CORRECTION = {
    "en": "Demo: water is given out at gate 5.",
    "ar": "تجربة: يُوزَّع الماء عند البوابة 5.",
    "fr": "Démo : l’eau est distribuée à la porte 5.",
    "fa": "آزمایشی: آب در دروازه ۵ داده می‌شود.",
    "so": "Tijaabo: biyaha waxaa lagu bixinayaa albaabka 5.",
    "sw": "Onyesho: maji yanatolewa kwenye lango la 5.",
    "uk": "Демо: воду роздають біля воріт 5.",
    "es": "Demo: se reparte agua en la puerta 5.",
}
_AT, _END = 1_796_115_600, 1_796_148_000  # on the morning on which rehearsals begin, and that evening


@dataclass(frozen=True, slots=True)
class Sent:
    """An invented announcement (bot.features.places.ports.Verified)."""

    standing: str
    newer: str = ""
    organisation: str = "Demo aid organisation"
    sent: int = _AT
    ends: int = _END
    zone: str = "Africa/Nairobi"
    texts: Mapping[str, str] = field(default_factory=lambda: _TEXTS)
    correction: Mapping[str, str] = field(default_factory=lambda: _CORRECTION)


SENT: Mapping[str, Sent] = {
    "BBB-BBB-BBB": Sent("valid"),
    "CCC-CCC-CCC": Sent("over"),
    "DDD-DDD-DDD": Sent("stopped"),
    "FFF-FFF-FFF": Sent("cancelled"),
    "GGG-GGG-GGG": Sent("exercise"),
    "HHH-HHH-HHH": Sent("updated", "BBB-BBB-BBB"),
    "JJJ-JJJ-JJJ": Sent("corrected"),
}
STAFF_TOKEN = "demo"  # noqa: S105  # of no account


def verify(conn: Connection, code: str, now: float) -> Verified | None:
    """The invented announcement with that code."""
    return SENT.get(code.strip())


def redeem(conn: Connection, person: str, token: str, now: float) -> bool:
    """Only the invented token is good."""
    return token == STAFF_TOKEN


def play(conn: Connection, word: str, now: float, person: str) -> bool:
    """Do what the word says. False for a word that there is not."""
    camp = places.by_code(conn, "demo-camp")
    if word == "one" and camp is None:
        _add(conn, "demo-camp", "camp", "Demo camp", now, contacts=(GUIDE,))
    elif word in ("some", "district"):
        _furnish(conn, now, others=word == "some")
    elif word in ("none", "all"):
        for place in places.listed(conn):
            places.set_active(conn, place.id, word == "all")
    elif word == "reached":
        conn.execute(update(persons).where(persons.c.id == person).values(channel="telegram:1"))
    elif word in ("closed", "opened") and camp is not None:
        places.set_active(conn, camp.id, word == "opened")
    else:
        return False
    return True


def _furnish(conn: Connection, now: float, *, others: bool) -> None:
    district = _add(conn, "demo-district", "district", "Demo district", now)
    _add(conn, "demo-camp", "camp", "Demo camp", now, district, contacts=(GUIDE,))
    for number in range(1, TOWNS + 1):
        _add(conn, f"demo-town-{number}", "town", f"Demo town {number}", now, district)
    if not others:
        return
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
