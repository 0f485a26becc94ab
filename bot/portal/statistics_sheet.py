"""Statistics as a CSV file: what the page shows, of all weeks, with formulas made harmless."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.features.places import sheets
from bot.features.statistics import Announced, Cell, Helped, Unanswered, weeks

COLUMNS = ("week_until", "figure", "district", "language", "channel", "about", "people")
_OF = {"lang": "language", "channel": "channel"}


@dataclass(frozen=True)
class Sheet:
    """What goes into the file. `reach`: by week; `districts`: names by id; `until`: the last day of the week
    as of which the rest is."""

    reach: Mapping[str, Mapping[Cell, int]]
    districts: Mapping[str, str]
    helped: Sequence[Helped]
    unanswered: Sequence[Unanswered]
    announced: Sequence[Announced]
    until: str


def written(sheet: Sheet) -> str:
    """The file. What is hidden is no row, as if it were nothing."""
    out = io.StringIO()
    rows = csv.DictWriter(out, COLUMNS, lineterminator="\r\n", restval="")
    rows.writeheader()
    for row in (*_reach(sheet), *_rest(sheet)):
        rows.writerow({name: sheets.safe(cell) for name, cell in row.items()})
    return out.getvalue()


def _reach(sheet: Sheet) -> Iterable[dict[str, str]]:
    for week, cells in sheet.reach.items():
        for cell, people in sorted(cells.items()):
            row = {"week_until": weeks.sunday(week).isoformat(), "figure": "reached", "people": str(people)}
            if cell.district:
                row["district"] = sheet.districts.get(cell.district, cell.district)
            if cell.split in _OF:
                row[_OF[cell.split]] = cell.key
            yield row


def _rest(sheet: Sheet) -> Iterable[dict[str, str]]:
    for page in sheet.helped:
        for figure, people in (("page_helped", page.yes), ("page_did_not_help", page.no)):
            if people is not None:
                yield _row(sheet.until, figure, page.article, people)
    for one in sheet.unanswered:
        day = weeks.sunday(one.week).isoformat()
        yield _row(day, "not_answered", one.near, one.people) | {"language": one.lang}
    for sent in sheet.announced:
        if sent.people is not None:
            yield _row(sheet.until, "got_announcement", sent.title, sent.people)


def _row(until: str, figure: str, about: str, people: int) -> dict[str, str]:
    return {"week_until": until, "figure": figure, "about": about, "people": str(people)}
