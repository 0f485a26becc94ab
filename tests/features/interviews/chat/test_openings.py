"""Openings for a person: all of them, only with her yes, and never for a child."""

from __future__ import annotations

from typing import Any

from bot.features.interviews.chat.openings import PAGE
from bot.features.interviews.chat.wording import MORE, vacancy_of
from bot.features.interviews.matching import behind, keeping
from bot.features.skills.showing import HERS_ALONE
from bot.mind import ROOT
from bot.rehearsal_hiring import ADVERTS, EMPLOYER
from tests.features.interviews.chat.talking import VACANCY, Talking, text


async def whole(talking: Talking) -> str:
    """All pieces of the opening, in the order in which they are read."""
    said: list[str] = []
    while True:
        found = await talking.act("opening", chosen=f"7512.KE.{VACANCY}", page=len(said))
        said.append(text(found.data["view"]))
        if "read_on" not in found.data["options"]:
            return "\n".join(said)


async def test_she_can_be_interested_once_she_read_pay_employer_and_check(talking: Talking) -> None:
    await talking.scene("invite")
    said = ""
    for page in range(3):
        found = await talking.act("opening", chosen=f"7512.KE.{VACANCY}", page=page)
        assert len(found.data["options"]) <= 8
        said += text(found.data["view"])
        read = all(words in said for words in ("Pay: ", "Employer: Demo Bakery", "Checked by two people"))
        assert ("yes" in found.data["options"]) == read
        assert "read_on" in found.data["options"]
    assert read, "the first two pieces hold them: the invitation and the facts"


async def test_E8_what_to_know_stands_before_her_yes_to_an_employer(talking: Talking) -> None:
    asked = await talking.act("answer", vacancy=VACANCY, option="yes")
    for words in ("free of fees", "Keep your passport", "say no at any time"):
        assert words in text(asked.data["know"])
    flow = (ROOT / "flows" / "work_opening.yaml").read_text(encoding="utf-8")
    assert "{ask: know," in flow and "show: $know\n    as: work_text\n    apart: true\n    next: seen" in flow


async def test_an_employer_that_sees_her_already_can_be_answered_at_once(talking: Talking) -> None:
    await talking.share()
    found = await talking.act("opening", chosen=f"7512.KE.{VACANCY}")
    assert {"read_on", "yes", "unshare"} <= set(found.data["options"])
    assert len(found.data["options"]) <= 8


async def test_S4_her_number_for_the_office_is_the_one_by_which_staff_find_her(talking: Talking) -> None:
    assert (await talking.act("numbers")).name == "none"
    await talking.share()
    shown = text((await talking.act("numbers")).data["text"])
    assert "Demo Bakery (invented): demo-number-0000000001" in shown
    found = await talking.store.read(lambda conn: behind(conn, "demo-number-0000000001", EMPLOYER))
    assert found is not None
    assert found.person == talking.person
    await talking.share(yes=False)
    assert (await talking.act("numbers")).name == "none"


async def test_C8_paging_on_reaches_every_opening_the_best_first(talking: Talking) -> None:
    seen: list[str] = []
    values: dict[str, Any] = {}
    while True:
        found = await talking.act("openings", **values)
        items = [str(one) for one in found.data["items"]]
        assert len(items) <= PAGE
        seen += [vacancy_of(one) for one in items if one != MORE]
        if MORE not in items:
            break
        values = {"chosen": MORE, "after": found.data["after"]}
    assert len(seen) == len(set(seen)) == ADVERTS
    assert seen[0] == VACANCY


async def test_C8_an_opening_says_all_its_reasons_and_offers_a_person(talking: Talking) -> None:
    assert "Experience in exactly this work" in await whole(talking)
    found = await talking.act("opening", chosen=f"7512.KE.{VACANCY}")
    assert {"human", "money", "report"} <= set(found.data["options"])


async def test_E8_an_opening_says_what_to_know_beforehand(talking: Talking) -> None:
    view = await whole(talking)
    for words in ("free of fees", "Keep your passport", "say no at any time", "Two people"):
        assert words in view


async def test_C3_without_her_yes_to_comparing_there_is_no_opening(talking: Talking) -> None:
    await talking.consent("matching", yes=False)
    assert (await talking.act("openings")).name == "none"
    assert (await talking.act("begin")).name == "nothing"


async def test_C9_somebody_who_is_under_18_is_shown_none_and_can_answer_none(talking: Talking) -> None:
    assert (await talking.act("openings")).name == "some"
    await talking.store.write(
        lambda conn: keeping.still_looking(conn, talking.person, yes=False, now=talking.now)
    )
    assert (await talking.act("openings")).name == "none"
    assert (await talking.act("answer", vacancy=VACANCY, option="yes")).name == "gone"


async def test_C3_her_yes_is_asked_for_this_employer_with_exactly_what_is_shown(talking: Talking) -> None:
    asked = await talking.act("answer", vacancy=VACANCY, option="yes")
    assert asked.name == "ask" and "7512" in str(asked.data["seen"])
    await talking.share()
    assert (await talking.act("answer", vacancy=VACANCY, option="yes")).name == "times"


async def test_what_is_not_for_her_is_shown_no_more_and_told_to_nobody(talking: Talking) -> None:
    assert (await talking.act("answer", vacancy=VACANCY, option="no")).name == "told"
    first = (await talking.act("openings")).data["items"][0]
    assert vacancy_of(str(first)) != VACANCY


async def test_E3_her_zone_and_what_she_passed_are_hers_alone(talking: Talking) -> None:
    await talking.act("keep_zone", zone="Africa/Nairobi")
    await talking.act("answer", vacancy=VACANCY, option="no")
    profile = await talking.store.read(lambda conn: talking.load(conn, talking.person))
    assert profile is not None
    assert {"zone", "passed"} <= profile.answers.keys() & HERS_ALONE


async def test_an_invitation_is_accepted_with_her_yes_and_declined_with_her_no(talking: Talking) -> None:
    await talking.scene("invite")
    assert len((await talking.act("openings", only="invited")).data["items"]) == 1
    view = text((await talking.act("opening", chosen=f"7512.KE.{VACANCY}")).data["view"])
    assert view.startswith("This employer invites you")
    await talking.share()
    await talking.act("accept", vacancy=VACANCY)
    assert len((await talking.act("openings", only="invited")).data["items"]) == 1
    await talking.act("answer", vacancy=VACANCY, option="no")
    assert (await talking.act("openings", only="invited")).name == "none"
