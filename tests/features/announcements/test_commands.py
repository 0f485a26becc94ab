"""`rafiq announce` as somebody types it, with the example of the documentation."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, update
from typer.testing import CliRunner, Result

from bot.features import announcements, places
from bot.features.announcements import sheets
from bot.features.announcements.commands import Parts, announce_commands
from bot.features.announcements.tables import announcements as rows
from bot.store.database import Store
from bot.store.datakeys import DataKeys
from bot.store.keyring import Keyring
from bot.store.sqlite_store import SqliteStore
from tests.clock import FakeClock
from tests.features.announcements.world import ROOT, World, new_world, rich

EXAMPLE = ROOT / "docs" / "announcement.yaml"


@pytest.fixture
def world(sqlite_store: SqliteStore, keyring: Keyring, data_keys: DataKeys, clock: FakeClock) -> World:
    """Commands run in no event loop, so neither do these tests."""
    world = asyncio.run(new_world(sqlite_store, keyring, data_keys, clock))

    def camp(conn: Connection) -> None:
        draft = places.Draft("demo-camp", "camp", "", "KE", "Africa/Nairobi", {"en": "Camp"}, world.ngo)
        made = places.add(conn, draft, world.now)
        for lang in ("en", "fr"):
            world.readers(conn, 20, made.id, lang, "supplies")

    world.store.write_sync(camp)
    return world


def run(world: World, *words: str) -> Result:
    @contextmanager
    def opened() -> Iterator[Store]:
        yield world.store

    def place(conn: Connection, code: str) -> str | None:
        found = places.by_code(conn, code)
        return found.id if found else None

    parts = Parts(opened, lambda: world.now, lambda: world.desk, place, lambda text: rich()(text, "en").text)
    return CliRunner().invoke(announce_commands(parts), words)


def example(world: World, file: Path, *changes: tuple[str, str]) -> Path:
    """The example with an end that is still to come."""
    text = EXAMPLE.read_text("utf-8")
    ends = sheets._said(int(world.now) + 6 * 3_600, "Africa/Nairobi").removesuffix(" Africa/Nairobi")
    for old, new in (("ends: 2026-12-01 14:00", f"ends: {ends}"), *changes):
        assert old in text, old
        text = text.replace(old, new)
    file.write_text(text, "utf-8")
    return file


def drafted(world: World, tmp_path: Path) -> str:
    made = run(world, "draft", str(example(world, tmp_path / "a.yaml")), "--organisation", "Example ngo")
    assert made.exit_code == 0, made.output
    return made.stdout.split()[-1]


def test_A1_the_documented_file_becomes_a_draft_that_no_command_submits(world: World, tmp_path: Path) -> None:
    file = example(world, tmp_path / "a.yaml")
    checked = run(world, "draft", str(file), "--organisation", "Example ngo", "--check")
    assert (checked.exit_code, "mend: " in checked.output) == (0, False), checked.output
    id_ = drafted(world, tmp_path)
    one = world.store.write_sync(lambda conn: announcements.find(conn, world.desk, id_))
    assert one is not None
    assert (one.state, one.organisation, one.writers) == ("draft", world.ngo, ())
    assert one.draft.quiet == (21 * 60, 7 * 60)
    assert one.draft.texts["fr"].startswith("La distribution")
    assert id_ in run(world, "list").output.replace("\n", "")
    assert "Food distribution moves to Gate 3" in run(world, "show", id_).output
    for deed in ("submit", "approve", "release"):
        assert "No such command" in run(world, deed, id_).output


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title: Food", "titel: Food", "unknown field `titel`"),
        ("kind: new ", "kind: gossip ", "Invalid enum value 'gossip'"),
        ("[demo-camp]", "[atlantis]", "audience.places: there is no atlantis"),
        ("zone: Africa/Nairobi", "zone: Africa/Atlantis", "is no time zone"),
        ('from: "21:00"', 'from: "late"', "'late' is no time of the day"),
        ("# about: 12", "about: 12", "about: there is no 12"),
        ("texts: ", "texts: [", "this is not YAML"),
    ],
)
def test_a_file_with_a_fault_makes_no_draft_and_says_where(
    world: World, tmp_path: Path, old: str, new: str, said: str
) -> None:
    file = example(world, tmp_path / "a.yaml", (old, new))
    made = run(world, "draft", str(file), "--organisation", "Example ngo")
    assert made.exit_code == 1
    assert said in made.output
    assert str(file) in made.output
    assert "There are no announcements." in run(world, "list").output


def test_what_is_to_be_mended_is_said_in_sentences(world: World, tmp_path: Path) -> None:
    file = example(world, tmp_path / "a.yaml", ("  fr: La distribution", "  es: La distribution"))
    checked = run(world, "draft", str(file), "--organisation", "Example ngo", "--check")
    assert checked.exit_code == 1
    assert "mend: correction.fr: There is no correction in French" in checked.output
    nobody = run(world, "draft", str(file), "--organisation", "Nobody")
    assert (nobody.exit_code, "There is no such NGO" in nobody.output) == (1, True)


def test_A9_A13_stop_needs_an_account_that_may_and_notes_it(world: World, tmp_path: Path) -> None:
    id_ = drafted(world, tmp_path)
    going = update(rows).where(rows.c.id == id_).values(state="running", started=int(world.now))
    world.store.write_sync(lambda conn: conn.execute(going))
    assert "no account that is in use" in run(world, "stop", id_, "--as", "nobody@example.org").output
    outsider = run(world, "stop", id_, "--as", "approver@example.org")
    assert (outsider.exit_code, "Only who wrote or approved it" in outsider.output) == (1, True)
    assert run(world, "stop", id_, "--as", "administrator@example.org").exit_code == 0
    one = world.store.write_sync(lambda conn: announcements.find(conn, world.desk, id_))
    assert one is not None
    assert (one.state, one.stopped_by) == ("stopped", world.people["administrator"].account)


def test_watch_ends_when_nothing_waits(world: World, tmp_path: Path) -> None:
    id_ = drafted(world, tmp_path)
    seen = run(world, "watch", id_)
    assert seen.exit_code == 0
    assert f"{id_}: draft" in seen.output


def test_the_check_code_or_the_beginning_of_the_id_will_do(world: World, tmp_path: Path) -> None:
    id_ = drafted(world, tmp_path)
    one = world.store.write_sync(lambda conn: announcements.find(conn, world.desk, id_))
    assert one is not None
    code = announcements.shown(one.code)
    for said in (id_, id_[:6], code, code.lower(), one.code, code.replace("-", " ")):
        found = run(world, "show", said)
        assert (found.exit_code, id_ in found.output) == (0, True), found.output
        assert f"{id_}: draft" in run(world, "watch", said).output
    going = update(rows).where(rows.c.id == id_).values(state="running", started=int(world.now))
    world.store.write_sync(lambda conn: conn.execute(going))
    stopped = run(world, "stop", code, "--as", "administrator@example.org")
    assert f"{id_}: stopped" in stopped.output


def test_what_names_none_or_several_is_asked_again_and_stops_none(world: World, tmp_path: Path) -> None:
    first, second = drafted(world, tmp_path), drafted(world, tmp_path)
    alike = ["SameBeginningOfAnIdXX1", "SameBeginningOfAnIdXX2"]
    for old, new in zip((first, second), alike, strict=True):
        named = update(rows).where(rows.c.id == old).values(id=new, state="running")
        world.store.write_sync(lambda conn: conn.execute(named))  # noqa: B023
    for said, words in (
        ("Sam", "'Sam' is too short"),
        ("samebeginning", "No announcement has the id or check code 'samebeginning'"),
        ("SameBeginning", "names more than one announcement. Type more of the id:"),
        ("Same%", "No announcement has"),
        ("K7M-4HX-Q3N", "No announcement has the id or check code 'K7M-4HX-Q3N'. See: rafiq announce list"),
    ):
        refused = run(world, "stop", said, "--as", "administrator@example.org")
        assert (refused.exit_code, words in refused.output) == (1, True), refused.output
    refused = run(world, "stop", "SameBeginning", "--as", "administrator@example.org")
    assert all(id_ in refused.output for id_ in alike)
    states = select(rows.c.state)
    assert set(world.store.write_sync(lambda conn: conn.scalars(states).all())) == {"running"}


def test_what_is_urgent_has_no_quiet_hours_in_the_table(world: World) -> None:
    quiet = (21 * 60, 7 * 60)
    assert sheets.facts(world.draft(quiet=quiet))["quiet"] == "21:00–07:00"
    assert sheets.facts(world.draft(quiet=quiet, urgent=True))["quiet"] == "none"
