"""Incidents: what happened to data, whom it touched, the 72 hours, and the switch that stops sending.

    id_ = incidents.open_(conn, keys, who, noticed, "web", "A laptop was stolen.", now)
    found = incidents.get(conn, keys, id_)          # found.due: by when the authority is to be told
    incidents.touched(conn, found.scope)            # how many people; `listed` for their ids
    switch.stop(conn, who, now); switch.agree(conn, who, now)   # one stops, two start again (O6)

O6, GDPR 33 and 34; the texts to send stand ready in `texts`.
"""

from bot.features.incidents import switch, texts
from bot.features.incidents.model import SCOPES, WITHIN, Incident
from bot.features.incidents.records import (
    change,
    close,
    get,
    listed,
    open_,
    recent,
    sweeper,
    taken,
    told,
    touched,
)

__all__ = [
    "SCOPES",
    "WITHIN",
    "Incident",
    "change",
    "close",
    "get",
    "listed",
    "open_",
    "recent",
    "sweeper",
    "switch",
    "taken",
    "texts",
    "told",
    "touched",
]
