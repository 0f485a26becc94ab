"""The list of certified recruiters: loaded whole or not at all, and never read as a verdict on a name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.features.guidance.offers.commands import recruiter_commands
from bot.features.guidance.offers.recruiters import (
    Answer,
    BadList,
    Recruiter,
    has_list,
    look_up,
    read_list,
    replace_list,
)
from bot.store.database import Store
from bot.store.opening import open_sqlite

DAY = date(2026, 11, 1)
ROWS = [
    Recruiter("Sunrise Manpower Services International", "Philippines", "certified"),
    Recruiter("Blue Harbour Recruitment Ltd", "Kenya", "certified"),
    Recruiter("Al-Nūr Workforce", "Jordan", "suspended"),
]


async def ask(store: Store, name: str) -> Answer:
    return await store.read(lambda conn: look_up(conn, name))


async def test_without_a_list_no_name_can_be_looked_up(store: Store) -> None:
    assert not await store.read(has_list)
    assert (await ask(store, "Blue Harbour")).kind == "no_list"


@pytest.mark.parametrize(
    ("name", "kind", "found"),
    [
        ("BLUE HARBOUR RECRUITMENT", "listed", "Blue Harbour Recruitment Ltd"),
        ("blue harbour recruitment limited", "listed", "Blue Harbour Recruitment Ltd"),
        ("al nur workforce", "listed", "Al-Nūr Workforce"),
        ("Blue Harbor Recruitments", "alike", "Blue Harbour Recruitment Ltd"),
        ("Sunrise Manpower", "alike", "Sunrise Manpower Services International"),
        ("international", "unlisted", ""),
        ("Zebra Golden Path", "unlisted", ""),
        ("!!!", "unlisted", ""),
    ],
)
async def test_a_name_is_listed_or_alike_or_not_there(store: Store, name: str, kind: str, found: str) -> None:
    await store.write(lambda conn: replace_list(conn, ROWS, DAY))
    answer = await ask(store, name)
    assert (answer.kind, answer.as_of) == (kind, "2026-11-01")
    assert next((row.name for row in answer.found), "") == found


async def test_a_new_list_takes_the_place_of_the_old_one(store: Store) -> None:
    await store.write(lambda conn: replace_list(conn, ROWS, DAY))
    await store.write(lambda conn: replace_list(conn, ROWS[:1], date(2026, 12, 1)))
    answer = await ask(store, "Blue Harbour Recruitment")
    assert (answer.kind, answer.as_of) == ("unlisted", "2026-12-01")


GOOD = "Country,Status,Name,Site\nKenya,certified, Blue  Harbour ,x\n\nJordan,,Nur\n"


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(GOOD, encoding="utf-8-sig")
    assert read_list(file) == [
        Recruiter("Blue Harbour", "Kenya", "certified"),
        Recruiter("Nur", "Jordan", ""),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,country\nA,B\n", r"list\.csv:1: the column status is missing"),
        ("", r"list\.csv:1: the column name is missing"),
        ("name,country,status\n", "there is no recruiter in it"),
        ("name,country,status\nA,B,C\n,B,C\n", r"list\.csv:3: the name is missing"),
        (f"name,country,status\n{'A' * 201},B,C\n", r"list\.csv:2: the name has more than 200 letters"),
    ],
)
def test_a_fault_of_the_file_is_named(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "list.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadList, match=said):
        read_list(file)


def test_another_encoding_is_told(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes("name,country,status\nMüller,DE,x\n".encode("latin-1"))
    with pytest.raises(BadList, match="save it as CSV UTF-8"):
        read_list(file)


class Desk:
    """The command line over a database of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.app = recruiter_commands(self.store, lambda: DAY)

    def store(self) -> AbstractContextManager[Store]:
        @contextmanager
        def opened() -> Iterator[Store]:
            store = open_sqlite(self.folder / "data")
            yield store
            store._close()

        return opened()

    def load(self, text: str, as_of: str = "2026-11-01") -> tuple[int, str]:
        file = self.folder / "list.csv"
        file.write_text(text, encoding="utf-8")
        result = CliRunner().invoke(self.app, ["load", str(file), "--as-of", as_of])
        return result.exit_code, result.output

    def kind(self, name: str) -> str:
        with self.store() as store:
            answer: Answer = store.write_sync(lambda conn: look_up(conn, name))
        return answer.kind


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_list_is_loaded_on_the_command_line(desk: Desk) -> None:
    assert desk.load(GOOD) == (0, "Loaded 2 recruiters as of 2026-11-01.\n")
    assert desk.kind("blue harbour") == "listed"


def test_with_a_fault_nothing_is_changed(desk: Desk) -> None:
    desk.load(GOOD)
    code, said = desk.load("name,country,status\nNew Firm,B,C\n,B,C\n")
    assert code == 1
    assert "the name is missing" in said
    assert (desk.kind("blue harbour"), desk.kind("new firm")) == ("listed", "unlisted")


@pytest.mark.parametrize(("day", "said"), [("soon", "is no day"), ("2026-11-02", "in the future")])
def test_a_day_that_cannot_be_is_refused(desk: Desk, day: str, said: str) -> None:
    code, words = desk.load(GOOD, day)
    assert code == 1
    assert said in words
