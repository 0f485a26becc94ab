"""Who chose which place and which topics: her own act, taken back in one step (C3, C4)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, delete, exists, or_, select

from bot.conversation.texts import T
from bot.delivery.sql import PerEngine
from bot.delivery.tables import persons
from bot.features.places.model import TOPICS, BadPlace, Place
from bot.features.places.records import get
from bot.features.places.tables import person_places, person_topics, places

DAY = 24 * 3600
SILENT = 335 * DAY
"""Seconds after the end date of her place in the chat (30 days after her last message) for which her choice
is kept: a year in all."""

_CHOOSE = PerEngine(
    person_places,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["person_id"],
        set_={"place_id": insert.excluded.place_id, "since": insert.excluded.since},
    ),
)
_SUBSCRIBE = PerEngine(
    person_topics, lambda insert: insert.on_conflict_do_nothing(index_elements=["person_id", "topic"])
)


def of(conn: Connection, person: str) -> Place | None:
    """The place that she chose, also where it is out of use by now."""
    id = conn.scalar(select(person_places.c.place_id).where(person_places.c.person_id == person))
    return None if id is None else get(conn, id)


def topics(conn: Connection, person: str) -> tuple[str, ...]:
    """The topics that she chose, in the order of model.TOPICS."""
    chosen = set(conn.scalars(select(person_topics.c.topic).where(person_topics.c.person_id == person)))
    return tuple(topic for topic in TOPICS if topic in chosen)


def choose(conn: Connection, person: str, place_id: str, now: float) -> None:
    """This is her place from now on; one she had before is forgotten, her topics stay.

    Raises BadPlace where there is no such place in use.
    """
    if not conn.scalar(select(places.c.active).where(places.c.id == place_id)):
        closed = T("places", "This place is not in use any more: choose another one.")
        raise BadPlace("not_in_use", closed, "place")
    conn.execute(_CHOOSE.of(conn), {"person_id": person, "place_id": place_id, "since": _day(now)})


def leave(conn: Connection, person: str) -> bool:
    """She has no place and no topics any more. False: she had none."""
    conn.execute(delete(person_topics).where(person_topics.c.person_id == person))
    return conn.execute(delete(person_places).where(person_places.c.person_id == person)).rowcount == 1


def subscribe(conn: Connection, person: str, chosen: Iterable[str], now: float) -> None:
    """She gets announcements on these topics too. Raises BadPlace for one that there is not."""
    rows = [
        {"person_id": person, "topic": _known(topic), "since": _day(now)} for topic in dict.fromkeys(chosen)
    ]
    if rows:
        conn.execute(_SUBSCRIBE.of(conn), rows)


def unsubscribe(conn: Connection, person: str, chosen: Iterable[str]) -> None:
    """She gets none on these topics any more. Raises BadPlace for one that there is not."""
    codes = [_known(topic) for topic in chosen]
    conn.execute(
        delete(person_topics).where(person_topics.c.person_id == person, person_topics.c.topic.in_(codes))
    )


def set_topics(conn: Connection, person: str, chosen: Iterable[str], now: float) -> None:
    """She gets announcements on exactly these topics. Raises BadPlace for one that there is not."""
    wanted = list(chosen)
    subscribe(conn, person, wanted, now)
    unsubscribe(conn, person, [topic for topic in TOPICS if topic not in wanted])


def keeps() -> ColumnElement[bool]:
    """The condition on `persons` that somebody waits for announcements, and so is not forgotten."""
    return exists().where(person_places.c.person_id == persons.c.id)


def sweep(conn: Connection, now: float) -> dict[str, int]:
    """Forget the choices of whoever has been silent for a year, or cannot be reached for 30 days (D5)."""
    gone = or_(
        persons.c.place_until <= int(now) - SILENT,
        (~persons.c.reachable) & (persons.c.place_until <= int(now)),
    )
    silent = list(
        conn.scalars(
            select(person_places.c.person_id)
            .join(persons, persons.c.id == person_places.c.person_id)
            .where(gone)
            .limit(1_000)
        )
    )
    if silent:
        conn.execute(delete(person_topics).where(person_topics.c.person_id.in_(silent)))
        conn.execute(delete(person_places).where(person_places.c.person_id.in_(silent)))
    return {"place_choices": len(silent)}


def _known(topic: str) -> str:
    if topic not in TOPICS:
        raise BadPlace("bad_topic", T("places", "“{topic}” is no topic.", topic=topic), "topics")
    return topic


def _day(now: float) -> int:
    """The day, so that the row does not show at what hour she was here (D2)."""
    return int(now) // DAY * DAY
