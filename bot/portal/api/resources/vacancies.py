"""Adverts: written, read and handed in; a person reads each before others see it (E2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Query
from pydantic import ValidationError
from sqlalchemy import Connection
from starlette.responses import Response

from bot.conversation.messages import Text
from bot.features.interviews import employers, vacancies
from bot.features.interviews.vacancies import Draft, Record, read_vacancy
from bot.hiring import Hiring
from bot.portal.api import cursors
from bot.portal.api.advert_models import Vacancy, VacancyIn, VacancyProblem
from bot.portal.api.ask import Ask, Done, Post, Put, Read
from bot.portal.api.models import Cursor, Id, Page, moment
from bot.portal.api.problems import Problem
from bot.portal.api.table import Call

PAGE = 25


def form_of(body: VacancyIn) -> dict[str, tuple[str, ...]]:
    """The advert as the page's form sends it: one set of rules reads both."""
    given = body.model_dump(mode="json", exclude_none=True, exclude={"languages", "costs", "nights"})
    form = {
        name: tuple(map(str, value)) if isinstance(value, list) else (str(value),)
        for name, value in given.items()
    }
    form["languages"] = tuple(f"{one.tag}/{one.skill}/{one.level}" for one in body.languages or ())
    form["nights"] = ("yes",) if body.nights else ()
    costs = body.costs.model_dump(exclude_none=True) if body.costs else {}
    return form | {f"cost_{kind}": (payer,) for kind, payer in costs.items()}


def content_of(typed: Mapping[str, tuple[str, ...]]) -> VacancyIn:
    """What was typed, on whichever way; what cannot stand in a field of the API is left out."""
    values: dict[str, Any] = {}
    for name in VacancyIn.model_fields:
        found = tuple(filter(None, typed.get(name, ())))
        if name in ("papers", "licences"):
            values[name] = list(found)
        elif name == "languages":
            parts = (value.split("/") for value in found)
            values[name] = [dict(zip(("tag", "skill", "level"), one, strict=False)) for one in parts]
        elif name == "nights":
            values[name] = bool(found)
        elif name == "costs":
            paid = {
                key.removeprefix("cost_"): value[0]
                for key, value in typed.items()
                if value and key.startswith("cost_")
            }
            values[name] = {kind: payer for kind, payer in paid.items() if payer}
        elif found:
            values[name] = found[0]
    return _fitting(values)


def _fitting(values: dict[str, Any]) -> VacancyIn:
    try:
        return VacancyIn.model_validate(values)
    except ValidationError as error:
        wrong = {str(one["loc"][0]) for one in error.errors(include_input=False)}
        return VacancyIn.model_validate({name: value for name, value in values.items() if name not in wrong})


def shown(ask: Ask, record: Record, draft: Draft | None, reasons: list[str]) -> Done:
    """A record as the API shows it. `draft`: it was just written; else it is read anew."""
    read = draft or read_vacancy(record.typed, record.lang, ask.desk.adverts.knows, ask.now)
    problems = [VacancyProblem(field=name, detail=ask.sentence(text)) for name, text in read.problems.items()]
    body = Vacancy(
        id=record.id,
        state=record.state,
        version=record.version,
        changed=moment(record.changed),
        ends=moment(record.until) if record.until else None,
        content=content_of(record.typed),
        problems=problems,
        isco_offers=list(read.offers),
        returned_because=reasons if record.state == "returned" else [],
    )
    return Done(body, etag_of(record), f"/vacancies/{record.id}")


def etag_of(record: Record) -> str:
    """Another one after every edit, and after every change of its state."""
    return f"{record.version}-{record.state}"


def refusal(ask: Ask, no: employers.No) -> Problem:
    """What a service said instead of doing it."""
    codes = {"unknown": "not_found", "changed": "changed", "not_admitted": "not_admitted"}
    return Problem(codes.get(no.code, "not_now"), no.text if isinstance(no.text, Text) else None)


def _done(ask: Ask, conn: Connection, hiring: Hiring, vacancy: str, draft: Draft | None = None) -> Done:
    record = vacancies.of_own(conn, hiring.desk, ask.caller, vacancy)
    if record is None:
        raise Problem("not_found")
    return shown(ask, record, draft, vacancies.reasons(conn, hiring.desk, ask.caller, vacancy))


