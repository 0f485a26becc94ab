"""Finding a place by its name in any language, with slips, and whom to call there."""

from __future__ import annotations

from datetime import date

import pytest

from bot.features.library import Contact as Number
from bot.features.library import Local
from bot.features.places import Gazetteer, Place, choose, set_active
from bot.store.database import Store
from bot.store.sqlite_store import SqliteStore
from tests.features.places.conftest import Meet
from tests.features.places.some import NOW, furnish

KENYA = Local("KE", (Number("police", "111"),), "Kenya", date(2026, 11, 2))


@pytest.fixture
async def known(sqlite_store: SqliteStore) -> tuple[Gazetteer, dict[str, Place]]:
    made = await sqlite_store.write(furnish)
    gazetteer = Gazetteer({"KE": KENYA}.get)
    await sqlite_store.read(lambda conn: gazetteer.refresh(conn, NOW))
    return gazetteer, made


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("Hilltop", ["hilltop"]),
        ("hiltop", ["hilltop"]),
        ("HILLTOP!", ["hilltop"]),
        ("راس التل", ["hilltop"]),  # without hamza
        ("سر تپه", ["hilltop"]),
        ("I live in Riversid", ["riverside"]),
        ("we are at hilltop camp", ["hilltop"]),
        ("Webiga", ["riverside"]),
        ("bord du lack", ["lakeside"]),
        ("hill", ["hilltop"]),
        ("شمال", ["north"]),  # without its article
        ("Nairobi", []),
        ("hello", []),
        ("", []),
        ("x" * 500, []),
    ],
)
def test_a_name_is_found_in_any_language_and_with_slips(
    known: tuple[Gazetteer, dict[str, Place]], typed: str, codes: list[str]
) -> None:
    gazetteer, made = known
    assert list(gazetteer.find(typed, "en")) == [made[code].id for code in codes]


def test_whom_to_call_is_the_nearest_place_with_numbers_else_the_country(
    known: tuple[Gazetteer, dict[str, Place]],
) -> None:
    gazetteer, made = known
    near = {code: gazetteer.near(place.id) for code, place in made.items()}
    assert near["hilltop"] is not None
    assert [one.number for one in near["hilltop"].contacts] == ["999"]
    assert near["riverside"] == KENYA  # nothing of its own, nothing above it
    assert near["lakeside"] is not None
    assert near["lakeside"].contacts == ()  # another country's numbers would mislead
    assert gazetteer.near("nowhere") is None


async def test_a_change_is_known_within_a_second_and_not_read_twice(store: Store, meet: Meet) -> None:
    made = await store.write(furnish)
    gazetteer = Gazetteer()
    await store.read(lambda conn: gazetteer.refresh(conn, NOW))
    await store.write(lambda conn: set_active(conn, made["hilltop"].id, False))
    await store.read(lambda conn: gazetteer.refresh(conn, NOW + 0.5))
    assert gazetteer.find("hilltop", "en") != ()
    await store.read(lambda conn: gazetteer.refresh(conn, NOW + 1.1))
    assert gazetteer.find("hilltop", "en") == ()
    assert gazetteer.by_code("hilltop") is None
    assert gazetteer.place(made["hilltop"].id) is not None  # whoever chose it still reads its name
    her = await store.write(meet)
    await store.write(lambda conn: choose(conn, her, made["north"].id, NOW))
    assert await store.read(lambda conn: gazetteer.place_of(conn, her)) == made["north"].id
