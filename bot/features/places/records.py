"""The register of places in the database: reading it, and changing one place at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, insert, literal_column, select, update

from bot.conversation.texts import T
from bot.delivery.sql import PerEngine
from bot.features.places.model import DEPTH, KINDS, BadPlace, Contact, Draft, Place, checked
from bot.features.places.tables import place_contacts, place_names, place_register, places
from bot.store.ids import new_id

_RENEW = PerEngine(
    place_register,
    lambda insert: insert.values(id=1, revision=1).on_conflict_do_update(
        index_elements=["id"], set_={"revision": place_register.c.revision + 1}
    ),
)
CHANGED = T("places", "Somebody else changed this place meanwhile. Compare both, then save again.")
NO_PARENT = T("places", "The place that it lies in is not in the register: add that one first.")


def get(conn: Connection, id: str) -> Place | None:
    """One place by its id, also one that is out of use."""
    return next(iter(_read(conn, select(places).where(places.c.id == id))), None)


def by_code(conn: Connection, code: str) -> Place | None:
    """One place by its code, also one that is out of use."""
    return next(iter(_read(conn, select(places).where(places.c.code == code))), None)


def listed(conn: Connection) -> list[Place]:
    """Every place, also those out of use, by code."""
    return _read(conn, select(places).order_by(places.c.code))


def names(conn: Connection, lang: str) -> dict[str, str]:
    """The name of every place in a language (BCP 47 tag), else in English, by its id."""
    return {place.id: place.name(lang)[0] for place in listed(conn)}


def contacts(conn: Connection, id: str) -> tuple[Contact, ...]:
    """The numbers to call that were given for this place itself, in the order of service and number."""
    return contacts_of_all(conn, id).get(id, ())


def contacts_of_all(conn: Connection, id: str = "") -> dict[str, tuple[Contact, ...]]:
    """The numbers of every place that has some, by its id; with `id`, of that one alone."""
    wanted = select(place_contacts).order_by(
        place_contacts.c.place_id, place_contacts.c.service, place_contacts.c.number
    )
    if id:
        wanted = wanted.where(place_contacts.c.place_id == id)
    found: dict[str, list[Contact]] = {}
    for row in conn.execute(wanted):
        day = date.fromisoformat(row.checked)
        one = Contact(row.service, row.number, row.title, row.publisher, row.url, day)
        found.setdefault(row.place_id, []).append(one)
    return {place: tuple(of_it) for place, of_it in found.items()}


def within(place_id: str) -> Select[tuple[str]]:
    """The ids of a place and of all below it, also those out of use, as a subquery."""
    tree = (
        select(places.c.id, literal_column("1").label("depth"))
        .where(places.c.id == place_id)
        .cte(recursive=True)  # without a name: two in one statement may not share one
    )
    below = (
        select(places.c.id, tree.c.depth + 1)
        .join(tree, places.c.parent_id == tree.c.id)
        .where(tree.c.depth < DEPTH)
    )
    tree = tree.union_all(below)
    return select(tree.c.id)


def revision(conn: Connection) -> int:
    """Grows with every committed change of the register; 0 before the first."""
    return conn.scalar(select(place_register.c.revision)) or 0


def add(conn: Connection, draft: Draft, now: float) -> Place:
    """A new place. Raises BadPlace: it cannot be so, or its code is taken."""
    draft = checked(draft, _day(now))
    if by_code(conn, draft.code) is not None:
        taken = T("places", "The code {code} is taken: choose another one.", code=draft.code)
        raise BadPlace("taken", taken, "code")
    id = new_id()
    _lies_well(conn, id, draft)
    conn.execute(insert(places).values(id=id, **_values(draft)))
    return _written(conn, id, draft)


def version(place: Place, contacts: Sequence[Contact]) -> str:
    """What stands in the register of a place, in 32 hexadecimal digits: it changes with every fact of it."""
    told = (replace(place, names=dict(sorted(place.names.items()))), tuple(contacts))
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]


def change(conn: Connection, id: str, draft: Draft, now: float, seen: str = "") -> Place:
    """A place written anew: facts, names and contacts. Raises BadPlace; LookupError where there is none.

    The code stays as it is: links on printed posters name it. `seen`: the `version` that the writer began
    with; "" asks for nothing. Another one by now raises BadPlace "changed", and nothing is written.
    """
    draft = checked(draft, _day(now))
    conn.execute(_RENEW.of(conn))  # one writer of the register at a time: the row is locked from here on
    before = get(conn, id)
    if before is None:
        raise LookupError(id)
    if seen and seen != version(before, contacts(conn, id)):
        raise BadPlace("changed", CHANGED, "")
    if before.code != draft.code:
        fixed = T("places", "The code {code} stays: printed posters name it.", code=before.code)
        raise BadPlace("code_stays", fixed, "code")
    _lies_well(conn, id, draft)
    conn.execute(update(places).where(places.c.id == id).values(**_values(draft)))
    return _written(conn, id, draft)


def set_active(conn: Connection, id: str, active: bool) -> None:
    """Put a place out of use, or into use again; whoever chose it keeps it. Raises LookupError for none."""
    if conn.execute(update(places).where(places.c.id == id).values(active=active)).rowcount != 1:
        raise LookupError(id)
    conn.execute(_RENEW.of(conn))


def _written(conn: Connection, id: str, draft: Draft) -> Place:
    for table in (place_names, place_contacts):
        conn.execute(delete(table).where(table.c.place_id == id))
    conn.execute(
        insert(place_names),
        [{"place_id": id, "lang": tag, "name": name} for tag, name in draft.names.items()],
    )
    if draft.contacts:
        conn.execute(insert(place_contacts), [_contact(id, one) for one in draft.contacts])
    conn.execute(_RENEW.of(conn))
    found = get(conn, id)
    assert found is not None
    return found


def _contact(id: str, one: Contact) -> dict[str, str]:
    return {
        "place_id": id,
        "service": one.service,
        "number": one.number,
        "title": one.title,
        "publisher": one.publisher,
        "url": one.url,
        "checked": one.checked.isoformat(),
    }


def _values(draft: Draft) -> Mapping[str, Any]:
    return {
        "code": draft.code,
        "kind": draft.kind,
        "parent_id": draft.parent or None,
        "country": draft.country,
        "zone": draft.zone,
        "organisation_id": draft.organisation or None,
        "active": draft.active,
        "demo": draft.demo,
    }


def _lies_well(conn: Connection, id: str, draft: Draft) -> None:
    """Raises BadPlace where the place above it is not there, of another country, narrower, or below it."""
    if not draft.parent:
        return
    order = list(KINDS)
    above = get(conn, draft.parent)
    if above is None:
        raise BadPlace("no_parent", NO_PARENT, "parent")
    if above.country != draft.country:
        other = T("places", "The place that it lies in is in another country: use one of the same country.")
        raise BadPlace("other_country", other, "parent")
    if order.index(above.kind) > order.index(draft.kind) or draft.kind == "country":
        kinds = {"kind": KINDS[draft.kind], "above": KINDS[above.kind]}
        narrow = T("places", "This does not fit: {kind} in {above}. Use a wider place, or none.", **kinds)
        raise BadPlace("narrow_parent", narrow, "parent")
    chain = list(_chain(conn, above))
    if any(place.id == id for place in chain):
        circle = T("places", "The place would lie in itself: use a place that is not below it.")
        raise BadPlace("circle", circle, "parent")
    if len(chain) + _height(conn, id) > DEPTH:
        deep = T("places", "At most {most} places lie in one another: use a wider one.", most=DEPTH)
        raise BadPlace("too_deep", deep, "parent")


def above(conn: Connection, place: Place) -> list[Place]:
    """The place itself, then those that it lies in, the widest last."""
    return list(_chain(conn, place))


def _chain(conn: Connection, place: Place | None) -> Iterable[Place]:
    for _ in range(DEPTH):
        if place is None:
            return
        yield place
        place = get(conn, place.parent) if place.parent else None


def _height(conn: Connection, id: str) -> int:
    """How many places lie in one another from this one down; 1 for one with nothing below."""
    height, level = 1, [id]
    while level and height <= DEPTH:
        level = list(conn.scalars(select(places.c.id).where(places.c.parent_id.in_(level))))
        height += bool(level)
    return height


def _read(conn: Connection, wanted: Select[Any]) -> list[Place]:
    rows = conn.execute(wanted).all()
    ids = [row.id for row in rows]
    said: dict[str, dict[str, str]] = {}
    of_these = select(place_names)
    if len(ids) == 1:
        of_these = of_these.where(place_names.c.place_id == ids[0])
    for name in conn.execute(of_these) if ids else ():
        said.setdefault(name.place_id, {})[name.lang] = name.name
    return [_place(row, said.get(row.id, {})) for row in rows]


def _place(row: Row[Any], names: Mapping[str, str]) -> Place:
    return Place(
        row.id,
        row.code,
        row.kind,
        row.parent_id or "",
        row.country,
        row.zone,
        row.organisation_id or "",
        row.active,
        row.demo,
        names,
    )


def _day(now: float) -> date:
    return datetime.fromtimestamp(now, UTC).date()
