"""Times, candidates and interviews on the pages, from the form to the database, on both engines."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Connection, select, update

from bot.delivery import reminders
from bot.features.interviews import employers, matching, results, slots
from bot.features.interviews.slots import Booking, By, Needs, Opening, Problem
from bot.features.interviews.slots.tables import notices
from bot.features.interviews.slots.tables import slots as slot_rows
from bot.features.interviews.vacancies.tables import vacancies
from bot.features.staff import audit
from bot.hiring import NEWS, Rooms
from bot.portal.forms import Form
from bot.portal.pages import times_form
from tests.portal import meetings
from tests.portal.meetings import DAY, LINK
from tests.portal.samples import vacancy
from tests.portal.world import World, send


async def released(world: World) -> str:
    """A released vacancy of the employer."""
    return await world.store.write(lambda conn: vacancy(conn, world, world.employer, "released"))


def _form(vacancy_id: str, **changes: str) -> dict[str, str]:
    plain = {
        "series": secrets.token_urlsafe(16),
        "vacancy": vacancy_id,
        "day": "2026-11-23",
        "time": "10:00",
        "place": "Nairobi",
        "minutes": "30",
        "buffer": "10",
        "repeat": "once",
        "until": "",
        "capacity": "1",
        "link": LINK,
    }
    return plain | changes


async def _slots(world: World) -> list[slots.Slot]:
    found = await world.store.read(
        lambda conn: slots.slots_between(conn, world.employer, 0, int(world.now) + 400 * DAY)
    )
    return [one for one, _ in found]


async def interview(world: World, **values: object) -> tuple[Booking, str]:
    """A booked interview of tomorrow at 10:00 in Nairobi, at a released vacancy."""
    made = await released(world)
    first = meetings.tomorrow(world)
    booked = await world.store.write(
        lambda conn: meetings.booking(
            conn, world, world.employer, Needs(interpreter=True), first=first, vacancy=made, **values
        )
    )
    return booked, made


async def news(world: World, person: str, kind: str) -> list[dict[str, object]]:
    """What reminders of a kind bring her."""

    def look(conn: Connection) -> list[dict[str, object]]:
        cipher = world.staff.keys.data.for_person(conn, person)
        return [dict(one.values) for one in reminders.of(conn, cipher, person) if one.kind == kind]

    return await world.store.read(look)


async def test_B7_a_series_opens_in_the_zone_of_the_city_and_the_week_shows_it(either_world: World) -> None:
    world, made = either_world, await released(either_world)
    async with await world.signed_in("employer") as browser:
        sent = await send(browser, "/times/new", **_form(made, repeat="weekdays", until="2026-11-27"))
        assert (sent.status_code, sent.headers["location"]) == (303, "/portal/times?week=20261123")
        page = await browser.get(sent.headers["location"])
        assert page.text.count("10:00–10:30") == 2 * 5  # by the hour for a desk, and as a list for a phone
        assert "meet.jit.si" in page.text and "5 times are open." in page.text
        one = (await _slots(world))[0]
        assert (one.zone, one.wall, one.buffer) == ("Africa/Nairobi", "2026-11-23T10:00", 10)
        await send(browser, f"/times/{one.id}/pause")
        assert (await _slots(world))[0].state == "closed"
        await send(browser, f"/times/{one.id}/reopen")
        assert (await _slots(world))[0].state == "open"


async def test_B7_a_free_hour_of_the_week_opens_a_time_there(world: World) -> None:
    made = await released(world)
    async with await world.signed_in("employer") as browser:
        await send(browser, "/times/new", **_form(made, minutes="90"))  # Monday, 10:00 to 11:30
        week = (await browser.get(f"/portal/times?week=20261123&vacancy={made}")).text
        assert 'aria-label="Open a time: Monday, 23 November 2026, 09:00"' in week
        assert week.count("until 11:30") == 1
        assert "at=20261123T1000" not in week and "at=20261123T1100" not in week
        form = (await browser.get(f"/portal/times/new?at=20261123T1200&vacancy={made}")).text
        assert 'value="2026-11-23"' in form and 'value="12:00"' in form
        assert 'value="2026' not in (await browser.get("/portal/times/new?at=20261399T1200")).text
        this_week = (await browser.get("/portal/times")).text  # it is Saturday, 13:00 there
        assert "at=20261121T1300" not in this_week and "at=20261121T1400" in this_week


async def test_E7_a_frozen_employer_is_told_why_no_time_can_be_opened(world: World) -> None:
    await released(world)
    await world.store.write(
        lambda conn: employers.freeze_now(conn, world.hiring.desk, world.employer, "canary", world.now)
    )
    async with await world.signed_in("employer") as browser:
        for path in ("/portal/times", "/portal/times/new"):
            page = (await browser.get(path)).text
            assert "Staff are looking at a report." in page and "is released" not in page


async def test_B7_an_hour_that_does_not_exist_is_refused_with_its_neighbours(world: World) -> None:
    made = await released(world)
    world.clock.forward(100 * DAY)  # the last Sunday of March comes into reach
    form = _form(made, place="Berlin", day="2027-03-28", time="02:30")
    async with await world.signed_in("employer") as browser:
        night = await send(browser, "/times/new", **form)
        assert night.status_code == 422 and "not in the daytime" in night.text
    assert await _slots(world) == []


async def test_B7_an_hour_that_comes_twice_is_asked_about_and_the_answer_counts(world: World) -> None:
    """No clock of a city is changed in the daytime now, so the form is asked by its parts."""

    class _Visit:
        lang, zone = "en", "UTC"

    asked = Form([])
    wanted = Opening("s", "o", "h", "v", "Europe/Berlin", meetings.tomorrow(world))
    twice = Problem("twice", "2026-10-25T02:30", (1_792_888_200, 1_792_891_800))
    times_form.say(_Visit(), asked, wanted, [twice])  # type: ignore[arg-type]
    field = asked.fields["fold-2026-10-25T02:30"]
    assert [option.value for option in field.options] == ["0", "1"]
    assert "UTC+2" in str(field.options[0].label) and "UTC+1" in str(field.options[1].label)
    gap = Problem(
        "no_such_hour", "2027-03-28T02:30", (meetings.tomorrow(world, 3), meetings.tomorrow(world, 4))
    )
    asked = Form(asked.fields.values(), {})  # type: ignore[arg-type]
    times_form.say(_Visit(), asked, replace(wanted, repeat="weekly"), [gap])  # type: ignore[arg-type]
    assert [option.value for option in asked.fields["skip"].options] == ["2027-03-28T02:30"]
    assert asked.problem is not None and asked.problem.values["choices"] == "03:00, 04:00"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"link": "https://video.example/room"}, "Only these video services are allowed"),
        ({"link": "http://meet.jit.si/x"}, "has to begin with https://"),
        ({"place": "Xqzzv"}, "We did not find this city"),
        ({"time": "22:00"}, "not in the daytime"),
        ({"day": "2026-11-20"}, "is over already"),
        ({"time": "10:02"}, "full five minutes"),
        ({"repeat": "daily"}, "A series needs a last day"),
        ({"day": "soon"}, "Please write a day"),
        ({"place": "Spain"}, "Which place do you mean?"),
        ({"capacity": "99"}, "Between 1 and 50"),
    ],
)
async def test_E6_what_cannot_be_opened_says_why_and_nothing_typed_is_lost(
    world: World, changes: dict[str, str], sentence: str
) -> None:
    form = _form(await released(world), **changes)
    async with await world.signed_in("employer") as browser:
        answer = await send(browser, "/times/new", **form)
    assert answer.status_code == 422
    assert sentence in answer.text.replace("&#39;", "'")
    assert f'value="{form["place"]}"' in answer.text
    assert await _slots(world) == []


async def test_E6_without_a_link_each_time_gets_a_room_of_ours_where_there_is_a_server(world: World) -> None:
    world.rooms = Rooms(jitsi="https://jitsi.example")
    form = _form(await released(world), link="")
    async with await world.signed_in("employer") as browser:
        assert (await send(browser, "/times/new", **form)).status_code == 303
    (one,) = await _slots(world)
    assert one.link.startswith("https://jitsi.example/rafiq-")


async def test_E2_no_time_opens_for_a_vacancy_that_nobodyreleased(world: World) -> None:
    made = await released(world)
    form = _form(made)
    await world.store.write(
        lambda conn: conn.execute(update(vacancies).where(vacancies.c.id == made).values(state="frozen"))
    )
    async with await world.signed_in("employer") as browser:
        answer = await send(browser, "/times/new", **form)
    assert "as soon as one of your vacancies is released" in answer.text
    assert await _slots(world) == []


async def test_E3_the_list_and_the_page_show_a_reference_both_zones_and_the_needs(
    either_world: World,
) -> None:
    world = either_world
    booked, _ = await interview(world, zone="Europe/Berlin")
    async with await world.signed_in("employer") as browser:
        listed = await browser.get("/portal/interviews")
        reference = await world.store.read(
            lambda conn: matching.known_refs(conn, [booked.person], world.employer)[booked.person]
        )
        assert reference in listed.text and "Interpreter" in listed.text
        page = await browser.get(f"/portal/interviews/{booked.id}")
        assert reference in page.text and "at 10:00 (Germany Time, UTC+1)" in page.text
        assert "at 12:00 (Kenya Time, UTC+3)" in page.text
        assert "meet.jit.si" in page.text and LINK not in page.text
        assert booked.person not in page.text + listed.text
        assert "I bake bread" not in page.text


async def test_E6_join_opens_shortly_before_and_leads_only_to_a_listed_host(world: World) -> None:
    booked, _ = await interview(world)
    path = f"/portal/join/{booked.id}"
    async with world.browser() as browser:  # a candidate has no account
        early = await browser.get(path)
        assert early.status_code == 200 and LINK not in early.text
        assert "opens 15 minutes before" in early.text
        world.clock.forward(booked.slot.start - world.now - 15 * 60)
        opened = await browser.get(path)
        assert (opened.status_code, opened.headers["location"]) == (303, LINK)
        assert opened.headers["referrer-policy"] == "no-referrer"
        world.rooms = Rooms(hosts=("zoom.us",))  # taken off the list meanwhile
        async with world.browser() as other:
            assert (await other.get(path)).status_code == 200
        world.clock.forward(45 * 60)
        over = await browser.get(path)
        assert over.status_code == 200 and "is over" in over.text
        assert (await browser.get("/portal/join/no-such-booking")).status_code == 410


async def test_E7_a_frozen_interview_can_be_joined_by_nobody(world: World) -> None:
    booked, _ = await interview(world)
    world.clock.forward(booked.slot.start - world.now)
    frozen = update(slot_rows).values(state="frozen", frozen_from="open")
    await world.store.write(lambda conn: conn.execute(frozen))
    async with world.browser() as browser:
        answer = await browser.get(f"/portal/join/{booked.id}")
    assert answer.status_code == 200 and "does not take place" in answer.text


async def test_B5_B10_an_employer_moves_to_another_own_time_and_both_sides_are_told(
    either_world: World,
) -> None:
    world = either_world
    booked, made = await interview(world)
    later = await world.store.write(
        lambda conn: meetings.slot(
            conn, world, world.employer, first=meetings.tomorrow(world, 14), vacancy=made
        )
    )
    async with await world.signed_in("employer") as browser:
        page = await browser.get(f"/portal/interviews/{booked.id}")
        assert f'value="{later.id}"' in page.text
        moved = await send(browser, f"/interviews/{booked.id}/move", slot=later.id)
        assert moved.status_code == 303
        new = moved.headers["location"].rpartition("/")[2]
        assert [values["what"] for values in await news(world, booked.person, NEWS)] == ["moved"]
        assert new != booked.id
        again = await send(browser, f"/interviews/{booked.id}/move", slot=later.id)
        assert again.headers["location"] == moved.headers["location"]  # B6: the same press
        old = await send(browser, f"/interviews/{booked.id}/cancel", reason="other")
        assert old.status_code == 422 and "no longer valid" in old.text
        cancelled = await send(browser, f"/interviews/{new}/cancel", reason="host_cannot_come")
        assert cancelled.status_code == 303
    whats = [values["what"] for values in await news(world, booked.person, NEWS)]
    assert whats == ["cancelled"]  # the newest of one booking
    assert [kind for _, kind, _ in world.posted.mails][-2:] == ["interview.moved", "interview.cancelled"]


async def test_B10_a_host_has_no_mail_of_a_slip_and_one_of_what_stands(either_world: World) -> None:
    world = either_world
    booked, _ = await interview(world)
    hiring, mails = world.hiring, len(world.posted.mails)

    async def did(result: Callable[[Connection], slots.Result]) -> None:
        def do(conn: Connection) -> None:
            hiring.tell(conn, result(conn).events, world.now)

        await world.store.write(do)
        world.clock.forward(1)

    async def kinds_in_time() -> list[str]:
        assert not await world.store.write(lambda conn: hiring.tell_later(conn, world.now))
        world.clock.forward(120)
        while await world.store.write(lambda conn: hiring.tell_later(conn, world.now)):
            pass
        return [kind for _, kind, _ in world.posted.mails[mails:]]

    her = By("candidate", booked.person)
    await did(lambda conn: slots.cancel(conn, hiring.slots, booked.id, her, slots.UNSAID))
    await did(lambda conn: slots.restore(conn, hiring.slots, booked.id, booked.person))
    assert await kinds_in_time() == []
    await did(lambda conn: slots.cancel(conn, hiring.slots, booked.id, her, slots.UNSAID))
    assert await kinds_in_time() == ["interview.cancelled"]


async def test_D5_B10_a_result_is_told_at_once_and_another_one_puts_it_right(either_world: World) -> None:
    world = either_world
    booked, _ = await interview(world)
    async with await world.signed_in("employer") as browser:
        early = await send(browser, f"/interviews/{booked.id}/result", code="offer")
        assert early.status_code == 422 and "has not begun" in early.text
    world.clock.forward(booked.slot.end - world.now)
    async with await world.signed_in("employer") as browser:
        assert (await send(browser, f"/interviews/{booked.id}/result", code="hired")).status_code == 400
        for code in ("offer", "offer", "next_step"):
            done = await send(browser, f"/interviews/{booked.id}/result", code=code)
            assert done.status_code == 303
        assert "There is a next step" in (await browser.get("/portal/interviews?past=1")).text
    told = await news(world, booked.person, results.KIND)
    assert told == [{"booking": booked.id, "code": "next_step"}]
    entries = await world.store.read(lambda conn: audit.page(conn))
    assert [one.what for one in entries if one.about == booked.id].count("booking.result") == 2


async def test_B10_case_workers_see_who_does_not_know_and_note_that_they_told_them(world: World) -> None:
    booked, _ = await interview(world)
    world.clock.forward(6 * 60)
    async with await world.signed_in("case_worker") as browser:
        page = await browser.get("/portal/today")
        assert "do not know of a change" in page.text
        ids = await world.store.read(
            lambda conn: list(conn.scalars(select(notices.c.id).where(notices.c.booking == booked.id)))
        )
        for id_ in ids:
            assert (await send(browser, f"/today/notices/{id_}/told")).status_code == 303
        assert "do not know of a change" not in (await browser.get("/portal/today")).text


async def test_case_workers_see_a_week_ahead_who_needs_a_room_or_an_interpreter(world: World) -> None:
    booked, made = await interview(world)  # tomorrow, with an interpreter
    plain, far = meetings.tomorrow(world, 11, 2), meetings.tomorrow(world, 10, 9)

    def more(conn: Connection) -> list[str]:
        needs = Needs(quiet_room=True)
        return [
            meetings.booking(conn, world, world.employer, first=plain, vacancy=made).id,
            meetings.booking(conn, world, world.employer, needs, first=far, vacancy=made).id,
        ]

    others = await world.store.write(more)
    async with await world.signed_in("case_worker") as browser:
        page = (await browser.get("/portal/today")).text
        table = page.partition("In the next seven days")[2]
        assert f"/interviews/{booked.id}" in table and "Interpreter" in table
        assert not any(f"/interviews/{other}" in page for other in others)
        world.clock.forward(2 * DAY)
        page = (await browser.get("/portal/today")).text
    assert f"/interviews/{booked.id}" not in page


async def test_C3_staff_book_for_her_only_at_an_employer_whom_she_said_yes_to(either_world: World) -> None:
    world, made = either_world, await released(either_world)

    def fill(conn: Connection) -> tuple[tuple[str, str], tuple[str, str], str]:
        one = meetings.slot(conn, world, world.employer, vacancy=made)
        yes = meetings.candidate(conn, world, world.employer)
        no = meetings.candidate(conn, world, world.employer, shares=False)
        return yes, no, one.id

    (person, reference), (_, secret), time = await world.store.write(fill)
    async with await world.signed_in("case_worker") as browser:
        refused = await send(browser, "/today/book", vacancy=made, reference=secret)
        assert refused.status_code == 422 and "has not agreed" in refused.text
        wrong = await send(browser, "/today/book", vacancy=made, reference="A" * 22)
        assert "knows nobody by this reference" in wrong.text
        shown = await send(browser, "/today/book", vacancy=made, reference=reference)
        assert time in shown.text
        unasked = await send(browser, "/today/book", vacancy=made, reference=reference, slot=time)
        assert unasked.status_code == 422
        fields = {"vacancy": made, "reference": reference, "slot": time, "asked": "yes"}
        booked = await send(browser, "/today/book", **fields, quiet_room="yes")
        assert booked.status_code == 303, booked.text
        assert "Quiet room" in (await browser.get(booked.headers["location"])).text
    assert [values["what"] for values in await news(world, person, NEWS)] == ["booked"]


async def test_B2_staff_who_come_too_late_read_taken_above_the_next_free_times(either_world: World) -> None:
    world, made = either_world, await released(either_world)

    def fill(conn: Connection) -> tuple[str, str, str, str]:
        times = [
            meetings.slot(conn, world, world.employer, vacancy=made, first=meetings.tomorrow(world, hour))
            for hour in (10, 11)
        ]
        elsewhere = meetings.slot(conn, world, world.employer, first=meetings.tomorrow(world, 12))
        meetings.book(conn, world, times[0], meetings.candidate(conn, world, world.employer)[0])
        return meetings.candidate(conn, world, world.employer)[1], times[0].id, times[1].id, elsewhere.id

    reference, lost, free, elsewhere = await world.store.write(fill)
    fields = {"vacancy": made, "reference": reference, "asked": "yes"}
    async with await world.signed_in("case_worker") as browser:
        answer = await send(browser, "/today/book", **fields, slot=lost, quiet_room="yes")
        assert answer.status_code == 422 and "This time is taken meanwhile." in answer.text
        assert free in answer.text and f'value="{lost}"' not in answer.text
        assert re.search(r'name="quiet_room" value="yes" checked', answer.text), "nothing typed is lost"
        # A time of another vacancy is none that this form offers.
        answer = await send(browser, "/today/book", **fields, slot=elsewhere)
        assert answer.status_code == 422 and "Please choose from the list." in answer.text
        await send(browser, "/today/book", **fields, slot=free)
        other = await world.store.write(lambda conn: meetings.candidate(conn, world, world.employer)[1])
        answer = await send(browser, "/today/book", **{**fields, "reference": other}, slot=free)
        assert answer.status_code == 422 and "This time is taken meanwhile." in answer.text
        assert "No time is free for this person now." in answer.text


async def test_S4_staff_find_all_coming_interviews_by_day_need_and_country(either_world: World) -> None:
    world = either_world
    booked, made = await interview(world)  # tomorrow, with an interpreter
    at = [meetings.tomorrow(world, hour, days) for hour, days in ((11, 1), (10, 9))]

    def more(conn: Connection) -> list[str]:
        room = Needs(quiet_room=True)
        abroad = vacancy(conn, world, world.employer, "released")
        conn.execute(update(vacancies).where(vacancies.c.id == abroad).values(country="PT"))
        return [
            meetings.booking(conn, world, world.employer, first=at[0], vacancy=made).id,
            meetings.booking(conn, world, world.employer, room, first=at[1], vacancy=abroad).id,
        ]

    plain, far = await world.store.write(more)

    async def seen(query: str) -> list[str]:
        page = (await browser.get(f"/portal/coming{query}")).text
        found = {id_: page.find(f"/interviews/{id_}") for id_ in (booked.id, plain, far)}
        return sorted((id_ for id_, place in found.items() if place > 0), key=lambda id_: found[id_])

    async with await world.signed_in("case_worker") as browser:
        assert await seen("") == [booked.id, plain, far]
        assert await seen("?need=interpreter") == [booked.id]
        assert await seen("?need=room") == [far]
        assert await seen("?need=any") == [booked.id, far]
        assert await seen("?country=PT") == [far]
        assert await seen("?country=XX&need=else&after=else") == [booked.id, plain, far]
        assert await seen(f"?after={booked.slot.start}.{booked.id}") == [plain, far]
        page = (await browser.get("/portal/coming")).text
        assert page.count('class="day"') == 2 and booked.person not in page
        await world.store.write(
            lambda conn: slots.wish(
                conn, world.hiring.slots, booked.id, booked.person, interpreter=False, quiet_room=True
            )
        )
        assert await seen("?need=interpreter") == []
        assert await seen("?need=room") == [booked.id, far], "the newest wish counts"
    world.clock.forward(2 * DAY)
    async with await world.signed_in("manager") as browser:
        assert await seen("") == [far]
    async with await world.signed_in("employer") as browser:
        assert (await browser.get("/portal/coming")).status_code in (403, 404)


async def test_coming_interviews_are_paged_and_no_day_is_named_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.portal.pages.coming.PAGE", 1)
    _, made = await interview(world)
    at = meetings.tomorrow(world, 11)
    await world.store.write(
        lambda conn: meetings.booking(conn, world, world.employer, first=at, vacancy=made)
    )
    async with await world.signed_in("manager") as browser:
        first = (await browser.get("/portal/coming?country=DE")).text
        path = re.search(r'href="/portal(/coming\?[^"]+)"[^>]*hx-get', first)
        assert path is not None and first.count('class="day"') == 1
        second = (await browser.get("/portal" + path[1].replace("&amp;", "&"))).text
        assert second.count("/interviews/") == 1 and second.count('class="day"') == 0
        assert "hx-get" not in second.partition("<main")[2]


async def test_the_times_of_a_sunday_evening_open_on_the_next_week(world: World) -> None:
    made = await released(world)
    async with await world.signed_in("employer") as browser:
        week = (await browser.get("/portal/times")).text
        assert "at=20261122T1900" in week
        # On a phone the hours stand below their day.
        assert week.count("at=20261122T1900") == 2 and 'class="opens"' in week
    world.clock.forward(DAY + 7 * 3600 + 60)  # from Saturday 13:00 to Sunday 20:01 there
    async with await world.signed_in("employer") as browser:
        week = (await browser.get("/portal/times")).text
        assert "at=20261123T0700" in week and "at=20261122" not in week
        assert made in week
