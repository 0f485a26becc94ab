"""What programs do, from an advert to the answer after an interview."""

from __future__ import annotations

from sqlalchemy import Connection, update

from bot.features.interviews import matching
from bot.features.interviews.vacancies.tables import vacancies as vacancy_rows
from bot.features.staff import audit
from tests.portal import meetings, samples
from tests.portal.api.programs import program
from tests.portal.world import World

ADVERT = {
    "occupation": "baker",
    "isco": "7512",
    "tasks": "You bake bread in a team of six.",
    "country": "KE",
    "town": "Nakuru",
    "pay": "45000.50",
    "currency": "KES",
    "period": "month",
    "hours": "37.5",
    "contract": "fixed_term",
    "months": 24,
    "start": "2027-01-04",
    "route": "none",
    "route_words": "No visa is needed for people who live there.",
    "languages": [{"tag": "en", "skill": "speaking", "level": "A2"}],
    "years": 2,
    "papers": ["travel_document"],
    "licences": ["car"],
    "places": 3,
    "costs": dict.fromkeys(
        ("recruitment_fee", "visa", "travel", "medical", "documents", "housing", "training"), "employer"
    ),
    "answer_days": 14,
}


def released(conn: Connection, world: World) -> str:
    return samples.vacancy(conn, world, world.employer, "released")


async def test_an_advert_is_written_changed_and_handed_in(either_world: World) -> None:
    world = either_world
    caller = await program(world)
    made = await caller.post("/vacancies", {"occupation": "baker"})
    assert made.status_code == 201
    draft = made.json()
    assert draft["state"] == "draft"
    assert {one["field"] for one in draft["problems"]} >= {"tasks", "country", "cost_visa"}
    assert made.headers["location"].endswith(f"/api/v1/vacancies/{draft['id']}")
    path = f"/vacancies/{draft['id']}"
    assert (await caller.post(f"{path}/submit")).json()["code"] == "not_now"

    changed = await caller.put(path, ADVERT, if_match=made.headers["etag"])
    assert changed.status_code == 200, changed.text
    assert changed.json()["problems"] == []
    assert changed.json()["content"] == {**ADVERT, "nights": False, "wishes": None, "until": None}
    assert changed.json()["ends"] is not None
    late = await caller.put(path, ADVERT, if_match=made.headers["etag"])
    assert (late.status_code, late.json()["code"]) == (412, "changed")
    assert (await caller.put(path, ADVERT)).status_code == 428

    assert (await caller.post(f"{path}/submit")).json()["state"] == "submitted"
    assert [one["id"] for one in (await caller.get("/vacancies")).json()["items"]] == [draft["id"]]
    assert (await caller.post(f"{path}/close")).json()["state"] == "closed"


async def test_E2_a_cost_on_the_worker_is_a_problem(world: World) -> None:
    caller = await program(world)
    costs = {**ADVERT["costs"], "visa": "worker"}  # type: ignore[dict-item]
    made = (await caller.post("/vacancies", {**ADVERT, "costs": costs})).json()
    assert [one["field"] for one in made["problems"]] == ["cost_visa"]
    assert (await caller.post(f"/vacancies/{made['id']}/submit")).status_code == 409


async def test_lists_go_on_page_by_page(world: World) -> None:
    caller = await program(world)
    for _ in range(3):
        await caller.post("/vacancies", {"occupation": "baker"})
    first = (await caller.get("/vacancies", limit=2)).json()
    second = (await caller.get("/vacancies", limit=2, cursor=first["next"])).json()
    assert (len(first["items"]), len(second["items"]), second["next"]) == (2, 1, None)
    assert len({one["id"] for one in first["items"] + second["items"]}) == 3
    wrong = await caller.get("/vacancies", cursor="bm90LW91cnM")
    assert (wrong.status_code, wrong.json()["errors"][0]["parameter"]) == (422, "cursor")


