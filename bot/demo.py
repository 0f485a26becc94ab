"""What a demo shows: places, its employer, admitted by its two people, one advert, candidates and times."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from bot import demo_people
from bot.adverts import Adverts
from bot.features.interviews import employers, vacancies
from bot.features.interviews.employers import Checklist, Desk, Details
from bot.features.interviews.slots import By
from bot.features.interviews.vacancies import read_vacancy
from bot.features.interviews.vacancies.model import COSTS, NO_ROUTE
from bot.features.places import demo as places
from bot.features.staff import directory, installation, is_demo
from bot.features.staff.demo import DemoLink
from bot.hiring import Hiring

_SAID = Details(
    name="Demo employer",
    country="KE",
    registration="DEMO-0",
    register="Demo register",
    host="demo.invalid",  # never leads anywhere (RFC 2606)
    person="Demo employer",
    phone="+00000000",
    mail="employer@demo.invalid",
)
_ADVERT = {
    "isco": "7512",
    "tasks": "Demo: you bake bread and rolls in a small team, and keep the ovens clean.",
    "country": "KE",
    "town": "Demo town",
    "places": "2",
    "pay": "45000",
    "currency": "KES",
    "period": "month",
    "hours": "40",
    "contract": "permanent",
    "route": NO_ROUTE,
    "route_words": "Demo: the employer asks for the work permit and pays for it.",
    "languages": "en/speaking/A2",
    "years": "1",
    "wishes": "Demo: you have worked with a large oven.",
    "answer_days": "14",
} | {f"cost_{kind}": "employer" for kind in COSTS}
_OCCUPATION = ("baker",)
_STARTS_IN = timedelta(days=90)


@dataclass(frozen=True)
class _Person:
    """Somebody of the demo, as the parts around interviews ask who acts."""

    account: str
    organisation: str
    kind: str
    roles: frozenset[str]
    fresh_until: float


def furnish(conn: Connection, hiring: Hiring, adverts: Adverts, people: list[DemoLink], now: float) -> None:
    """Make what is missing, by the same steps that people take; nothing where the database is no demo.

    What somebody did in the demo stays: a frozen employer is not admitted again, nor an advert put back.
    """
    if not is_demo(conn):
        return
    desk = hiring.desk
    places.furnish(conn, now)
    acting = [_person(conn, one) for one in people]
    hosts = [one for one in acting if one.kind == "employer"]
    staff = [one for one in acting if one.kind == "ngo"]
    for host in hosts:
        _admit(conn, desk, host.organisation, [one for one in staff if "vetter" in one.roles], now)
        reviewers = [one for one in staff if "reviewer" in one.roles]
        # An advert that ran out was ended by nobody: whoever comes back to the demo finds a new one.
        standing = [one for one in vacancies.own(conn, desk, host) if one.until is None or one.until > now]
        if employers.may_act(conn, host.organisation, now) and not standing:
            _advertise(conn, desk, adverts, host, reviewers[0], now)
        _people(conn, hiring, host, now)


def _people(conn: Connection, hiring: Hiring, host: _Person, now: float) -> None:
    """Candidates and times, once in the life of a demo: what becomes of them is up to whoever tries it."""
    shown = vacancies.own(conn, hiring.desk, host)
    released = [one for one in shown if one.state == "released"]
    if released and installation.people_once(conn, now):
        demo_people.settle(conn, hiring, host.organisation, now)
        by = By("employer", host.account, host.organisation)
        demo_people.open_times(conn, hiring, by, released[0].id, now)


def _person(conn: Connection, link: DemoLink) -> _Person:
    organisation = directory.organisation_of(conn, link.account) or ""
    kind = "employer" if "employer" in link.roles else "ngo"
    # They have no factor that could be asked for again.
    return _Person(link.account, organisation, kind, frozenset(link.roles), float("inf"))


def _admit(conn: Connection, desk: Desk, employer: str, vetters: list[_Person], now: float) -> None:
    """Two people check it (E1), also anew where an admission is over."""
    if employers.standing(conn, employer, now) is None:
        employers.apply(conn, desk, _SAID, "en", now, employer=employer)
    day = datetime.fromtimestamp(now, UTC).date().isoformat()
    nobody = "Demo: nobody was called"
    checklist = Checklist(
        register="Demo register",
        register_day=day,
        called="+00000000",
        source=nobody,
        call_day=day,
        person=True,
        pledge=True,
    )
    for vetter in vetters:
        found = employers.standing(conn, employer, now)
        if found is not None and found.state in ("applied", "checking", "lapsed"):
            read = employers.application(conn, desk, vetter, employer, now)
            assert read is not None
            employers.record_check(conn, desk, vetter, employer, checklist, read.seen, now)


def _advertise(
    conn: Connection, desk: Desk, adverts: Adverts, host: _Person, reviewer: _Person, now: float
) -> None:
    start = (datetime.fromtimestamp(now, UTC) + _STARTS_IN).date().isoformat()
    typed = {name: (value,) for name, value in (_ADVERT | {"start": start}).items()}
    draft = read_vacancy(typed, "en", adverts.knows, now)
    # The code says it already: looking the word up lays out all of a language, a tenth of a first start.
    draft = replace(draft, typed={**draft.typed, "occupation": _OCCUPATION})
    made = vacancies.create(conn, desk, host, draft, "en", now)
    if isinstance(made, str):
        vacancies.submit(conn, desk, host, made, now)
        vacancies.release(conn, desk, reviewer, made, 1, now)
