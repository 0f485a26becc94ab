"""Her interviews: the way in, a discreet file, a cancellation, a report, and news as things stand now."""

from __future__ import annotations

import re

import msgspec
from sqlalchemy import Connection

from bot.delivery import reminders
from bot.delivery.actions import Turning
from bot.features.interviews import calendars, chat
from bot.features.interviews.calendars import Entry
from bot.features.interviews.employers import may_act
from bot.features.reminders.actions import actions as reminder_actions
from bot.hiring import NEWS
from bot.mind import ROOT
from bot.rehearsal_hiring import EMPLOYER, LINK
from tests.features.interviews.chat.talking import Talking, label, text


async def test_E6_the_way_in_is_shown_from_fifteen_minutes_before_to_the_end(talking: Talking) -> None:
    booking = await talking.booked()
    slot = (await talking.booking(booking)).slot
    shown = []
    for at in (slot.start - 901, slot.start - 900, slot.end - 1, slot.end):
        talking.now = at
        shown.append(LINK in text((await talking.act("act", booking=booking, option="join")).data["text"]))
    assert shown == [False, True, True, False]


async def test_I10_the_way_in_names_its_real_host(talking: Talking) -> None:
    booking = await talking.booked()
    talking.now = (await talking.booking(booking)).slot.start
    said = text((await talking.act("act", booking=booking, option="join")).data["text"])
    assert "meet.jit.si:" in said.splitlines()[0]


async def test_C11_the_calendar_file_says_nothing_of_a_job_or_an_employer(talking: Talking) -> None:
    booking = await talking.booked()
    made = await talking.act("act", booking=booking, option="calendar")
    entry = msgspec.json.decode(str(made.data["calendar"]), type=Entry)
    file = calendars.file(entry, "en", label).decode().lower()
    for word in ("bakery", "baker", "job", "interview with", "meet.jit.si"):
        assert word not in file


async def test_C11_news_name_nothing_before_she_asks() -> None:
    flow = (ROOT / "flows" / "reminder.yaml").read_text(encoding="utf-8")
    asked = re.search(r'news:\n    ask: !t "([^"]+)"', flow)
    assert asked is not None
    assert not re.search(r"job|interview|employer|work", asked[1], re.IGNORECASE)


async def test_E7_one_press_stops_the_employer_and_her_interview_at_once(talking: Talking) -> None:
    booking = await talking.booked()
    told = text((await talking.act("money", booking=booking)).data["text"])
    assert "stopped at once" in told and "not told who" in told and "To talk to a person" in told
    assert not await talking.store.read(lambda conn: may_act(conn, EMPLOYER, talking.now))
    talking.now = (await talking.booking(booking)).slot.start
    said = text((await talking.act("act", booking=booking, option="join")).data["text"])
    assert LINK not in said
    assert (await talking.act("openings")).name == "none"


async def test_E7_every_state_of_an_interview_offers_the_report(talking: Talking) -> None:
    booking = await talking.booked()
    slot = (await talking.booking(booking)).slot
    for at in (talking.now, slot.start, slot.end):
        talking.now = at
        assert "money" in (await talking.act("interview", booking=booking)).data["options"]


async def test_they_did_not_come_can_be_said_once_it_has_begun(talking: Talking) -> None:
    booking = await talking.booked()
    early = text((await talking.act("act", booking=booking, option="absent")).data["text"])
    assert "not begun" in early
    talking.now = (await talking.booking(booking)).slot.start + 600
    assert "passed it on" in text((await talking.act("act", booking=booking, option="absent")).data["text"])
    # It stops nobody: people ask the employer first.
    assert await talking.store.read(lambda conn: may_act(conn, EMPLOYER, talking.now))


async def told(talking: Talking, kind: str) -> list[dict[str, object] | None]:
    """What the reminders of a kind would say now, as they stand."""

    def read(conn: Connection) -> list[dict[str, object] | None]:
        cipher = talking.keys.data.for_person(conn, talking.person)
        mine = reminders.of(conn, cipher, talking.person)
        turning = Turning(conn, talking.person, "en", talking.now)
        found = [chat.tellers[kind](turning, one) for one in mine if one.kind == kind]
        return [None if one is None else dict(one) for one in found]

    return await talking.store.write(read)


async def test_B9_news_tell_the_interview_as_it_stands_when_they_are_read(talking: Talking) -> None:
    await talking.booked()
    await talking.scene("moved")
    assert [one and one["what"] for one in await told(talking, NEWS)] == ["moved"]
    (news,) = await told(talking, NEWS)
    assert news is not None
    await talking.act("cancel", booking=news["booking"])
    assert {one and one["what"] for one in await told(talking, NEWS)} == {"cancelled"}
    await talking.scene("erased")
    assert await told(talking, NEWS) == [None] * len(await told(talking, NEWS))


async def test_B10_no_more_reminders_leaves_the_news_of_a_booked_interview(talking: Talking) -> None:
    await talking.booked()
    by_name = {one.name: one for one in reminder_actions(talking.keys.data, chat.tellers)}

    async def stop() -> str:
        stopped = by_name["reminders.stop"]
        return await talking.store.write(
            lambda conn: stopped.run(Turning(conn, talking.person, "en", talking.now), {}).name
        )

    assert await stop() == "but_news"

    def kinds(conn: Connection) -> set[str]:
        cipher = talking.keys.data.for_person(conn, talking.person)
        return {one.kind for one in reminders.of(conn, cipher, talking.person)}

    assert await talking.store.read(kinds) == {"interview"}