async def test_B7_a_series_is_opened_with_zone_and_wall_time(either_world: World) -> None:
    world = either_world
    caller = await program(world)
    vacancy = await world.store.write(lambda conn: released(conn, world))
    series = {
        "vacancy": vacancy,
        "zone": "Africa/Nairobi",
        "first": "2026-11-23T10:00",
        "minutes": 30,
        "repeat": "daily",
        "until": "2026-11-25",
        "link": meetings.LINK,
    }
    opened = await caller.post("/slots", series)
    assert opened.status_code == 201, opened.text
    first = opened.json()["items"][0]
    assert first["start"] == {
        "utc": "2026-11-23T07:00:00Z",
        "zone": "Africa/Nairobi",
        "wall": "2026-11-23T10:00",
    }
    listed = (await caller.get("/slots", limit=2)).json()
    rest = (await caller.get("/slots", limit=2, cursor=listed["next"])).json()
    assert [len(listed["items"]), len(rest["items"]), rest["next"]] == [2, 1, None]
    assert (await caller.post(f"/slots/{first['id']}/close")).json()["state"] == "closed"
    assert (await caller.post(f"/slots/{first['id']}/reopen")).json()["state"] == "open"


async def test_E6_hours_of_the_night_and_days_that_are_none_are_refused_with_their_field(
    world: World,
) -> None:
    caller = await program(world)
    vacancy = await world.store.write(lambda conn: released(conn, world))
    night = {"vacancy": vacancy, "zone": "Europe/Berlin", "first": "2026-12-01T02:30", "link": meetings.LINK}
    assert (await caller.post("/slots", night)).json()["errors"][0]["code"] == "night"
    for wrong, pointer in (
        ({"first": "2027-02-31T10:00"}, "/first"),
        ({"zone": "Europe/Nowhere", "first": "2026-12-01T10:00"}, "/zone"),
    ):
        refused = (await caller.post("/slots", {**night, **wrong})).json()
        assert refused["errors"][0]["pointer"] == pointer


async def test_all_that_is_wrong_with_a_series_is_named_at_once(world: World) -> None:
    caller = await program(world)
    vacancy = await world.store.write(lambda conn: released(conn, world))
    wrong = {
        "vacancy": "A" * 22,
        "zone": "Europe/Nowhere",
        "first": "2026-12-01T02:30",
        "link": "http://meet.jit.si/x",
    }

    async def pointers(**body: object) -> set[str]:
        refused = await caller.post("/slots", body)
        assert refused.status_code == 422, refused.text
        return {one["pointer"] for one in refused.json()["errors"]}

    assert await pointers(**wrong) == {"/vacancy", "/zone", "/first", "/link"}
    assert await pointers(**{**wrong, "first": "2027-02-31T10:00"}) == {
        "/vacancy",
        "/zone",
        "/first",
        "/link",
    }
    # Where the form of the call itself is wrong, the zone and the day are named beside it.
    assert await pointers(**{**wrong, "first": "2027-02-31T10:00"}, minutes=7, else_=1) == {
        *("/zone", "/first", "/minutes", "/else_")
    }
    far = {**wrong, "vacancy": vacancy, "zone": "Europe/Berlin", "link": meetings.LINK}
    for first in ("0001-01-01T10:00", "9999-12-31T10:00"):
        assert await pointers(**{**far, "first": first}) == {"/first"}


async def test_I10_a_call_leads_to_listed_hosts_only(world: World) -> None:
    caller = await program(world)
    vacancy = await world.store.write(lambda conn: released(conn, world))
    body = {
        "vacancy": vacancy,
        "zone": "Africa/Nairobi",
        "first": "2026-11-23T10:00",
        "link": "https://calls.example.org/x",
    }
    refused = (await caller.post("/slots", body)).json()
    assert refused["errors"][0]["pointer"] == "/link"
    assert "meet.jit.si" in refused["errors"][0]["detail"]


