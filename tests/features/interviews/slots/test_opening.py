"""Opening series of slots: the grid, the zone, the link."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from bot.features.interviews import slots as booking
from bot.features.interviews.slots import BadLink, Opened, Opening, checked_link, opening
from tests.features.interviews.slots.office import (
    EMPLOYER,
    OTHERS,
    STAFF,
    TOMORROW_TEN,
    Office,
    in_zone,
    wall_after,
)

BERLIN = "Europe/Berlin"


async def tried(office: Office, asked: Opening, jitsi: str = "") -> Opened:
    return await office.write(lambda conn: booking.open_slots(conn, office.ctx, EMPLOYER, asked, jitsi=jitsi))


async def test_B7_a_slot_keeps_the_moment_the_zone_and_the_wall_time(office: Office) -> None:
    slot = await office.slot("2030-06-03T10:00", zone=BERLIN)
    assert (slot.wall, slot.zone) == ("2030-06-03T10:00", BERLIN)
    assert in_zone(slot, "UTC") == "2030-06-03T08:00"
    assert await office.store.read(lambda conn: booking.find_slot(conn, slot.id)) == slot


async def test_B7_a_weekly_series_stays_at_its_wall_time_when_the_clocks_change(office: Office) -> None:
    office.ahead += 130 * 86_400  # late September
    slots = await office.opened("2030-10-16T10:00", zone=BERLIN, repeat="weekly", until=date(2030, 11, 6))
    assert [slot.wall[5:10] for slot in slots] == ["10-16", "10-23", "10-30", "11-06"]
    assert [in_zone(slot, "UTC")[11:] for slot in slots] == ["08:00", "08:00", "09:00", "09:00"]


async def test_weekdays_leave_saturday_and_sunday_out_and_days_can_be_skipped(office: Office) -> None:
    slots = await office.opened(
        "2030-05-16T10:00",
        repeat="weekdays",
        until=date(2030, 5, 22),
        skip=frozenset({"2030-05-21T10:00"}),
    )
    assert [slot.wall[8:10] for slot in slots] == ["16", "17", "20", "22"]


async def test_B7_an_hour_that_does_not_exist_is_refused_with_those_that_do(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Clocks change by night, when no interview can be: for once it may.
    monkeypatch.setattr(opening, "DAY", (0, 1440))
    asked = office.asking("2031-03-30T02:30", zone=BERLIN)
    office.ahead += 300 * 86_400
    found = await tried(office, asked)
    assert [(one.code, one.wall) for one in found.problems] == [("no_such_hour", "2031-03-30T02:30")]
    assert datetime(2031, 3, 30, 3, 30) in found.problems[0].choices


async def test_B7_an_hour_that_comes_twice_is_asked_about(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "DAY", (0, 1440))
    office.ahead += 130 * 86_400
    wall = "2030-10-27T02:30"
    found = await tried(office, office.asking(wall, zone=BERLIN))
    (problem,) = found.problems
    assert (problem.code, problem.wall, len(problem.choices)) == ("twice", wall, 2)
    for fold in (0, 1):
        slot = await office.slot(wall, zone=BERLIN, folds={wall: fold})
        assert (slot.start, slot.fold) == (problem.choices[fold], fold)


async def test_B6_the_same_form_sent_twice_opens_nothing_twice(office: Office) -> None:
    asked = office.asking(repeat="daily", until=date(2030, 5, 17))
    first, second = await tried(office, asked), await tried(office, asked)
    assert len(first.slots) == 3
    assert second == first
    other = office.asking(series=asked.series, organisation=OTHERS)
    found = await office.write(lambda conn: booking.open_slots(conn, office.ctx, STAFF, other))
    assert [problem.code for problem in found.problems] == ["series"]


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("length", {"minutes": 7}),
        ("length", {"minutes": 500}),
        ("buffer", {"buffer": -5}),
        ("capacity", {"capacity": 0}),
        ("zone", {"zone": "Europe/Atlantis"}),
        ("no_link", {"link": " "}),
        ("not_https", {"link": "http://zoom.us/j/1"}),
        ("other_host", {"link": "https://zoom.us.example.com/j/1"}),
        ("too_many", {"repeat": "daily", "until": date(2031, 5, 15)}),
        ("nothing", {"skip": frozenset({TOMORROW_TEN})}),
    ],
)
async def test_what_is_wrong_is_said_by_a_code_and_nothing_is_opened(
    office: Office, code: str, values: dict[str, Any]
) -> None:
    found = await tried(office, office.asking(**values))
    assert [problem.code for problem in found.problems] == [code]
    assert found.slots == ()
    assert await office.free(await office.person()) == []


@pytest.mark.parametrize(
    ("code", "wall"),
    [
        ("grid", "2030-05-15T10:03"),
        ("night", "2030-05-15T06:55"),
        ("night", "2030-05-15T20:45"),
        ("past", "2030-05-14T11:55"),
        ("too_far", "2031-05-15T10:00"),
    ],
)
async def test_E6_an_interview_is_by_day_on_the_grid_and_to_come(
    office: Office, code: str, wall: str
) -> None:
    assert [problem.code for problem in (await tried(office, office.asking(wall))).problems] == [code]


async def test_one_wrong_day_of_a_series_opens_none_and_is_named(office: Office) -> None:
    asked = office.asking("2030-05-13T10:00", repeat="daily", until=date(2030, 5, 16))
    found = await tried(office, asked)
    assert [(problem.code, problem.wall) for problem in found.problems] == [
        ("past", "2030-05-13T10:00"),
        ("past", "2030-05-14T10:00"),
    ]
    assert found.slots == ()


async def test_D9_each_slot_gets_a_room_of_its_own_that_nobody_can_guess(office: Office) -> None:
    asked = office.asking(link="", repeat="daily", until=date(2030, 5, 16))
    slots = (await tried(office, asked, jitsi="https://video.example.org/")).slots
    rooms = {slot.link for slot in slots}
    assert len(rooms) == 2
    assert all(len(room) == len("https://video.example.org/rafiq-") + 22 for room in rooms)


@pytest.mark.parametrize(
    "link",
    [
        "https://zoom.us/j/123?pwd=a-b",
        "https://us02web.zoom.us/j/1",
        "https://meet.jit.si:443/room",
        "HTTPS://Meet.Jit.Si/room",
    ],
)
def test_E6_links_on_listed_hosts_are_taken(link: str) -> None:
    assert checked_link(f" {link} ", ("zoom.us", "meet.jit.si")) == link


@pytest.mark.parametrize(
    "link",
    [
        "https://evilzoom.us/j/1",
        "https://zoom.us@evil.example/j/1",
        "https://zoom.us:8443/j/1",
        "https://evil.example\\@zoom.us/",
        "https://zооm.us/j/1",  # two letters of another script
        "https://zoom.us/\t/j",
        "javascript:alert(1)//zoom.us",
        "https://",
        "https://[zoom.us/",
        "https://zoom.us/" + "a" * 500,
    ],
)
def test_E6_I10_other_links_are_not(link: str) -> None:
    with pytest.raises(BadLink):
        checked_link(link, ("zoom.us",))


async def test_paging_goes_through_every_time_once(office: Office) -> None:
    anna = await office.person()
    # Two at the same moment: the page may end between them.
    for number in range(5):
        for host in ("host-a", "host-b"):
            await office.slot(wall_after(TOMORROW_TEN, 60 * number), host=host)
    seen: list[str] = []
    after = None
    while True:
        page = await office.store.read(
            lambda conn: booking.free_slots(conn, anna, office.asking().vacancy, office.time(conn), after, 3)  # noqa: B023
        )
        if not page:
            break
        seen += [slot.id for slot in page]
        after = booking.After(page[-1].start, page[-1].id)
    assert len(seen) == len(set(seen)) == 10
