"""Three invented places for a demo, each marked as one, so that nobody takes it for a real one."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.features.places.model import Draft
from bot.features.places.records import add, by_code

ZONE = "Africa/Nairobi"
_NAMES = {
    "demo-district": {
        "en": "Demo district",
        "ar": "منطقة تجريبية",
        "fr": "District de démonstration",
        "fa": "ولسوالی نمایشی",
        "so": "Degmo tijaabo",
        "sw": "Wilaya ya mfano",
        "uk": "Демонстраційний район",
        "es": "Distrito de demostración",
    },
    "demo-camp": {
        "en": "Demo camp",
        "ar": "مخيم تجريبي",
        "fr": "Camp de démonstration",
        "fa": "کمپ نمایشی",
        "so": "Xero tijaabo",
        "sw": "Kambi ya mfano",
        "uk": "Демонстраційний табір",
        "es": "Campamento de demostración",
    },
    "demo-town": {
        "en": "Demo town",
        "ar": "مدينة تجريبية",
        "fr": "Ville de démonstration",
        "fa": "شهر نمایشی",
        "so": "Magaalo tijaabo",
        "sw": "Mji wa mfano",
        "uk": "Демонстраційне місто",
        "es": "Ciudad de demostración",
    },
}
KINDS = {"demo-district": "district", "demo-camp": "camp", "demo-town": "town"}


def furnish(conn: Connection, now: float) -> None:
    """Add those that are missing; what somebody changed stays. The caller knows that it is a demo."""
    above = ""
    for code, kind in KINDS.items():
        place = by_code(conn, code)
        if place is None:
            draft = Draft(code, kind, above, "KE", ZONE, _NAMES[code], demo=True)
            place = add(conn, draft, now)
        if kind == "district":
            above = place.id
