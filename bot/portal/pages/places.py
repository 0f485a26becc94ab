"""The register of places: camps, towns and districts, their names, zones and numbers to call in danger."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.conversation.texts import TN, T
from bot.features import places
from bot.features.places import KINDS, BadPlace, Contact, Place
from bot.features.places.sheets import BadSheet
from bot.features.staff import audit, organisations
from bot.language.languages import TAGS
from bot.portal import place_form
from bot.portal.announcement_look import differences, path_of
from bot.portal.forms import Field, Form, Option
from bot.portal.table import Card, Page, everyone_who_may, roles
from bot.portal.visit import WRONG, Visit

WHO = roles("administrator")
SAVED = T("portal.place", "The place is saved.")
OUT = T("portal.place", "The place is out of use. Whoever chose it keeps it.")
IN = T("portal.place", "The place is in use again.")
PASTED = Path("CSV")
"""What faults call the text that was pasted."""
SHEET = (
    Field(
        "sheet",
        T("portal.place", "The lines of the file"),
        "lines",
        T(
            "portal.place",
            "Open the file, copy all of it, and paste it here. The first line names the columns.",
        ),
        longest=400_000,
    ),
)


@dataclass(frozen=True)
class Line:
    """One place of the list: how deep it lies, and in which languages it has no name."""

    place: Place
    depth: int
    missing: tuple[str, ...]
    numbers: int


async def show_list(visit: Visit) -> Response:
    found, numbers = await visit.read(lambda conn: (places.listed(conn), places.contacts_of_all(conn)))
    known = {place.id: place for place in found}
    ordered = sorted(found, key=lambda place: path_of(known, place.id, visit.lang).casefold())
    lines = [
        Line(
            place,
            _depth(known, place),
            tuple(tag for tag in TAGS if tag not in place.names),
            len(numbers.get(place.id, ())),
        )
        for place in ordered
    ]
    return visit.show("places.html", lines=lines, kinds=KINDS)


def _depth(known: dict[str, Place], place: Place) -> int:
    depth = 0
    while place.parent in known and depth < 9:
        place, depth = known[place.parent], depth + 1
    return depth


@dataclass(frozen=True)
class Asked:
    """What a form works on: the place, its numbers, and the fields."""

    place: Place | None
    contacts: tuple[Contact, ...]
    fields: list[Field]


def _asked(conn: Connection, visit: Visit, id_: str | None) -> Asked:
    """Raises HTTPException 404."""
    known = {place.id: place for place in places.listed(conn)}
    place = known.get(id_) if id_ else None
    if id_ and place is None:
        raise HTTPException(404)
    contacts = places.contacts(conn, id_) if id_ else ()
    sent = sum(
        any(visit.sent.get(name) for name in place_form.row_names(at))
        for at in range(place_form.MOST_CONTACTS)
    )
    present = place_form.row_names(place_form.MOST_CONTACTS - 1)[0] in visit.sent.values
    rows = place_form.MOST_CONTACTS if present else place_form.rows_for(max(sent, len(contacts)))
    while rows < place_form.MOST_CONTACTS and place_form.row_names(rows)[0] in visit.sent.values:
        rows += 1
    parents = (Option(one, path_of(known, one, visit.lang)) for one in known if one != id_)
    owners = (Option(one.id, one.name) for one in organisations.listed(conn) if one.kind == "ngo")
    return Asked(
        place,
        contacts,
        place_form.fields(
            visit.lang,
            tuple(sorted(parents, key=lambda option: str(option.label).casefold())),
            tuple(owners),
            rows,
            new=place is None,
        ),
    )


async def show_new(visit: Visit) -> Response:
    asked = await visit.read(lambda conn: _asked(conn, visit, None))
    return _page(visit, asked, Form(asked.fields, {"zone": visit.zone}))


async def show_change(visit: Visit) -> Response:
    asked = await visit.read(lambda conn: _asked(conn, visit, visit.params["place"]))
    assert asked.place is not None
    return _page(visit, asked, place_form.filled(asked.fields, asked.place, asked.contacts))


async def add(visit: Visit) -> Response:
    return await _take(visit, await visit.read(lambda conn: _asked(conn, visit, None)))


async def change(visit: Visit) -> Response:
    return await _take(visit, await visit.read(lambda conn: _asked(conn, visit, visit.params["place"])))


async def _take(visit: Visit, asked: Asked) -> Response:
    form = Form.sent(asked.fields, visit.sent)
    place = asked.place
    draft = place_form.read(form, place)
    if draft is not None:

        def work(conn: Connection) -> None:
            if place is None:
                made, what = places.add(conn, draft, visit.now), "place.added"
            else:
                # A form without a version was made by nobody: it is held against nothing and loses.
                seen = form["seen"] or "-"
                made, what = places.change(conn, place.id, draft, visit.now, seen), "place.changed"
            audit.note(conn, visit.me.account, what, made.id, {"code": made.code}, visit.now)

        try:
            await visit.write(work)
        except BadPlace as error:
            place_form.say(form, error)
            if error.code == "changed":
                return _page(visit, asked, form, await _theirs(visit, form))
        else:
            return visit.go("/places", SAVED)
    return _page(visit, asked, form)


async def _theirs(visit: Visit, form: Form) -> list[Any]:
    """Where what somebody else saved is another than what was typed. Saving again takes its place."""
    asked = await visit.read(lambda conn: _asked(conn, visit, visit.params["place"]))
    assert asked.place is not None
    stored = place_form.filled(asked.fields, asked.place, asked.contacts)
    form.values["seen"] = stored.values["seen"]
    return differences(form, stored)


def _page(visit: Visit, asked: Asked, form: Form, theirs: Any = ()) -> Response:
    rows = [
        place_form.row_names(at)
        for at in range(place_form.MOST_CONTACTS)
        if place_form.row_names(at)[0] in form.fields
    ]
    path = f"/places/{asked.place.id}/change" if asked.place else "/places/new"
    return visit.show(
        "place_form.html",
        form=form,
        path=path,
        place=asked.place,
        rows=rows,
        facts=place_form.FACTS,
        theirs=theirs,
    )


async def set_use(visit: Visit) -> Response:
    """Out of use, or into use again."""
    id_ = visit.params["place"]

    def work(conn: Connection) -> bool:
        place = places.get(conn, id_)
        if place is None:
            raise HTTPException(404)
        places.set_active(conn, id_, not place.active)
        what = "place.out_of_use" if place.active else "place.in_use"
        audit.note(conn, visit.me.account, what, id_, {"code": place.code}, visit.now)
        return place.active

    return visit.go("/places", OUT if await visit.write(work) else IN)


async def show_import(visit: Visit) -> Response:
    return visit.show("places_import.html", form=Form(SHEET), faults=(), columns=places.sheets.COLUMNS)


async def take_import(visit: Visit) -> Response:
    """Pasted, not uploaded: no file comes in (I12). With one fault in it nothing is changed."""
    form = Form.sent(SHEET, visit.sent)
    faults: tuple[str, ...] = ()
    if not form.bad:

        def work(conn: Connection) -> places.importing.Imported:
            lines = places.sheets.parse(PASTED, form["sheet"])
            done = places.importing.apply(conn, PASTED, lines, visit.now, visit.label)
            about = {"added": str(done.added), "changed": str(done.changed)}
            audit.note(conn, visit.me.account, "place.imported", "register", about, visit.now)
            return done

        try:
            done = await visit.write(work)
        except BadSheet as error:
            faults = error.faults
        else:
            return visit.go(
                "/places",
                TN("portal.place", "{n} place was added or changed.", "{n} places were added or changed.",
                   n=done.added + done.changed),
            )  # fmt: skip
    return visit.show(
        "places_import.html",
        WRONG,
        form=form,
        faults=faults,
        columns=places.sheets.COLUMNS,
    )


async def export(visit: Visit) -> Response:
    """The register as CSV, cleaned against formulas; the byte order mark tells spreadsheets the encoding."""
    found, numbers = await visit.read(lambda conn: (places.listed(conn), places.contacts_of_all(conn)))
    text = "\ufeff" + places.sheets.written(found, numbers)
    headers = {"content-disposition": 'attachment; filename="places.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


_CARD = Card(
    "telling",
    T("portal.place", "Places"),
    T("portal.place", "Camps, towns and districts: names, time zones, and numbers to call in danger."),
)
_ONE = "/places/{place}"
ROWS = (
    Page("GET", "/places", show_list, WHO, card=_CARD),
    Page("GET", "/places/new", show_new, WHO),
    Page("POST", "/places/new", add, WHO),
    Page("GET", "/places/import", show_import, WHO),
    Page("POST", "/places/import", take_import, WHO),
    Page("GET", "/places/export", export, WHO),
    Page("GET", f"{_ONE}/change", show_change, WHO, everyone_who_may),
    Page("POST", f"{_ONE}/change", change, WHO, everyone_who_may),
    Page("POST", f"{_ONE}/use", set_use, WHO, everyone_who_may),
)