async def test_an_interview_is_moved_answered_and_cancelled(either_world: World) -> None:
    world = either_world
    caller = await program(world)

    def prepare(conn: Connection) -> tuple[str, str, str]:
        first = meetings.booking(conn, world, world.employer)
        other = meetings.slot(conn, world, world.employer, first=meetings.tomorrow(world, 15, 3))
        late = meetings.booking(conn, world, world.employer)
        return first.id, other.id, late.id

    one, slot, late = await world.store.write(prepare)
    listed = (await caller.get("/bookings")).json()["items"]
    assert {found["id"] for found in listed} == {one, late}
    free = (await caller.get(f"/bookings/{one}/times")).json()["items"]
    assert slot in {found["id"] for found in free}
    moved = (await caller.post(f"/bookings/{one}/move", {"slot": slot})).json()
    assert (moved["slot"]["id"], moved["state"]) == (slot, "booked")
    assert (await caller.get(f"/bookings/{one}")).json()["moved_to"] == moved["id"]
    assert (await caller.post(f"/bookings/{late}/cancel", {"reason": "place_filled"})).json()["state"] == (
        "cancelled"
    )
    early = await caller.post(f"/bookings/{moved['id']}/result", {"code": "offer"})
    assert early.json()["code"] == "too_early"
    world.clock.forward(4 * 86_400)
    done = (await caller.post(f"/bookings/{moved['id']}/outcome", {"outcome": "took_place"})).json()
    assert (done["state"], done["outcome"]) == ("done", "took_place")
    told = (await caller.post(f"/bookings/{moved['id']}/result", {"code": "offer"})).json()
    assert told["result"]["code"] == "offer"
    assert [found["id"] for found in (await caller.get("/bookings", past="true")).json()["items"]] == [
        moved["id"]
    ]


async def test_E3_candidates_are_references_with_reasons(either_world: World) -> None:
    world = either_world
    caller = await program(world)

    def prepare(conn: Connection) -> tuple[str, str, str]:
        vacancy = released(conn, world)
        person, ref = meetings.candidate(conn, world, world.employer)
        return vacancy, person, ref

    vacancy, person, ref = await world.store.write(prepare)
    found = await caller.get(f"/vacancies/{vacancy}/candidates")
    assert found.status_code == 200, found.text
    (one,) = found.json()["items"]
    assert (one["ref"], one["shared"], found.json()["profiles_left"]) == (ref, True, 30)
    assert one["words"] and one["points"] == sum(why["points"] for why in one["reasons"])
    assert person not in found.text
    opened = (await caller.post(f"/vacancies/{vacancy}/candidates/{ref}/open")).json()
    assert opened["text"] and opened["profiles_left"] == 29
    invited = await caller.post(f"/vacancies/{vacancy}/invitations", {"ref": ref})
    assert (invited.status_code, invited.json()["state"]) == (201, "invited")
    assert (await caller.get(f"/vacancies/{vacancy}/invitations")).json()["items"] == [
        {"ref": ref, "state": "invited"}
    ]
    back = await caller.post(f"/vacancies/{vacancy}/invitations/{ref}/withdraw")
    assert back.json()["state"] == "withdrawn"
    assert (await caller.post("/candidates/more")).json() == {"asked": True}


async def test_L3_the_audit_log_names_the_key_beside_the_account(world: World) -> None:
    caller = await program(world)
    await caller.post("/vacancies", {"occupation": "baker"})
    listed = await world.store.read(lambda conn: audit.page(conn, world.employer, limit=5))
    entry = next(one for one in listed if one.what == "vacancy.created")
    key = next(one for one in listed if one.what == "key.made")
    assert (entry.actor, entry.details["key"]) == (world.people["employer"], key.about)


async def test_E5_a_canary_freezes_and_the_key_with_it(either_world: World) -> None:
    world = either_world
    caller = await program(world)

    def prepare(conn: Connection) -> tuple[str, str]:
        vacancy = released(conn, world)
        planted = int(meetings.canary(conn, world, world.employer))
        return vacancy, matching.refs_for(conn, [planted], world.employer)[planted]

    vacancy, ref = await world.store.write(prepare)
    opened = await caller.post(f"/vacancies/{vacancy}/candidates/{ref}/open")
    assert (opened.status_code, opened.json()["code"]) == (403, "frozen")
    assert (await caller.get("/vacancies")).json()["code"] == "frozen"
    own = (await caller.get("/organisation")).json()
    assert (own["state"], own["may_act"]) == ("frozen", False)


async def test_an_advert_of_yesterday_shows_nobody(world: World) -> None:
    caller = await program(world)

    def prepare(conn: Connection) -> str:
        vacancy = released(conn, world)
        conn.execute(update(vacancy_rows).values(until=int(world.now)))
        return vacancy

    vacancy = await world.store.write(prepare)
    answer = await caller.get(f"/vacancies/{vacancy}/candidates")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_released")
