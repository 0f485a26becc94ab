"""The register as CSV: there and back, all or nothing, and each fault with line, column and remedy."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.features.places import Contact, contacts, importing, listed, records, sheets
from bot.features.places.importing import Imported
from bot.features.places.sheets import BadSheet
from bot.language.formatting import fill_anyhow
from bot.store.database import Store
from tests.features.places.some import NOW, furnish

HEAD = (
    "code,kind,parent,country,zone,name_en,name_ar,contacts,source_title,source_publisher,source_url,checked"
    "\n"
)
_NUMBERS = "police=999|health=1195,Help,UN,https://help.unhcr.org/x,2026-11-01"
GOOD = (
    HEAD
    + f"camp-1,camp,north,KE,Africa/Nairobi,Camp 1,مخيم ١,{_NUMBERS}\n"
    + "north,district,,ke,Africa/Nairobi,North,,,,,,\n"
)


def taken(conn: Connection, file: Path) -> Imported:
    return importing.apply(
        conn, file, sheets.read(file), NOW, lambda text: fill_anyhow(text.msg, text.values, "en")
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("sign", [",", ";"])
async def test_a_file_is_taken_whole_whatever_parts_its_cells(
    sqlite_store: Store, tmp_path: Path, encoding: str, sign: str
) -> None:
    file = tmp_path / "places.csv"
    file.write_text(GOOD.replace(",", sign), encoding=encoding)
    assert await sqlite_store.write(lambda conn: taken(conn, file)) == Imported(2, 0, 0)
    assert await sqlite_store.write(lambda conn: taken(conn, file)) == Imported(0, 0, 2)
    found = {place.code: place for place in await sqlite_store.read(listed)}
    assert found["camp-1"].parent == found["north"].id
    numbers = await sqlite_store.read(lambda conn: contacts(conn, found["camp-1"].id))
    assert [(one.service, one.number) for one in numbers] == [("health", "1195"), ("police", "999")]
    page = ("Help", "UN", "https://help.unhcr.org/x", date(2026, 11, 1))
    assert numbers[0] == Contact("health", "1195", *page)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("code,kind", "code,kin", ":1: the column kind is missing"),
        ("name_ar", "name_xx", ":1: the column name_xx is not known"),
        ("camp-1,camp", "Camp 1,camp", ":2: column code: “Camp 1” is no code"),
        ("camp-1,camp", "camp-1,village", ":2: column kind: “village” is no kind"),
        (",north,KE", ",south,KE", ":2: column parent: The place that it lies in is not in the register"),
        ("Africa/Nairobi,Camp", "Nairobi,Camp", ":2: column zone: “Nairobi” is no time zone"),
        ("police=999", "police 999", ":2: column contacts: “police 999” has no ="),
        ("https://help", "http://help", ":2: column contacts: The number 999 has no source"),
        ("2026-11-01", "soon", ":2: column checked: “soon” is no day"),
        ("north,district", "camp-1,district", ":3: column code: camp-1 stands in line 2 too"),
        ("North,,,,,,", "North,,,,,,,x", ":3: there are more cells than columns"),
    ],
)
async def test_with_one_fault_nothing_is_changed(
    sqlite_store: Store, tmp_path: Path, old: str, new: str, said: str
) -> None:
    file = tmp_path / "places.csv"
    file.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(BadSheet) as refused:
        await sqlite_store.write(lambda conn: taken(conn, file))
    assert f"{file}{said}" in str(refused.value)
    assert await sqlite_store.read(listed) == []


async def test_what_is_exported_can_be_imported_again(store: Store, tmp_path: Path) -> None:
    await store.write(furnish)

    def written(conn: Connection) -> str:
        return sheets.written(records.listed(conn), records.contacts_of_all(conn))

    text = await store.read(written)
    file = tmp_path / "out.csv"
    file.write_text(text, encoding="utf-8", newline="")
    assert await store.write(lambda conn: taken(conn, file)) == Imported(0, 0, 5)
    assert await store.read(written) == text


@pytest.mark.parametrize("cell", ["=1+1", "+254 20", "-5", "@SUM(A1)", "plain", "'quoted"])
def test_I7_no_cell_is_a_formula_and_every_cell_comes_back(cell: str) -> None:
    """The negative control: `safe` changes exactly what a spreadsheet would run."""
    assert (sheets.safe(cell) != cell) == (cell[0] in "=+-@")
    assert sheets.safe(cell)[0] not in "=+-@"
    assert sheets.plain(sheets.safe(cell)) == cell


def test_another_encoding_is_named(tmp_path: Path) -> None:
    file = tmp_path / "places.csv"
    file.write_bytes(HEAD.encode() + "é".encode("latin-1"))
    with pytest.raises(BadSheet, match="not UTF-8"):
        sheets.read(file)
