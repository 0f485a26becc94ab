"""Invented employers, adverts and times for rehearsals: `- jobs: WORD` in a transcript.

    profile   she has a small skills profile and allows it to be compared
    open      an invented employer is admitted, with nine adverts, eight free times for the first
    invite    that employer invites her to the first advert
    taken     somebody else holds the next free time
    booked    staff book the next free time for her
    moved     staff move her interview to the next free time
    cancelled the employer cancels her interview
    shut      the employer closes the time that she called off
    reported  somebody else reports the employer, which stops it
    lifted    staff lift that freeze
    closed    the last advert is closed
    answered  the employer has met her and records an offer
    erased    interviews are erased, as 30 days after they were over

None of them is a real employer, advert or person: their names say so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select, update

from bot.features.interviews import results, slots
from bot.features.interviews.employers import About, Details, report
from bot.features.interviews.employers.rows import seal_details
from bot.features.interviews.employers.tables import employers
from bot.features.interviews.matching import Viewer, keeping, looking, refs_for
from bot.features.interviews.matching.tables import refs
from bot.features.interviews.slots import By, Needs
from bot.features.interviews.slots.tables import bookings
from bot.features.interviews.slots.tables import slots as slots_table
from bot.features.interviews.vacancies import Vacancy
from bot.features.interviews.vacancies.model import COSTS, Body
from bot.features.interviews.vacancies.records import put, seal
from bot.features.interviews.vacancies.tables import vacancies
from bot.features.people import note
from bot.features.skills import Job, Profile
from bot.features.skills import records as profiles
from bot.hiring import Hiring

DAY = 86_400
EMPLOYER = "demo-employer-00000000"
HOST = "demo-host-000000000000"
STAFF = By("staff", "demo-staff-00000000000")
OTHER = "rehearsal-other"
LINK = "https://meet.jit.si/demo-room"
REFERENCE = "demo-number-0000000001"
"""Hers with that employer: a random one would be another in every run."""
ADVERTS = 9
TIMES = 8


@dataclass(frozen=True)
class Stage:
    """Where an invented world is set up: the database, who rehearses, and the moment."""

    conn: Connection
    hiring: Hiring
    person: str
    lang: str
    now: float
    other: str = OTHER

    def play(self, word: str) -> bool:
        """Do what the word says. False for a word that there is not."""
        scene = _SCENES.get(word)
        if scene is not None:
            scene(self)
        return scene is not None


def vacancy_id(number: int) -> str:
    return f"demo-vacancy-{number:09}"


def _profile(stage: Stage) -> None:
    conn, who, now = stage.conn, stage.person, stage.now
    for kind in (profiles.KIND, keeping.KIND):
        note(conn, who, kind, yes=True, version=1, lang=stage.lang, now=now)
    parts = ["jobs", "languages", "school", "practical", "wishes"]
    profile = Profile([Job("Baker", "7512", {}, "three_five", "now")], done=parts)
    cipher = stage.hiring.keys.for_person(conn, who)
    profiles.save(conn, cipher, who, profile, now, looking.keeper(stage.hiring.keys))


def _open(stage: Stage) -> None:
    conn, now = stage.conn, int(stage.now)
    cipher = stage.hiring.keys.create_owner_key(conn, EMPLOYER)
    details = Details(
        name="Demo Bakery (invented)",
        country="KE",
        registration="DEMO",
        register="Demo",
        host="bakery.example",
        person="Demo",
        phone="+000",
        mail="demo@bakery.example",
    )
    times = {"pledged": now, "applied": now, "changed": now, "until": now + 180 * DAY}
    row = {"id": EMPLOYER, "state": "admitted", "lang": "en", "pledge": 1, "round": 1, **times}
    conn.execute(insert(employers).values(body=seal_details(cipher, EMPLOYER, details), **row))
    for number in range(ADVERTS):
        vacancy = _advert("7512" if number == 0 else "9411")
        conn.execute(
            insert(vacancies).values(
                id=vacancy_id(number),
                employer_id=EMPLOYER,
                state="released",
                version=1,
                isco=vacancy.isco,
                country=vacancy.country,
                lang="en",
                body=seal(cipher, vacancy_id(number), Body({}, vacancy)),
                created=now,
                changed=now,
                released=now,
                until=now + 60 * DAY,
            )
        )
    conn.execute(insert(slots_table), [_slot(number, now) for number in range(TIMES)])
    candidate = keeping.of_person(conn, stage.person)
    if candidate is not None:
        values = {"candidate_id": candidate, "organisation": EMPLOYER, "ref": REFERENCE}
        conn.execute(insert(refs), values)


def _advert(isco: str) -> Vacancy:
    return Vacancy(
        isco=isco,
        tasks="Invented: you bake bread in a team of six.",
        country="KE",
        town="Nakuru",
        pay="45000",
        currency="KES",
        period="month",
        hours="40",
        nights=False,
        contract="permanent",
        months=None,
        start="2027-02-01",
        route="none",
        route_words="",
        languages=(),
        years=2,
        papers=(),
        licences=(),
        wishes="",
        places=2,
        costs=dict.fromkeys(COSTS, "employer"),
        answer_days=14,
    )


def _slot(number: int, now: int) -> dict[str, object]:
    """Half an hour in Nairobi, at noon of the days from two days after on."""
    start = (now // DAY + 2 + number) * DAY + 9 * 3600
    wall = datetime.fromtimestamp(start + 3 * 3600, UTC).strftime("%Y-%m-%dT%H:%M")
    return {
        "id": f"demo-slot-{number:012}",
        "organisation": EMPLOYER,
        "host": HOST,
        "vacancy": vacancy_id(0),
        "series": "demo-series-0000000000",
        "start": start,
        "minutes": 30,
        "buffer": 0,
        "zone": "Africa/Nairobi",
        "wall": wall,
        "fold": 0,
        "capacity": 1,
        "state": "open",
        "link": LINK,
    }


def _invite(stage: Stage) -> None:
    candidate = keeping.of_person(stage.conn, stage.person)
    viewer = Viewer(HOST, EMPLOYER)
    if candidate is not None:
        ref = refs_for(stage.conn, [candidate], EMPLOYER)[candidate]
        stage.hiring.invite(stage.conn, viewer, vacancy_id(0), ref, stage.now)


def _free(stage: Stage, person: str) -> str:
    now = stage.hiring.slots.now(stage.conn)
    return slots.free_slots(stage.conn, person, vacancy_id(0), now)[0].id


def _taken(stage: Stage) -> None:
    slots.hold(stage.conn, stage.hiring.slots, stage.other, _free(stage, stage.other))


def _booked(stage: Stage) -> None:
    slot = _free(stage, stage.person)
    held = slots.hold(stage.conn, stage.hiring.slots, stage.person, slot, STAFF).booking
    if held is not None:
        result = slots.book(stage.conn, stage.hiring.slots, stage.person, held.id, Needs(), STAFF)
        stage.hiring.tell(stage.conn, result.events, stage.now)


def _mine(stage: Stage) -> slots.Booking:
    return next(one for one in slots.of_person(stage.conn, stage.person) if one.state == "booked")


def _moved(stage: Stage) -> None:
    slot = _free(stage, stage.person)
    result = slots.move(stage.conn, stage.hiring.slots, _mine(stage).id, slot, STAFF)
    stage.hiring.tell(stage.conn, result.events, stage.now)


def _cancelled(stage: Stage) -> None:
    by = By("employer", HOST, EMPLOYER)
    result = slots.cancel(stage.conn, stage.hiring.slots, _mine(stage).id, by, "place_filled")
    stage.hiring.tell(stage.conn, result.events, stage.now)


def _shut(stage: Stage) -> None:
    gone = select(bookings.c.slot).where(bookings.c.state == "cancelled")
    for slot in stage.conn.scalars(gone.where(bookings.c.person_id == stage.person)).all():
        slots.close_slot(stage.conn, stage.hiring.slots, slot, By("employer", HOST, EMPLOYER))


def _reported(stage: Stage) -> None:
    report(stage.conn, stage.hiring.desk, None, About("employer", EMPLOYER), "threatened", "", stage.now)


def _lifted(stage: Stage) -> None:
    conn, now = stage.conn, int(stage.now)
    conn.execute(update(employers).values(state="admitted", before=None, changed=now))
    stage.hiring.desk.thaw(conn, EMPLOYER, stage.now)


def _closed(stage: Stage) -> None:
    put(stage.conn, vacancy_id(ADVERTS - 1), stage.now, state="closed", released=None)


def _answered(stage: Stage) -> None:
    by = By("employer", HOST, EMPLOYER)
    results.record(stage.conn, stage.hiring.results, _mine(stage).id, by, "offer", stage.now)


def _erased(stage: Stage) -> None:
    stage.conn.execute(delete(slots_table))


_SCENES: dict[str, Callable[[Stage], None]] = {
    "profile": _profile,
    "open": _open,
    "invite": _invite,
    "taken": _taken,
    "booked": _booked,
    "moved": _moved,
    "cancelled": _cancelled,
    "shut": _shut,
    "reported": _reported,
    "lifted": _lifted,
    "closed": _closed,
    "answered": _answered,
    "erased": _erased,
}
