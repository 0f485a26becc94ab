"""What is stored about places: the register, its names and numbers to call, and who chose which.

Places are never deleted, only put out of use: announcements and people refer to them. Days are whole seconds
since 1970 UTC, rounded to the day where they are a person's (D2). The code of a place and of a topic stays
readable beside a random person id, because audiences are counted by them.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table

from bot.store.schema import metadata

places = Table(
    "places",
    metadata,
    Column("id", String(22), primary_key=True),  # 128 random bits, base64url
    Column("code", String(40), nullable=False, unique=True),  # small Latin letters, digits and -: in links
    Column("kind", String(8), nullable=False),  # country, district, town, camp
    Column("parent_id", String(22), ForeignKey("places.id")),  # the place that it lies in
    Column("country", String(2), nullable=False),  # ISO 3166-1 alpha-2
    Column("zone", String(64), nullable=False),  # IANA name
    Column("organisation_id", String(22)),  # that answers for it; null: the operator's own
    Column("active", Boolean, nullable=False),
    Column("demo", Boolean, nullable=False),
    Index("places_parent", "parent_id"),
    Index("places_organisation", "organisation_id"),
)

place_names = Table(
    "place_names",
    metadata,
    Column("place_id", String(22), ForeignKey("places.id", ondelete="CASCADE"), primary_key=True),
    Column("lang", String(8), primary_key=True),  # BCP 47, one of those shipped
    Column("name", String(80), nullable=False),
)

place_contacts = Table(
    "place_contacts",
    metadata,
    Column("place_id", String(22), ForeignKey("places.id", ondelete="CASCADE"), primary_key=True),
    Column("service", String(9), primary_key=True),  # all, police, ambulance, fire, health
    Column("number", String(20), primary_key=True),
    Column("title", String(200), nullable=False),  # of the official page that gives it
    Column("publisher", String(120), nullable=False),
    Column("url", String(500), nullable=False),
    Column("checked", String(10), nullable=False),  # the day on which the page was looked at, ISO 8601
)

place_register = Table(
    "place_register",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # always 1: there is one row
    Column("revision", Integer, nullable=False),  # grows with every change, so that others read anew
)

person_places = Table(
    "person_places",
    metadata,
    Column("person_id", String(22), ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True),
    Column("place_id", String(22), ForeignKey("places.id"), nullable=False),
    Column("since", BigInteger, nullable=False),  # the day
    Index("person_places_place", "place_id", "person_id"),
)

person_topics = Table(
    "person_topics",
    metadata,
    Column("person_id", String(22), ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True),
    Column("topic", String(12), primary_key=True),  # a code of model.TOPICS
    Column("since", BigInteger, nullable=False),  # the day
    Index("person_topics_topic", "topic", "person_id"),
)
