"""The register of places, and who chose which place and which topics of announcements.

    place = places.of(conn, person)                # the place she chose, or None
    places.topics(conn, person)                    # ("water", "health")
    select(...).where(places.person_places.c.place_id.in_(places.within(place.id)))
    places.choose(conn, person, place.id, now); places.subscribe(conn, person, ["water"], now)
    places.leave(conn, person)                     # no place, no topics
    places.names(conn, "ar")                       # {id: name}
    places.add(conn, Draft(...), now)              # raises BadPlace with a text for the page

What stands in memory for words, look-ups and emergency numbers is a Gazetteer.
"""

from bot.features.places import importing, sheets, verdicts
from bot.features.places.choices import (
    choose,
    keeps,
    leave,
    of,
    set_topics,
    subscribe,
    sweep,
    topics,
    unsubscribe,
)
from bot.features.places.gazetteer import Gazetteer
from bot.features.places.model import DEPTH, KINDS, TOPICS, BadPlace, Contact, Draft, Place
from bot.features.places.records import (
    above,
    add,
    by_code,
    change,
    contacts,
    contacts_of_all,
    get,
    listed,
    names,
    set_active,
    version,
    within,
)
from bot.features.places.tables import person_places, person_topics

__all__ = [
    "DEPTH",
    "KINDS",
    "TOPICS",
    "BadPlace",
    "Contact",
    "Draft",
    "Gazetteer",
    "Place",
    "above",
    "add",
    "by_code",
    "change",
    "choose",
    "contacts",
    "contacts_of_all",
    "get",
    "importing",
    "keeps",
    "leave",
    "listed",
    "names",
    "of",
    "person_places",
    "person_topics",
    "set_active",
    "set_topics",
    "sheets",
    "subscribe",
    "sweep",
    "topics",
    "unsubscribe",
    "verdicts",
    "version",
    "within",
]
