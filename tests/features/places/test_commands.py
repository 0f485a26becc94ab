"""`rafiq places` and `rafiq poster` as somebody types them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import typer
from sqlalchemy import Connection
from typer.testing import CliRunner, Result

from bot.conversation.messages import Text
from bot.features.library import Contact as Number
from bot.features.library import Local
from bot.features.library.places import load_places
from bot.features.places import add, demo, listed, set_active
from bot.features.places.commands import Parts, place_commands, poster_command
from bot.language.formatting import fill_anyhow
from bot.store.database import Store
from bot.store.sqlite_store import SqliteStore
from tests.features.places.some import CONTACT, NOW, draft, furnish
from tests.features.places.test_sheets import GOOD

KENYA = {"KE": Local("KE", (Number("police", "111"),), "Kenya", date(2026, 11, 2))}


def run(
    store: Store,
    *words: str,
    origin: str = "https://demo.invalid",
    countries: Mapping[str, Local] = KENYA,
) -> Result:
    @contextmanager
    def opened() -> Iterator[Store]:
        yield store

    def say(text: Text, lang: str) -> str:
        return fill_anyhow(text.msg, text.values, "en")

    facts = (origin, "Demo", "demo")
    parts = Parts(
        opened, lambda: NOW, lambda: date(2027, 8, 1), say, lambda: "", lambda: facts, lambda: countries.get
    )
    app = typer.Typer()
    app.add_typer(place_commands(parts), name="places")
    app.command("poster")(poster_command(parts))
    return CliRunner().invoke(app, words)


def test_import_list_check_and_poster(sqlite_store: SqliteStore, tmp_path: Path) -> None:
    file, out = tmp_path / "places.csv", tmp_path / "poster.pdf"
    file.write_text(GOOD, encoding="utf-8")
    dry = run(sqlite_store, "places", "import", str(file), "--dry-run")
    assert "Would be: 2 added, 0 changed, 0 as before." in dry.output
    assert "Done: 2 added" in run(sqlite_store, "places", "import", str(file)).output  # dry changed nothing
    tree = run(sqlite_store, "places", "list", "--lang", "ar").output
    assert "north  North (district, KE)\n  camp-1  مخيم ١ (camp, KE)" in tree
    checked = run(sqlite_store, "places", "check").output
    assert "north: no name in ar" in checked
    assert "camp-1: the numbers were checked on 2026-11-01" in checked
    made = run(sqlite_store, "poster", "--place", "camp-1", "--lang", "ar", "--output", str(out))
    assert made.exit_code == 0
    assert out.read_bytes().startswith(b"%PDF")


def test_what_cannot_be_done_is_said_and_nothing_changes(sqlite_store: SqliteStore, tmp_path: Path) -> None:
    file = tmp_path / "places.csv"
    file.write_text(GOOD.replace("police=999", "wizard=999"), encoding="utf-8")
    refused = run(sqlite_store, "places", "import", str(file))
    assert refused.exit_code == 1
    assert f"{file}:2: column contacts: “wizard” is no service" in refused.output
    assert "Nothing was changed." in refused.output
    assert sqlite_store.write_sync(listed) == []
    assert run(sqlite_store, "poster", "--place", "camp-1", "--lang", "en").exit_code == 1
    file.write_text(GOOD, encoding="utf-8")
    run(sqlite_store, "places", "import", str(file))
    unknown = run(sqlite_store, "poster", "--place", "camp-1", "--lang", "xx")
    assert "“xx” is no language of Rafiq" in unknown.output
    homeless = run(sqlite_store, "poster", "--place", "camp-1", "--lang", "en", origin="")
    assert "RAFIQ_PUBLIC_URL" in homeless.output


def unreachable(store: Store, countries: Mapping[str, Local]) -> list[str]:
    """The codes of the places of which `places check` says that nobody can be called there."""
    lines = run(store, "places", "check", countries=countries).output.splitlines()
    return [line.partition(":")[0] for line in lines if "no number to call in danger" in line]


def test_check_names_the_places_in_use_where_nobody_can_be_called(sqlite_store: SqliteStore) -> None:
    made = sqlite_store.write_sync(furnish)
    # Hilltop has a number of its own; Lakeside lies in Uganda, for which there is none.
    assert unreachable(sqlite_store, {}) == ["kenya", "lakeside", "north", "riverside"]
    assert unreachable(sqlite_store, KENYA) == ["lakeside"]
    nothing = {"KE": Local("KE", (), "Kenya", date(2026, 11, 2))}
    assert unreachable(sqlite_store, nothing) == ["kenya", "lakeside", "north", "riverside"]
    sqlite_store.write_sync(lambda conn: set_active(conn, made["lakeside"].id, False))
    assert unreachable(sqlite_store, KENYA) == []


def test_a_place_is_reached_by_the_number_of_a_place_above_it(sqlite_store: SqliteStore) -> None:
    def build(conn: Connection) -> None:
        above = add(conn, draft(contacts=(CONTACT,)), NOW)
        add(conn, draft("camp", kind="camp", parent=above.id), NOW)

    sqlite_store.write_sync(build)
    assert unreachable(sqlite_store, {}) == []


def test_somebody_can_be_called_at_every_place_of_the_demo(sqlite_store: SqliteStore) -> None:
    shipped = load_places(Path(__file__).parents[3] / "content", [], date(2026, 11, 22))
    sqlite_store.write_sync(lambda conn: demo.furnish(conn, NOW))
    assert unreachable(sqlite_store, shipped) == []
    del shipped["KE"]
    assert unreachable(sqlite_store, shipped) == ["demo-camp", "demo-district", "demo-town"]
