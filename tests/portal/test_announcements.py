"""Announcements on the pages: written, looked at, released by another person, watched, stopped, corrected."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise

from sqlalchemy import select, update

from bot.delivery.broadcasts.tables import broadcast_sends, broadcasts
from bot.features import announcements
from bot.features.announcements import Announcement, telling
from bot.features.staff.tables import sessions
from bot.portal import progress
from tests.portal.announcing import CORRECTION, ENGLISH, HOUR, hidden, id_in, new_town, released, submitted
from tests.portal.samples import announcement
from tests.portal.world import World, send


async def found(world: World, id_: str) -> Announcement:
    one = await world.store.read(lambda conn: announcements.find(conn, world.announcing.desk, id_))
    assert one is not None
    return one


async def test_A1_A6_one_writes_and_another_sees_exactly_what_goes_out_and_releases_it(
    either_world: World,
) -> None:
    town = await new_town(either_world)
    id_ = await submitted(town)
    writer, approver = await town.browser(town.writer), await town.browser(town.approver)
    # Where the mail that calls the approver leads to.
    page = (await approver.get(telling.PAGE + id_)).text
    one = await found(either_world, id_)
    sent = await either_world.store.read(
        lambda conn: announcements.message(conn, either_world.announcing.desk, one, "ar")
    )
    bubbles = [
        re.sub(r"</?b>", "", text) for text in re.findall(r'<div class="bubble"[^>]*>(.*?)</div>', page, re.S)
    ]
    assert sent.text in [unescape(text) for text in bubbles]
    assert "help.unhcr.org" in page
    assert hidden(page, "shown") == "40"
    assert "/release" not in (await writer.get(f"/portal/announcements/{id_}")).text
    fields = {"digest": hidden(page, "digest"), "shown": "40"}
    wrong = await send(approver, f"/announcements/{id_}/release", **fields, count="41")
    assert wrong.status_code == 422
    assert "not the number of people" in wrong.text
    assert (await found(either_world, id_)).state == "submitted"
    assert (await send(writer, f"/announcements/{id_}/release", **fields, count="40")).status_code == 403
    done = await send(approver, f"/announcements/{id_}/release", **fields, count="٤٠")
    assert done.status_code == 303, done.text
    assert (await found(either_world, id_)).approver == town.approver


async def test_A2_a_change_after_the_page_was_opened_is_not_released(world: World) -> None:
    town = await new_town(world)
    id_ = await submitted(town)
    approver, writer = await town.browser(town.approver), await town.browser(town.writer)
    page = (await approver.get(f"/portal/announcements/{id_}")).text
    edit = (await writer.get(f"/portal/announcements/{id_}/change")).text
    changed = town.fields(text_en="Gate 4.", before=hidden(edit, "before"))
    assert (await send(writer, f"/announcements/{id_}/change", **changed)).status_code == 303
    await send(writer, f"/announcements/{id_}/submit")
    fields = {"digest": hidden(page, "digest"), "shown": "40", "count": "40"}
    answer = await send(approver, f"/announcements/{id_}/release", **fields)
    assert answer.status_code == 422
    assert "changed after you opened it" in answer.text
    assert "Gate 4." in answer.text
    assert (await found(world, id_)).state == "submitted"


async def test_S5_without_a_fresh_factor_nothing_is_released_and_the_form_waits(world: World) -> None:
    town = await new_town(world)
    id_ = await submitted(town)
    approver = await town.browser(town.approver)
    page = (await approver.get(f"/portal/announcements/{id_}")).text
    world.clock.forward(6 * 60)
    fields = {"digest": hidden(page, "digest"), "shown": "40", "count": "40"}
    answer = await send(approver, f"/announcements/{id_}/release", **fields)
    assert answer.status_code == 403
    assert f'name="kept.digest" value="{fields["digest"]}"' in answer.text
    assert (await found(world, id_)).state == "submitted"


async def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_is_saved(world: World) -> None:
    town = await new_town(world)
    writer = await town.browser(town.writer)
    bad = town.fields(text_en="Pay 5 dollars to Ali at https://evil.example/x", end_day="", end_time="")
    made = await send(writer, "/announcements/new", **bad)
    id_ = id_in(made)
    assert made.headers["location"].endswith("/change")
    page = (await writer.get(f"/portal/announcements/{id_}/change")).text
    assert re.search(r'id="wrong-text_en">[^<]*(evil\.example|money)', page)
    assert 'id="wrong-end_day"' in page
    assert "Pay 5 dollars to Ali" in page
    # A time without its day cannot be kept: then everything stands in the form again.
    half = await send(writer, "/announcements/new", **town.fields(end_day="", title="Kept title"))
    assert half.status_code == 422
    assert 'id="wrong-end_day"' in half.text
    assert "Kept title" in half.text
    assert ENGLISH.splitlines()[0] in half.text
    assert (
        await send(writer, "/announcements/new", **town.fields(mode="exercise"))
    ).status_code == 400  # I14


async def test_I9_a_writer_is_told_what_was_taken_out_of_her_text(world: World) -> None:
    town = await new_town(world)
    writer = await town.browser(town.writer)
    forged = "Come to Gate\u202e 3\u202c at ten.\u2028"
    made = await send(writer, "/announcements/new", **town.fields(text_en=forged, correction_en="No\u202e."))
    page = (await writer.get(made.headers["location"])).text
    assert "without 4 hidden characters" in page
    assert "U+202E RIGHT-TO-LEFT OVERRIDE × 2" in page
    plain = await send(writer, "/announcements/new", **town.fields(text_en="نص بـ\u200cعلامة", title="Other"))
    assert "hidden character" not in (await writer.get(plain.headers["location"])).text.partition("</h1>")[0]


async def test_a_new_one_begins_in_the_zone_of_the_places_and_asks_only_what_can_be(world: World) -> None:
    town = await new_town(world)
    writer = await town.browser(town.writer)
    page = (await writer.get("/portal/announcements/new")).text
    assert '<option value="Africa/Nairobi" selected>' in page
    assert "Which announcement does it change" not in page
    id_ = await released(town)
    await town.step()
    page = (await writer.get("/portal/announcements/new")).text
    assert "Which announcement does it change" in page
    assert f'name="about" value="{id_}"' in page


async def test_one_that_all_have_got_is_not_over_before_its_end(world: World) -> None:
    town = await new_town(world)
    id_ = await released(town)
    await town.step()
    await world.store.write(lambda conn: conn.execute(update(broadcasts).values(state="done")))
    await town.step()
    assert (await found(world, id_)).state == "done"
    writer = await town.browser(town.writer)
    assert "Sent, and still valid" in (await writer.get("/portal/announcements")).text
    page = (await writer.get(f"/portal/announcements/{id_}")).text
    assert "Sent, and valid until its end" in page
    assert "Yes, it is not valid any more" in page
    world.clock.forward(10 * HOUR)
    writer = await town.browser(town.writer)
    page = (await writer.get(f"/portal/announcements/{id_}")).text
    assert "valid any more" not in page
    assert ">Over<" in page


async def test_a_change_meanwhile_shows_both_and_loses_neither(world: World) -> None:
    town = await new_town(world)
    first = await town.browser(town.writer)
    id_ = id_in(await send(first, "/announcements/new", **town.fields()))
    before = hidden((await first.get(f"/portal/announcements/{id_}/change")).text, "before")
    theirs = town.fields(text_en="Gate 7, says the one.", before=before)
    assert (await send(first, f"/announcements/{id_}/change", **theirs)).status_code == 303
    mine = town.fields(text_en="Gate 8, says the other.", before=before)
    answer = await send(first, f"/announcements/{id_}/change", **mine)
    assert answer.status_code == 422
    assert "Gate 7, says the one." in answer.text
    assert "Gate 8, says the other." in answer.text
    assert (await found(world, id_)).draft.texts["en"] == "Gate 7, says the one."
    again = mine | {"before": hidden(answer.text, "before")}
    assert (await send(first, f"/announcements/{id_}/change", **again)).status_code == 303
    assert (await found(world, id_)).draft.texts["en"] == "Gate 8, says the other."


async def test_L4_a_look_counts_without_saving_and_hides_small_numbers(world: World) -> None:
    town = await new_town(world, readers=20)
    writer = await town.browser(town.writer)
    fields = town.fields(languages=["ar"])
    page = await send(writer, "/announcements/new", **fields, do="look")
    assert page.status_code == 200
    look = page.text[page.text.index('id="look"') :]
    assert "fewer than 20" in look
    assert "ar" in re.findall(r'class="bubble" lang="(\w+)"', look)
    assert "Gate 3" in look
    assert (await writer.get("/portal/announcements")).text.count("<tr") == 0
    both = await send(writer, "/announcements/new", **town.fields(), do="look")
    assert "about 30 people" in both.text


async def test_A5_live_and_exercises_are_on_screens_of_their_own(world: World) -> None:
    town = await new_town(world)
    writer = await town.browser(town.writer)
    plain = {name: value for name, value in town.fields(title="Practice").items() if name != "places"}
    await send(writer, "/exercises/new", **plain)
    id_in(await send(writer, "/announcements/new", **town.fields(title="Real one")))
    live, exercises = [(await writer.get(f"/portal/{name}")).text for name in ("announcements", "exercises")]
    assert "Real one" in live and "Practice" not in live
    assert "Practice" in exercises and "Real one" not in exercises
    assert 'class="band live"' in live and 'class="band exercise"' in exercises
    assert (await send(writer, "/exercises/new", **town.fields())).status_code == 400  # no audience to choose


async def test_an_approver_hands_it_back_with_a_reason_that_its_writer_reads(either_world: World) -> None:
    town = await new_town(either_world)
    id_ = await submitted(town)
    approver, writer = await town.browser(town.approver), await town.browser(town.writer)
    empty = await send(approver, f"/announcements/{id_}/hand-back", reason=" ")
    assert empty.status_code == 422
    await send(approver, f"/announcements/{id_}/hand-back", reason="The gate is <b>closed</b>.")
    assert (await found(either_world, id_)).state == "draft"
    page = (await writer.get(f"/portal/announcements/{id_}/change")).text
    assert "The gate is &lt;b&gt;closed&lt;/b&gt;." in page
    await send(writer, f"/announcements/{id_}/submit")
    assert (await found(either_world, id_)).returned == ""


async def test_A9_A10_progress_is_sums_of_rows_and_either_of_the_two_stops_and_corrects(world: World) -> None:
    town = await new_town(world)
    id_ = await released(town)
    await town.step()
    sends = broadcast_sends.c
    first = select(sends.id).order_by(sends.id).limit(10)
    got = update(broadcast_sends).where(sends.id.in_(first)).values(state="sent", closed=int(world.now))
    await world.store.write(lambda conn: conn.execute(got))
    approver = await town.browser(town.approver)
    page = (await approver.get(f"/portal/announcements/{id_}/progress")).text
    figures = re.findall(r"</svg> ([^:<]+): <b>(\d+)</b>", page)
    assert dict(figures) == {"Sent": "10", "Waiting": "30"}
    assert "All together: 40" in page
    assert 'hx-trigger="every 4s"' in page
    other = await town.browser(world.people["approver"])  # neither wrote nor approved it
    assert (await send(other, f"/announcements/{id_}/stop")).status_code == 422
    assert (await found(world, id_)).state == "running"
    assert (await send(approver, f"/announcements/{id_}/stop")).status_code == 303
    assert (await found(world, id_)).stopped_by == town.approver
    page = (await approver.get(f"/portal/announcements/{id_}")).text
    assert CORRECTION in page
    assert (await send(approver, f"/announcements/{id_}/correct")).status_code == 303
    for _ in range(3):
        await town.step()
    page = (await approver.get(f"/portal/announcements/{id_}")).text
    assert "The correction" in page
    assert "All together: 10" in page


async def test_S3_a_page_that_asks_by_itself_keeps_no_session_alive(world: World) -> None:
    town = await new_town(world)
    id_ = await released(town)
    await town.step()
    browser = await town.browser(town.approver)
    for path, lives in (
        (f"/portal/announcements/{id_}/progress", False),
        (f"/portal/announcements/{id_}", True),
    ):
        seen = await world.store.read(
            lambda conn: conn.scalar(select(sessions.c.seen).order_by(sessions.c.seen.desc()))
        )
        world.clock.forward(5 * 60)
        assert (await browser.get(path)).status_code == 200
        now = await world.store.read(
            lambda conn: conn.scalar(select(sessions.c.seen).order_by(sessions.c.seen.desc()))
        )
        assert (now != seen) is lives, path
    world.clock.forward(16 * 60)
    gone = await browser.get(f"/portal/announcements/{id_}/progress", headers={"hx-request": "true"})
    assert gone.headers["hx-redirect"].endswith("/sign-in")


async def test_an_administrator_sees_those_of_all_and_stops_one(world: World) -> None:
    town = await new_town(world)
    id_ = await released(town)
    await town.step()
    admin = await world.signed_in("administrator")
    assert "Gate 3" in (await admin.get("/portal/announcements")).text
    page = (await admin.get(f"/portal/announcements/{id_}")).text
    assert f"/announcements/{id_}/stop" in page
    assert (await send(admin, f"/announcements/{id_}/stop")).status_code == 303
    assert (await found(world, id_)).state == "stopped"


async def test_a_draft_is_thrown_away_and_a_waiting_one_taken_back(world: World) -> None:
    town = await new_town(world)
    id_ = await submitted(town)
    writer = await town.browser(town.writer)
    assert (await send(writer, f"/announcements/{id_}/withdraw")).status_code == 303
    assert (await found(world, id_)).state == "draft"
    gone = await send(writer, f"/announcements/{id_}/throw-away")
    assert gone.headers["location"] == "/portal/announcements"
    assert (await writer.get(f"/portal/announcements/{id_}")).status_code == 404


async def test_a_sample_of_another_organisation_is_no_page_of_mine(world: World) -> None:
    other = await world.store.write(lambda conn: announcement(conn, world, world.organisation(conn)))
    writer = await world.signed_in("announcer")
    assert (await writer.get(f"/portal/announcements/{other}/change")).status_code == 404


def test_A10_the_parts_of_a_bar_are_all_of_it() -> None:
    from bot.delivery.broadcasts import Counts

    counts = Counts(3, 1, 7, 2, 1, 5, 1, 13)
    bar = progress.bar_of(counts).parts
    assert sum(part.people or 0 for part in bar) == counts.total
    assert sum(part.units for part in bar) == 1000
    assert all(one.begins + one.units == two.begins for one, two in pairwise(bar))
    assert {part.units for part in progress.bar_of(Counts()).parts} == {0}


async def test_L4_of_an_audience_of_fewer_than_ten_no_number_is_told_and_of_ten_each(world: World) -> None:
    town = await new_town(world, readers=16)
    for langs, told in ((["ar"], False), (["en"], True)):
        id_ = await released(town, languages=langs)
        await town.step()
        approver = await town.browser(town.approver)
        page = (await approver.get(f"/portal/announcements/{id_}/progress")).text
        figures = dict(re.findall(r"</svg> ([^:<]+): <b>([^<]+)</b>", page))
        if told:
            assert figures == {"Sent": "0", "Waiting": "16"}
            assert 'class="bar"' in page
            assert "All together: 16" in page
        else:
            assert figures == {"Waiting": "fewer than 10"}
            assert 'class="bar"' not in page
            assert "All together: fewer than 10" in page
            assert "6" not in re.sub(r"<[^>]*>", "", page[page.index("<h2>") :])


def test_A5_staff_who_practise_are_counted_however_few() -> None:
    from bot.delivery.broadcasts import Counts

    bar = progress.bar_of(Counts(waiting=2, sent=1), staff=True)
    assert not bar.few
    assert [part.people for part in bar.parts if part.people] == [1, 2]