async def show_list(
    ask: Read, cursor: Cursor | None = None, limit: Annotated[int, Query(ge=1, le=cursors.MOST)] = PAGE
) -> Response:
    """Your adverts, the last changed first."""
    after = vacancies.Place.read(cursors.read(cursor))
    if cursor and after is None:
        raise cursors.bad()

    def look(conn: Connection, hiring: Hiring) -> Done:
        found = vacancies.own_page(conn, hiring.desk, ask.caller, after, limit + 1)
        page = found[:limit]
        items = [
            shown(ask, one, None, vacancies.reasons(conn, hiring.desk, ask.caller, one.id)).body
            for one in page
        ]
        more = (
            cursors.written(str(vacancies.Place(page[-1].changed, page[-1].id)))
            if len(found) > limit
            else None
        )
        return Done(Page[Vacancy](items=[one for one in items if isinstance(one, Vacancy)], next=more))

    return await ask.answer(look)


async def create(ask: Post, body: VacancyIn) -> Response:
    """Write an advert. With problems it is kept as a draft, and `problems` says what it needs."""
    draft = read_vacancy(form_of(body), ask.lang, ask.desk.adverts.knows, ask.now)

    def do(conn: Connection, hiring: Hiring) -> Done | Problem:
        made = vacancies.create(conn, hiring.desk, ask.caller, draft, ask.lang, ask.now)
        return refusal(ask, made) if isinstance(made, employers.No) else _done(ask, conn, hiring, made, draft)

    return await ask.write(do)


async def show(ask: Read, vacancy: Id) -> Response:
    """One advert. Its ETag goes into If-Match of a change."""
    return await ask.answer(lambda conn, hiring: _done(ask, conn, hiring, vacancy))


async def change(ask: Put, vacancy: Id, body: VacancyIn) -> Response:
    """Replace the content. What was released or waits for review is read by a person again."""
    draft = read_vacancy(form_of(body), ask.lang, ask.desk.adverts.knows, ask.now)

    def do(conn: Connection, hiring: Hiring) -> Done | Problem:
        record = vacancies.of_own(conn, hiring.desk, ask.caller, vacancy)
        if record is None:
            return Problem("not_found")
        if ask.request.headers.get("if-match", "").removeprefix("W/").strip('"') != etag_of(record):
            return Problem("changed")
        saved = vacancies.save(
            conn, hiring.desk, ask.caller, vacancy, draft, ask.lang, ask.now, version=record.version
        )
        return (
            refusal(ask, saved)
            if isinstance(saved, employers.No)
            else _done(ask, conn, hiring, vacancy, draft)
        )

    return await ask.write(do)


async def submit(ask: Post, vacancy: Id) -> Response:
    """Hand it in: a person reads it before others see it."""

    def do(conn: Connection, hiring: Hiring) -> Done | Problem:
        done = vacancies.submit(conn, hiring.desk, ask.caller, vacancy, ask.now)
        return refusal(ask, done) if isinstance(done, employers.No) else _done(ask, conn, hiring, vacancy)

    return await ask.write(do)


async def close(ask: Post, vacancy: Id) -> Response:
    """Take it back for good."""

    def do(conn: Connection, hiring: Hiring) -> Done | Problem:
        no = vacancies.close(conn, hiring.desk, ask.caller, vacancy, ask.now)
        return refusal(ask, no) if no is not None else _done(ask, conn, hiring, vacancy)

    return await ask.write(do)


def owner(conn: Connection, params: Mapping[str, str]) -> str | None:
    """The employer of the advert in the path."""
    return vacancies.employer_of(conn, params["vacancy"])


_ONE = "/vacancies/{vacancy}"
ROWS = (
    Call("GET", "/vacancies", show_list, "vacancies:read", Page[Vacancy]),
    Call("POST", "/vacancies", create, "vacancies:write", Vacancy, 201),
    Call("GET", _ONE, show, "vacancies:read", Vacancy, owner=owner),
    Call("PUT", _ONE, change, "vacancies:write", Vacancy, owner=owner, problems=(409, 412, 428)),
    Call("POST", f"{_ONE}/submit", submit, "vacancies:write", Vacancy, owner=owner),
    Call("POST", f"{_ONE}/close", close, "vacancies:write", Vacancy, owner=owner),
)
