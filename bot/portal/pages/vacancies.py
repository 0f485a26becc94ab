"""Employers write adverts, see them as refugees will read them, and hand them to review (E2)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.conversation.texts import T
from bot.features.interviews import employers, vacancies
from bot.features.interviews.vacancies import Draft, Place, Record, read_vacancy, words
from bot.features.interviews.vacancies.model import EDITABLE
from bot.portal.advert_form import LANGUAGES_IN, SECTIONS, advert_form, known_names, row_names, typed_of
from bot.portal.answers import done
from bot.portal.preview import preview
from bot.portal.table import Card, Page, roles
from bot.portal.visit import Visit

WHO = roles("employer")
PAGE = 25
SAVED = T("portal.advert", "The advert is saved. Read it as others will, then hand it in.")
UNFINISHED = T("portal.advert", "Your draft is saved. Some fields still need something.")
AGAIN = T("portal.advert", "The change is saved. A person reads the advert again before others see it.")
SUBMITTED = T("portal.advert", "Handed in. A person reads it before others see it.")
TAKEN_BACK = T("portal.advert", "The advert is closed.")


async def show_list(visit: Visit) -> Response:
    desk, me, after = visit.desk.hiring.desk, visit.me, Place.read(visit.asked("after"))

    def look(conn: Connection) -> tuple[list[Record], bool]:
        found = vacancies.own_page(conn, desk, me, after, PAGE + 1)
        return found, employers.may_act(conn, me.organisation, visit.now)

    found, admitted = await visit.read(look)
    shown = found[:PAGE]
    last = Place(shown[-1].changed, shown[-1].id) if len(found) > PAGE else None
    return visit.show(
        "vacancies.html",
        listed=[(record, title_of(visit, record)) for record in shown],
        more=f"/vacancies?after={last}" if last else "",
        admitted=admitted,
        advert_states=words.STATES,
    )


def title_of(visit: Visit, record: Record) -> str:
    """What a list calls an advert: its occupation, or what was typed for it so far."""
    if record.vacancy is not None:
        return visit.desk.adverts.knows.occupations.title(record.vacancy.isco, visit.lang).text
    return next(iter(record.typed.get("occupation", ())), "") or "–"


async def show_new(visit: Visit) -> Response:
    return _form_page(visit, advert_form(visit, {}))


def _form_page(visit: Visit, form: Any, path: str = "/vacancies/new", status: int = 0) -> Response:
    rows = [row_names(at) for at in range(8) if row_names(at)[0] in form.fields]
    return visit.show(
        "vacancy_form.html",
        status,
        form=form,
        path=path,
        sections=SECTIONS,
        rows=rows,
        languages_in=LANGUAGES_IN,
        languages_label=words.FIELDS["languages"],
    )


def _draft(visit: Visit) -> Draft:
    """Raises HTTPException 400 where there is a field that nobody asked for (I14)."""
    if not visit.sent.values.keys() <= known_names():
        raise HTTPException(400)
    typed, knows = typed_of(visit.sent), visit.desk.adverts.knows
    offers = [
        match.code for word in typed["occupation"] for match in knows.occupations.find(word, visit.lang)
    ]
    if offers and not set(typed["isco"]) <= set(offers):
        typed["isco"] = ()  # another occupation was typed since: it has to be chosen anew
    return read_vacancy(typed, visit.lang, knows, visit.now)


async def create(visit: Visit) -> Response:
    """With problems it is kept as a draft, and shown again with them."""
    draft, desk = _draft(visit), visit.desk.hiring.desk
    made = await visit.write(
        lambda conn: vacancies.create(conn, desk, visit.me, draft, visit.lang, visit.now)
    )
    if isinstance(made, employers.No):
        form = advert_form(visit, draft.typed, draft)
        form.problem = made.text
        return _form_page(visit, form)
    if draft.problems:
        return visit.go(f"/vacancies/{made}/change", UNFINISHED)
    return visit.go(f"/vacancies/{made}", SAVED)


async def _record(visit: Visit) -> Record:
    desk, id_ = visit.desk.hiring.desk, visit.params["vacancy"]
    found = await visit.read(lambda conn: vacancies.of_own(conn, desk, visit.me, id_))
    if found is None:
        raise HTTPException(404)
    return found


async def show_vacancy(visit: Visit) -> Response:
    record, desk = await _record(visit), visit.desk.hiring.desk

    def look(conn: Connection) -> tuple[list[str], str]:
        names = employers.names(conn, desk, [record.employer], visit.now)
        return vacancies.reasons(conn, desk, visit.me, record.id), names.get(record.employer, "")

    reasons, name = await visit.read(look)
    return visit.show(
        "vacancy.html",
        record=record,
        title=title_of(visit, record),
        preview=preview(visit, record, name),
        reasons=reasons,
        editable=record.state in EDITABLE,
        advert_states=words.STATES,
    )


async def show_change(visit: Visit) -> Response:
    """What is stored, read anew: a first day that is over meanwhile is a problem now."""
    record = await _record(visit)
    if record.state not in EDITABLE:
        return visit.go(f"/vacancies/{record.id}")
    draft = read_vacancy(record.typed, record.lang, visit.desk.adverts.knows, visit.now)
    form = advert_form(visit, record.typed, draft, record.version)
    return _form_page(visit, form, f"/vacancies/{record.id}/change", 200)


async def change(visit: Visit) -> Response:
    id_, draft, desk = visit.params["vacancy"], _draft(visit), visit.desk.hiring.desk
    sent = visit.sent.get("version")
    version = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0
    saved = await visit.write(
        lambda conn: vacancies.save(conn, desk, visit.me, id_, draft, visit.lang, visit.now, version=version)
    )
    if isinstance(saved, employers.No):
        # With the present version, so that whoever has read it anew can save what she typed.
        form = advert_form(visit, draft.typed, draft, (await _record(visit)).version)
        form.problem = saved.text
        return _form_page(visit, form, f"/vacancies/{id_}/change")
    if draft.problems:
        return visit.go(f"/vacancies/{id_}/change", UNFINISHED)
    return visit.go(f"/vacancies/{id_}", AGAIN if saved.state == "submitted" else SAVED)


async def submit(visit: Visit) -> Response:
    id_, desk = visit.params["vacancy"], visit.desk.hiring.desk
    done(await visit.write(lambda conn: vacancies.submit(conn, desk, visit.me, id_, visit.now)))
    return visit.go(f"/vacancies/{id_}", SUBMITTED)


async def take_back(visit: Visit) -> Response:
    id_, desk = visit.params["vacancy"], visit.desk.hiring.desk
    done(await visit.write(lambda conn: vacancies.close(conn, desk, visit.me, id_, visit.now)))
    return visit.go(f"/vacancies/{id_}", TAKEN_BACK)


def owner(conn: Connection, params: Any) -> str | None:
    """The employer of the advert in the path."""
    return vacancies.employer_of(conn, params["vacancy"])


NOBODY = frozenset[str]()
_CARD = Card(
    "jobs",
    T("portal.advert", "Job adverts"),
    T("portal.advert", "Write an advert, see how it reads, and hand it in."),
)
ROWS = (
    Page("GET", "/vacancies", show_list, WHO, card=_CARD),
    Page("GET", "/vacancies/new", show_new, WHO),
    Page("POST", "/vacancies/new", create, WHO),
    Page("GET", "/vacancies/{vacancy}", show_vacancy, WHO, owner, NOBODY),
    Page("GET", "/vacancies/{vacancy}/change", show_change, WHO, owner, NOBODY),
    Page("POST", "/vacancies/{vacancy}/change", change, WHO, owner, NOBODY),
    Page("POST", "/vacancies/{vacancy}/submit", submit, WHO, owner, NOBODY),
    Page("POST", "/vacancies/{vacancy}/take-back", take_back, WHO, owner, NOBODY),
)
