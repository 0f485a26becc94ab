"""The register as a CSV file: UTF-8 (BOM or not), parted by commas or semicolons, one place a line.

    code          small Latin letters, digits and "-"; names the place for good
    kind          country, district, town or camp
    parent        the code of the place that it lies in, or empty
    country       ISO 3166-1 alpha-2, such as KE
    zone          IANA, such as Africa/Nairobi
    organisation  the id of the organisation that answers for it, or empty for the operator's own
    active        yes or no; a place that is not in the file stays as it is
    name_en ...   its name in each language that has one (name_ar, name_fr, ...), one at least
    contacts      numbers to call in danger: service=number, parted by "|", such as police=999|health=1195
    source_title, source_publisher, source_url, checked
                  the official page that gives these numbers, and the day on which it was looked at

Only code, kind, country, zone and one name column have to be there. Parents may stand in any order.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.features.places.model import Contact, Draft, Place
from bot.language.languages import TAGS

NEEDED = ("code", "kind", "country", "zone")
NAMES = tuple(f"name_{tag}" for tag in TAGS)
SOURCE = ("source_title", "source_publisher", "source_url", "checked")
COLUMNS = (
    "code",
    "kind",
    "parent",
    "country",
    "zone",
    "organisation",
    "active",
    *NAMES,
    "contacts",
    *SOURCE,
)
MOST_BYTES = 8 * 1024 * 1024
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ANSWERS = {"yes": True, "": True, "no": False}


class BadSheet(Exception):
    """A file that cannot be taken as it is: one sentence a fault, each with file, line, column and remedy."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Line:
    """A place of a file: the number of its line, and the code of the place that it lies in."""

    number: int
    draft: Draft
    parent: str


def read(file: Path) -> list[Line]:
    """The places of a file, with empty `parent` in each draft until ids are known. Raises BadSheet."""
    try:
        data = file.read_bytes()
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadSheet([f"{file}: this is not UTF-8: save it as CSV UTF-8."]) from None
    if len(data) > MOST_BYTES:
        raise BadSheet([f"{file}: this is larger than 8 MB: part it into several files."])
    return parse(file, text)


def parse(file: Path, text: str) -> list[Line]:
    """The same of what was read or pasted already; `file` is what faults call it. Raises BadSheet."""
    first = text.partition("\n")[0]
    sign = ";" if first.count(";") > first.count(",") else ","
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True))
    except csv.Error as error:
        raise BadSheet([f"{file}: this is not CSV ({error}): save it as CSV UTF-8."]) from None
    return _lines(file, rows)


def _lines(file: Path, rows: Sequence[Sequence[str]]) -> list[Line]:
    head = [cell.strip().casefold() for cell in rows[0]] if rows else []
    faults = list(_head_faults(file, head))
    if faults:
        raise BadSheet(faults)
    found: list[Line] = []
    for number, cells in enumerate(rows[1:], 2):
        if not any(map(str.strip, cells)):
            continue
        values = {name: plain(cells[at]) if at < len(cells) else "" for at, name in enumerate(head)}
        try:
            found.append(_line(number, values))
        except ValueError as error:
            faults.append(f"{file}:{number}: {error}")
        if len(cells) > len(head):
            faults.append(
                f"{file}:{number}: there are more cells than columns: put “” around what has a comma."
            )
    if not found and not faults:
        faults.append(f"{file}: there is no place in it; nothing was changed.")
    if faults:
        raise BadSheet(faults)
    return found


def _head_faults(file: Path, head: Sequence[str]) -> Iterable[str]:
    known = ", ".join(COLUMNS)
    for name in NEEDED:
        if name not in head:
            yield f"{file}:1: the column {name} is missing: add it to the first line."
    if not any(name in head for name in NAMES):
        yield f"{file}:1: no column has a name: add name_en or another of {', '.join(NAMES)}."
    for name in head:
        if name and name not in COLUMNS:
            yield f"{file}:1: the column {name} is not known: use some of {known}."
    for name in sorted({name for name in head if name and head.count(name) > 1}):
        yield f"{file}:1: the column {name} stands there twice: take one out."


def _line(number: int, values: Mapping[str, str]) -> Line:
    """Raises ValueError with column and remedy."""

    def given(name: str) -> str:
        return values.get(name, "")

    active = given("active").casefold()
    if active not in _ANSWERS:
        raise ValueError(f"column active: “{given('active')}” is neither yes nor no: write one of them.")
    draft = Draft(
        code=given("code"),
        kind=given("kind").casefold(),
        parent="",
        country=given("country").upper(),
        zone=given("zone"),
        names={tag: given(f"name_{tag}") for tag in TAGS if given(f"name_{tag}")},
        organisation=given("organisation"),
        contacts=_contacts(values),
        active=_ANSWERS[active],
    )
    return Line(number, draft, given("parent"))


def _contacts(values: Mapping[str, str]) -> tuple[Contact, ...]:
    cell = values.get("contacts", "").strip()
    if not cell:
        return ()
    try:
        day = date.fromisoformat(values.get("checked", ""))
    except ValueError:
        raise ValueError(
            f"column checked: “{values.get('checked', '')}” is no day: write it as 2026-11-01."
        ) from None
    title, publisher, url = (values.get(name, "") for name in SOURCE[:3])
    found = []
    for part in cell.split("|"):
        service, sign, number = part.partition("=")
        if not sign:
            raise ValueError(f"column contacts: “{part.strip()}” has no =: write it as police=999.")
        found.append(Contact(service.strip(), number.strip(), title, publisher, url, day))
    return tuple(found)


def written(places: Iterable[Place], contacts: Mapping[str, Sequence[Contact]]) -> str:
    """The register as a CSV file that `read` takes back; with formulas made harmless for a spreadsheet."""
    known = {place.id: place for place in places}
    out = io.StringIO()
    rows = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    rows.writeheader()
    for place in known.values():
        rows.writerow({name: safe(cell) for name, cell in _cells(place, known, contacts).items()})
    return out.getvalue()


def _cells(
    place: Place, known: Mapping[str, Place], contacts: Mapping[str, Sequence[Contact]]
) -> dict[str, str]:
    numbers = contacts.get(place.id, ())
    cells = {
        "code": place.code,
        "kind": place.kind,
        "parent": known[place.parent].code if place.parent in known else "",
        "country": place.country,
        "zone": place.zone,
        "organisation": place.organisation,
        "active": "yes" if place.active else "no",
        "contacts": "|".join(f"{one.service}={one.number}" for one in numbers),
    }
    if numbers:
        first = numbers[0]
        source = (first.title, first.publisher, first.url, min(one.checked for one in numbers).isoformat())
        cells |= dict(zip(SOURCE, source, strict=True))
    return cells | {f"name_{tag}": name for tag, name in place.names.items()}


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def plain(cell: str) -> str:
    """A cell as it was before `safe`, without spaces around it."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:2] in "=+-@" and len(cell) > 1 else cell
