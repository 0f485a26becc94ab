"""The register: what may stand in it, what lies where, and that a code stays."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from sqlalchemy import select

from bot.features.places import (
    BadPlace,
    Contact,
    Draft,
    above,
    add,
    by_code,
    change,
    contacts,
    get,
    listed,
    names,
    set_active,
    within,
)
from bot.features.places.records import revision
from bot.features.places.tables import places
from bot.store.database import Store
from tests.features.places.some import CONTACT, NOW, draft, furnish


async def test_within_is_the_place_and_all_below_it(store: Store) -> None:
    made = await store.write(furnish)

    async def inside(code: str) -> set[str]:
        ids = within(made[code].id)
        return set(await store.read(lambda conn: list(conn.scalars(ids))))

    everything = {made[code].id for code in ("kenya", "north", "hilltop", "riverside")}
    assert await inside("kenya") == everything
    assert await inside("north") == everything - {made["kenya"].id}
    assert await inside("hilltop") == {made["hilltop"].id}


async def test_two_withins_stand_in_one_statement(store: Store) -> None:
    made = await store.write(furnish)
    either = select(places.c.code).where(
        places.c.id.in_(within(made["hilltop"].id)) | places.c.id.in_(within(made["lakeside"].id))
    )
    assert set(await store.read(lambda conn: list(conn.scalars(either)))) == {"hilltop", "lakeside"}


async def test_above_goes_up_to_the_country(store: Store) -> None:
    made = await store.write(furnish)
    chain = await store.read(lambda conn: above(conn, made["riverside"]))
    assert [place.code for place in chain] == ["riverside", "north", "kenya"]


async def test_a_name_falls_back_to_english_then_to_any(store: Store) -> None:
    made = await store.write(furnish)
    said = await store.read(lambda conn: names(conn, "ar"))
    assert said[made["hilltop"].id] == "رأس التل"
    assert said[made["riverside"].id] == "Riverside"
    assert made["lakeside"].name("ar") == ("Bord du lac", "fr")


async def test_contacts_keep_their_source(store: Store) -> None:
    made = await store.write(furnish)
    assert await store.read(lambda conn: contacts(conn, made["hilltop"].id)) == (CONTACT,)
    assert await store.read(lambda conn: contacts(conn, made["north"].id)) == ()


async def test_a_change_replaces_names_and_contacts_and_raises_the_revision(store: Store) -> None:
    made = await store.write(furnish)
    before = await store.read(revision)
    hill = made["hilltop"]
    new = draft("hilltop", kind="camp", parent=hill.parent, names={"en": "Hill"})
    await store.write(lambda conn: change(conn, hill.id, new, NOW))
    found = await store.read(lambda conn: get(conn, hill.id))
    assert found is not None
    assert found.names == {"en": "Hill"}
    assert await store.read(lambda conn: contacts(conn, hill.id)) == ()
    assert await store.read(revision) > before


async def test_a_place_goes_out_of_use_and_is_not_deleted(store: Store) -> None:
    made = await store.write(furnish)
    await store.write(lambda conn: set_active(conn, made["hilltop"].id, False))
    found = await store.read(lambda conn: by_code(conn, "hilltop"))
    assert found is not None
    assert not found.active
    assert len(await store.read(listed)) == len(made)


BAD: dict[str, dict[str, object]] = {
    "bad_code": {"code": "North Camp"},
    "bad_kind": {"kind": "village"},
    "bad_country": {"country": "Kenya"},
    "bad_zone": {"zone": "Nairobi"},
    "no_name": {"names": {"en": "  "}},
    "bad_name": {"names": {"en": "..."}},
    "long_name": {"names": {"en": "a" * 81}},
    "bad_language": {"names": {"xx": "North"}},
    "no_parent": {"parent": "nobody"},
}


@pytest.mark.parametrize("code", BAD)
async def test_what_cannot_be_is_refused(sqlite_store: Store, code: str) -> None:
    bad = draft(**{"code": "south", **BAD[code]})  # type: ignore[arg-type]
    with pytest.raises(BadPlace) as refused:
        await sqlite_store.write(lambda conn: add(conn, bad, NOW))
    assert refused.value.code == code
    good = await sqlite_store.write(lambda conn: add(conn, draft("south"), NOW))
    assert good.code == "south"


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("bad_service", {"service": "taxi"}),
        ("bad_number", {"number": "call me"}),
        ("bad_source", {"url": "http://example.org"}),
        ("bad_source", {"publisher": " "}),
        ("bad_day", {"checked": date(2999, 1, 1)}),
    ],
)
async def test_a_contact_needs_source_publisher_and_day(
    sqlite_store: Store, code: str, changed: dict[str, object]
) -> None:
    facts = {name: getattr(CONTACT, name) for name in Contact.__slots__} | changed
    bad = draft("south", contacts=(Contact(**facts),))
    with pytest.raises(BadPlace) as refused:
        await sqlite_store.write(lambda conn: add(conn, bad, NOW))
    assert refused.value.code == code


async def test_where_a_place_cannot_lie(store: Store) -> None:
    made = await store.write(furnish)
    kenya, north, hill, lake = (made[code] for code in ("kenya", "north", "hilltop", "lakeside"))

    async def refusal(draft: Draft, id: str = "") -> str:
        with pytest.raises(BadPlace) as refused:
            await store.write(lambda conn: change(conn, id, draft, NOW) if id else add(conn, draft, NOW))
        return refused.value.code

    assert await refusal(draft("x", parent=hill.id)) == "narrow_parent"
    assert await refusal(draft("x", parent=lake.id)) == "other_country"
    assert await refusal(draft("north", parent=north.id), north.id) == "circle"
    assert await refusal(draft("other"), north.id) == "code_stays"
    assert await refusal(draft("kenya")) == "taken"
    top = kenya.id
    for level in range(4):
        top = (await store.write(partial(add, draft=draft(f"d{level}", parent=top), now=NOW))).id
    assert await refusal(draft("d5", parent=top)) == "too_deep"
