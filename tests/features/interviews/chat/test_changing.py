"""An interview called off with one press, had again, moved back, and what she needs for it."""

from __future__ import annotations

import pytest

from bot.features.interviews.slots import UNSAID
from tests.features.interviews.chat.talking import Talking, text


async def options(talking: Talking, booking: str, **values: str) -> list[str]:
    found = await talking.act("interview", booking=booking, **values)
    return [str(one) for one in found.data["options"]]


async def test_B6_one_press_calls_it_off_and_a_second_one_changes_nothing(talking: Talking) -> None:
    booking = await talking.booked()
    for _ in range(2):
        done = await talking.act("cancel", booking=booking)
        assert done.name == "called_off"
        assert "called off" in text(done.data["text"])
        assert done.data["reasons"][0] == "again"
    found = await talking.booking(booking)
    assert (found.state, found.reason, found.sequence) == ("cancelled", UNSAID, 1)
    assert (await talking.act("mine")).name == "none"


async def test_why_is_asked_afterwards_and_kept(talking: Talking) -> None:
    booking = await talking.booked()
    early = await talking.act("explain", booking=booking, reason="unsafe")
    assert "no longer valid" in text(early.data["text"])
    await talking.act("cancel", booking=booking)
    for reason, kept in (("unsafe", "unsafe"), ("made up", "other")):
        told = await talking.act("explain", booking=booking, reason=reason)
        assert "noted why" in text(told.data["text"])
        assert (await talking.booking(booking)).reason == kept
    await talking.act("explain", person=talking.other, booking=booking, reason="unsafe")
    assert (await talking.booking(booking)).reason == "other"


async def test_a_slip_of_the_finger_is_taken_back_with_all_that_was_agreed(talking: Talking) -> None:
    booking = await talking.booked()
    before = await talking.booking(booking)
    await talking.act("cancel", booking=booking)
    assert (await options(talking, booking))[0] == "again"
    for _ in range(2):
        assert (await talking.act("again", booking=booking)).name == "done"
    again = await talking.booking(booking)
    assert (again.state, again.reason, again.cancelled_by) == ("booked", None, None)
    assert (again.uid, again.needs, again.sequence) == (before.uid, before.needs, 2)
    assert "again" not in await options(talking, booking)


@pytest.mark.parametrize("scene", ["taken", "shut", "reported"])
async def test_B1_what_others_have_meanwhile_is_not_given_back(talking: Talking, scene: str) -> None:
    booking = await talking.booked()
    await talking.act("cancel", booking=booking)
    await talking.scene(scene)
    assert "again" not in await options(talking, booking)
    refused = await talking.act("again", booking=booking)
    wanted = {"taken": "lost", "shut": "over", "reported": "frozen"}[scene]
    assert (refused.name, refused.data["why"]) == ("refused", wanted)
    assert (await talking.booking(booking)).state == "cancelled"


async def test_S4_nobody_changes_the_interview_of_another(talking: Talking) -> None:
    booking = await talking.booked()
    told = await talking.act("cancel", person=talking.other, booking=booking)
    assert "no longer" in text(told.data["text"])
    await talking.act("wish", person=talking.other, booking=booking, wish="room")
    found = await talking.booking(booking)
    assert (found.state, found.needs.quiet_room) == ("booked", False)
    await talking.act("cancel", booking=booking)
    assert (await talking.act("again", person=talking.other, booking=booking)).name == "refused"
    assert (await talking.booking(booking)).state == "cancelled"


async def test_what_the_employer_called_off_is_not_hers_to_take_back(talking: Talking) -> None:
    booking = await talking.booked()
    await talking.scene("cancelled")
    assert "again" not in await options(talking, booking)
    assert (await talking.act("again", booking=booking)).data["why"] == "over"
    assert (await talking.act("cancel", booking=booking)).name == "told"
    assert (await talking.booking(booking)).reason == "place_filled"


async def test_C4_without_her_yes_to_the_employer_nothing_is_booked_again(talking: Talking) -> None:
    booking = await talking.booked()
    await talking.act("cancel", booking=booking)
    await talking.share(yes=False)
    assert (await talking.act("again", booking=booking)).data["why"] == "not_shared"
    await talking.share()
    held = await talking.act("take", chosen=(await talking.times())[1])
    await talking.act("book", booking=held.data["booking"])
    assert (await talking.act("again", booking=booking)).data["why"] == "has_one"


async def test_a_move_is_taken_back_while_the_old_time_is_free(talking: Talking) -> None:
    booking = await talking.booked()
    start = (await talking.booking(booking)).slot.start
    moved = await talking.act("take", chosen=(await talking.times())[0], moving=booking)
    new, before = str(moved.data["booking"]), str(moved.data["before"])
    shown = await options(talking, new, before=before)
    assert shown[:2] == ["join", "back"] and "calendar" in shown and len(shown) <= 8
    done = await talking.act("back", booking=new, before=before)
    assert done.name == "done"
    assert (await talking.booking(str(done.data["booking"]))).slot.start == start
    moved = await talking.act("take", chosen=(await talking.times())[0], moving=done.data["booking"])
    new = str(moved.data["booking"])
    await talking.scene("taken")
    assert "back" not in await options(talking, new, before=before)
    assert (await talking.act("back", booking=new, before=before)).data["why"] == "lost"
    assert (await talking.booking(new)).state == "booked"


async def test_what_she_needs_is_asked_for_and_withdrawn_until_it_begins(talking: Talking) -> None:
    booking = await talking.booked()  # with an interpreter
    for wish, needs in (
        ("no_interpreter", (False, False)),
        ("room", (False, True)),
        ("room", (False, True)),
        ("interpreter", (True, True)),
        ("no_room", (True, False)),
    ):
        told = await talking.act("wish", booking=booking, wish=wish)
        assert "I noted" in text(told.data["text"])
        found = (await talking.booking(booking)).needs
        assert (found.interpreter, found.quiet_room) == needs
    assert found.lang == "en", "staff have to know for which language"
    talking.now = (await talking.booking(booking)).slot.start - 1
    assert (await talking.act("act", booking=booking, option="needs")).name == "needs"
    talking.now += 1
    assert (await talking.act("act", booking=booking, option="needs")).name == "told"
    late = await talking.act("wish", booking=booking, wish="room")
    assert "no longer valid" in text(late.data["text"])
    assert not (await talking.booking(booking)).needs.quiet_room


async def test_every_state_has_eight_buttons_at_most(talking: Talking) -> None:
    booking = await talking.booked()
    slot = (await talking.booking(booking)).slot
    for at in (talking.now, slot.start, slot.end):
        talking.now = at
        assert len(await options(talking, booking)) <= 8
