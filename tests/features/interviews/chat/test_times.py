"""A time: held and booked by whoever allowed this employer, moved, and old presses that do no harm."""

from __future__ import annotations

from bot.features.interviews.chat.wording import slot_of
from tests.features.interviews.chat.talking import VACANCY, Talking, text


async def test_C3_no_time_without_her_yes_to_this_employer(talking: Talking) -> None:
    first = (await talking.times())[0]
    refused = await talking.act("take", chosen=first)
    assert (refused.name, refused.data["why"]) == ("refused", "not_shared")
    await talking.share()
    assert (await talking.act("take", chosen=first)).name == "held"


async def test_C4_a_yes_taken_back_before_the_booking_counts(talking: Talking) -> None:
    await talking.share()
    held = await talking.act("take", chosen=(await talking.times())[0])
    await talking.share(yes=False)
    refused = await talking.act("book", booking=held.data["booking"])
    assert (refused.name, refused.data["why"]) == ("refused", "not_shared")


async def test_B4_a_hold_can_be_extended_once_and_then_ends(talking: Talking) -> None:
    await talking.share()
    held = (await talking.act("take", chosen=(await talking.times())[0])).data["booking"]
    talking.now += 299
    assert (await talking.act("extend", booking=held)).name == "held"
    talking.now += 299
    assert (await talking.act("extend", booking=held)).name == "held"  # said to be the last one
    talking.now += 2
    assert (await talking.act("book", booking=held)).data["why"] == "over"


async def test_B6_a_press_on_book_again_books_nothing_twice(talking: Talking) -> None:
    booking = await talking.booked()
    again = await talking.act("book", booking=booking)
    assert again.name == "booked"
    assert len((await talking.act("mine")).data["items"]) == 1
    other = await talking.act("take", chosen=(await talking.times())[0])
    assert (other.name, other.data["why"]) == ("refused", "has_one")


async def test_another_time_lets_the_first_one_go(talking: Talking) -> None:
    await talking.share()
    first, second = (await talking.times())[:2]
    await talking.act("take", chosen=first)
    await talking.act("take", chosen=second)
    assert slot_of((await talking.times())[0]) == slot_of(first)


async def test_B4_a_time_that_she_holds_stays_in_her_own_list_and_in_no_others(talking: Talking) -> None:
    await talking.share()
    free = await talking.times()
    held = (await talking.act("take", chosen=free[1])).data
    assert await talking.times() == free, "she left the page and comes back"
    theirs = await talking.act("times", person=talking.other, vacancy=VACANCY)
    assert slot_of(free[1]) not in [slot_of(str(one)) for one in theirs.data["items"]]
    # Each stands on one page.
    place = f"{free[1].split('.', 2)[0]}.{slot_of(free[1])}"
    more = await talking.act("times", vacancy=VACANCY, chosen="more", after=place)
    assert free[1] not in more.data["items"]
    again = await talking.act("take", chosen=free[1])
    assert again.data["booking"] == held["booking"]
    assert "go on from before" in text(again.data["when"]) and "for five minutes" in text(held["when"])
    talking.now += 300
    assert (await talking.times())[1] == free[1], "free for everybody again, and there once"


async def test_C3_without_a_profile_her_zone_is_asked_for_once_in_a_conversation(talking: Talking) -> None:
    zones = {"known": "Europe/Kyiv", "unknown": ""}
    for outcome, told in zones.items():
        assert (await talking.act("zone", person=talking.other, zone=told)).name == outcome
    await talking.act("keep_zone", person=talking.other, zone="Europe/Kyiv")
    assert (await talking.act("zone", person=talking.other)).name == "unknown", "nothing allows to keep it"


async def test_B2_a_lost_race_is_told_and_leaves_what_she_had(talking: Talking) -> None:
    booking = await talking.booked()
    wanted = (await talking.times())[0]
    await talking.scene("taken")
    refused = await talking.act("take", chosen=wanted, moving=booking)
    assert (refused.name, refused.data["why"]) == ("refused", "taken")
    assert (await talking.booking(booking)).state == "booked"


async def test_S4_nobody_books_or_moves_what_another_holds(talking: Talking) -> None:
    booking = await talking.booked()
    for name in ("extend", "book"):
        assert (await talking.act(name, person=talking.other, booking=booking)).name == "refused"
    assert (await talking.act("interview", person=talking.other, booking=booking)).name == "gone"
    assert (await talking.act("act", person=talking.other, booking=booking, option="join")).name == "gone"


async def test_B7_times_are_shown_in_the_zone_that_she_named(talking: Talking) -> None:
    assert (await talking.act("zone")).name == "unknown"
    assert (await talking.act("find_zone", city="Nowhere-at-all")).name == "none"
    found = await talking.act("find_zone", city="Kyiv")
    assert found.data["zones"][0] == "Europe/Kyiv" and found.data["city"] == ""
    await talking.act("keep_zone", zone="Europe/Kyiv")
    zone = (await talking.act("zone")).data["zone"]
    items = (await talking.act("times", vacancy=VACANCY, zone=zone)).data["items"]
    assert all(str(one).endswith("Europe/Kyiv") for one in items if one != "more")
