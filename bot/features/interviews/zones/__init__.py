"""Times of interviews: the wall time that was chosen in a zone, and the one moment that it means (B7, B8)."""

from bot.features.interviews.zones.changes import Booked, Shift, recompute
from bot.features.interviews.zones.finding import ZoneFound, describe, find_zones, only_zone
from bot.features.interviews.zones.resolving import (
    NoSuchHour,
    Resolved,
    TwiceThatDay,
    UnknownZone,
    clock_changes,
    is_zone,
    local,
    offset,
    resolve,
    zone_info,
)
from bot.features.interviews.zones.telling import Coming, Tell, retell, rules_changed
from bot.features.interviews.zones.words import both, said
from bot.language.zone_data import fingerprint

__all__ = [
    "Booked",
    "Coming",
    "NoSuchHour",
    "Resolved",
    "Shift",
    "Tell",
    "TwiceThatDay",
    "UnknownZone",
    "ZoneFound",
    "both",
    "clock_changes",
    "describe",
    "find_zones",
    "fingerprint",
    "is_zone",
    "local",
    "offset",
    "only_zone",
    "recompute",
    "resolve",
    "retell",
    "rules_changed",
    "said",
    "zone_info",
]
