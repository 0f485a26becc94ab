"""Whom it is for, how that is counted (L4), who of staff reads (I6), and what is kept no longer (D5, C6)."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import Connection, func, select, update

from bot.features import announcements, people
from bot.features.announcements import Audience, Blocked, Draft, audience, checking
from bot.features.announcements.audience import Counted
from bot.features.announcements.tables import announcements as rows
from bot.features.announcements.tables import readers as reader_rows
from bot.features.announcements.tables import waves, writers
from bot.features.disclosure import ROUND
from bot.features.staff import accounts
from bot.language.languages import TAGS
from bot.store.datakeys import KeyDestroyed
from tests.contention import Meeting
from tests.features.announcements.world import DAY, World


def _shown(world: World, conn: Connection, exact: dict[str, int], **about: Any) -> Counted:
    draft = world.draft(audience=Audience(**about))
    return audience.veiled(conn, world.desk, world.operator, draft, exact)


async def test_L4_small_numbers_are_hidden_with_what_would_give_them_away(world: World) -> None:
    def check(conn: Connection) -> None:
        assert _shown(world, conn, {}) == Counted(None, {})
        assert _shown(world, conn, {"en": 5, "fr": 4}) == Counted(None, {"en": None, "fr": None})
        found = _shown(world, conn, {"en": 103, "fr": 48, "ar": 9})
        assert found.people in (160, 165)  # 160 are there
        assert (found.by_language["fr"], found.by_language["ar"]) == (None, None)
        assert (Counted(None, {}).number, Counted(160, {}).number) == (19, 160)

    await world.read(check)


async def test_L4_a_number_appears_from_a_count_on_that_is_a_secret_and_says_it_to_within_four(
    world: World,
) -> None:
    """With a known edge of ten, the number that appears when one's own other phone joins says that there were
    nine; with a known remainder, two audiences that differ in one person tell of her."""

    def check(conn: Connection) -> None:
        edges, lifts = set(), set()
        for topic in "abcdefghijkl":
            about = {"topics": (topic,), "languages": ("en",)}
            shown = [_shown(world, conn, {"en": exact}, **about).people for exact in range(60)]
            edge = next(exact for exact, number in enumerate(shown) if number is not None)
            edges.add(edge)
            lifts.add(next(exact for exact in range(30, 60) if shown[exact] != shown[exact - 1]) % ROUND)
            assert 10 < edge <= 20
            for exact, number in enumerate(shown[edge:], edge):
                assert number is not None and number % ROUND == 0 and abs(number - exact) < ROUND
        assert len(edges) > 1
        assert len(lifts) > 1

    await world.read(check)


async def test_L4_the_same_people_are_one_number_whichever_way_they_are_asked_for(world: World) -> None:
    exact = {"en": 41, "fr": 32, "so": 27}

    def check(conn: Connection) -> None:
        together = _shown(world, conn, exact)
        assert _shown(world, conn, exact, languages=tuple(TAGS)) == together
        assert _shown(world, conn, exact, places=()) == together
        for lang, number in exact.items():
            alone = _shown(world, conn, {lang: number}, languages=(lang,))
            assert alone.people == alone.by_language[lang] == together.by_language[lang]

    await world.read(check)


async def test_an_audience_is_who_meets_every_condition(world: World) -> None:
    def fill(conn: Connection) -> dict[str, list[str]]:
        return {
            "camp": world.readers(conn, 2, world.camp, "en", "water"),
            "district": world.readers(conn, 3, world.district, "fr", "water", "health"),
            "unchosen": world.readers(conn, 4, world.camp, None),
            "unshipped": world.readers(conn, 1, world.camp, "xx", "health"),
            "town": world.readers(conn, 5, world.town, "en", "water"),
            "nowhere": world.readers(conn, 6, "", "en", "water"),
        }

    groups = await world.write(fill)

    async def got(organisation: str, **about: object) -> dict[str, str]:
        draft = world.draft(audience=Audience(**about))  # type: ignore[arg-type]

        def read(conn: Connection) -> dict[str, str]:
            wanted = audience.everybody(conn, world.desk, organisation, draft, world.now)
            return {row.person_id: row.lang for row in conn.execute(wanted)}

        return await world.read(read)

    def of(*names: str) -> set[str]:
        return {person for name in names for person in groups[name]}

    everywhere = await got(world.operator)
    assert set(everywhere) == of("camp", "district", "unchosen", "unshipped", "town")
    assert {everywhere[person] for person in of("unchosen", "unshipped")} == {"en"}
    assert set(await got(world.ngo)) == of("camp", "district", "unchosen", "unshipped")
    assert set(await got(world.ngo, places=(world.camp,))) == of("camp", "unchosen", "unshipped")
    assert set(await got(world.ngo, languages=("fr",))) == of("district")
    assert set(await got(world.ngo, topics=("health", "water"), languages=("en",))) == of("camp", "unshipped")
    assert set(await got(world.operator, places=(world.town, world.camp), topics=("water",))) == of(
        "camp", "town"
    )
    assert await got(world.ngo, interviewing=True) == {}
    assert await got(world.ngo, places=(world.town,)) == {}


async def test_each_language_that_somebody_reads_is_written_or_its_other_is_confirmed(world: World) -> None:
    await world.write(lambda conn: world.readers(conn, 20, world.camp, "ar"))
    changes: dict[str, Any] = {"texts": {"en": "Gate 3."}, "correction": {"en": "Gate 1."}}
    for fallbacks, code in (({}, "no_version"), ({"ar": "fr"}, "bad_fallback")):
        try:
            await world.submitted(**changes, fallbacks=fallbacks)
        except Blocked as blocked:
            assert code in {problem.code for problem in blocked.problems}
            assert {problem.lang for problem in blocked.problems} == {"ar"}
        else:
            raise AssertionError(fallbacks)
    one = await world.submitted(**changes, fallbacks={"ar": "en"})
    assert one.draft.language("ar") == "en"


@pytest.mark.parametrize(
    ("numbers", "named"),
    [
        ({"ar": 1}, set()),
        ({"ar": 10}, set()),
        ({"ar": 20}, {"ar"}),
        ({"ar": 20, "en": 30, "fr": 21}, {"ar", "fr"}),
        ({"ar": 20, "fr": 3}, set()),  # 20 would tell of the other three
    ],
)
async def test_L4_a_language_is_named_only_where_its_number_may_be_shown(
    world: World, numbers: dict[str, int], named: set[str]
) -> None:
    told = await world.read(lambda conn: _shown(world, conn, numbers).by_language)
    problems = list(checking._versions(Draft(title="", texts={"en": "Gate 3."}, ends=0), told))
    assert {problem.code for problem in problems} == {"no_version"}
    assert {problem.lang for problem in problems} - {""} == named
    general = [problem.text.msg for problem in problems if not problem.lang]
    assert len(general) == (named != numbers.keys() - {"en"})
    assert all("language:language" not in text for text in general)


async def test_I6_a_start_link_makes_a_reader_once_within_ten_minutes(world: World) -> None:
    def token(conn: Connection) -> str:
        return announcements.link_token(conn, world.desk, world.people["approver"], world.now)

    async def opened(person: str, token: str) -> bool:
        return await world.write(lambda conn: world.announcing.redeem(conn, person, token, world.now))

    first, second = await world.write(lambda conn: world.readers(conn, 2))
    old = await world.write(token)
    new = await world.write(token)  # an older one ends
    assert not await opened(first, old) and not await opened(first, "s-nothing")
    assert await opened(first, f"s-{new}")
    assert not await opened(second, new)  # used up
    late = await world.write(token)
    world.clock.forward(600)
    assert not await opened(second, late)
    account = world.people["approver"].account
    assert await world.read(lambda conn: announcements.reads(conn, account))
    assert await world.read(lambda conn: announcements.is_reader(conn, first))
    # A new phone takes the place of the old one.
    again = await world.write(token)
    assert await opened(second, again)
    assert not await world.read(lambda conn: announcements.is_reader(conn, first))
    # C6: with her data in the chat, or with her account, the link goes.
    await world.write(lambda conn: people.erase(conn, world.staff.keys.data, second))
    assert not await world.read(lambda conn: announcements.reads(conn, account))
    third = await world.write(lambda conn: world.readers(conn, 1)[0])
    assert await opened(third, await world.write(token))
    await world.write(lambda conn: accounts.erase(conn, world.staff, "system", account, world.now))
    swept = await world.do(announcements.sweep)
    assert swept["staff_readers"] == 1
    assert await world.read(lambda conn: conn.scalar(select(func.count()).select_from(reader_rows))) == 0


async def test_D5_a_draft_that_is_taken_up_again_while_the_sweep_comes_stays(world: World) -> None:
    await world.write(lambda conn: world.readers(conn, 12, world.camp))
    draft, meeting = await world.submitted(), Meeting()
    world.clock.forward(90 * DAY)
    written = world.draft(title="Gate 4")

    def saves(conn: Connection) -> None:
        announcements.save(conn, world.desk, world.people["announcer"], draft.id, written, world.now)
        meeting.hold(conn)

    saving = asyncio.create_task(world.write(saves))
    await meeting.locked.wait()
    await world.do(announcements.sweep)
    await saving
    assert (await world.found(draft.id)).draft.title == "Gate 4"


async def test_D5_drafts_go_after_90_days_and_what_is_over_after_a_year(world: World) -> None:
    await world.write(lambda conn: world.readers(conn, 12, world.camp))
    draft, sent = await world.submitted(), await world.running()
    await world.do(announcements.stop, world.people["announcer"], sent.id)
    world.clock.forward(90 * DAY - 1)
    assert (await world.do(announcements.sweep))["announcement_drafts"] == 0
    world.clock.forward(1)
    assert (await world.do(announcements.sweep))["announcement_drafts"] == 1
    world.clock.forward(275 * DAY - 1)
    assert (await world.do(announcements.sweep))["announcements"] == 0
    world.clock.forward(1)
    assert (await world.do(announcements.sweep))["announcements"] == 1

    def left(conn: Connection) -> int:
        tables = (rows, waves, writers)
        return sum(conn.scalar(select(func.count()).select_from(table)) or 0 for table in tables)

    assert await world.read(left) == 0
    for one in (draft, sent):  # K3: unreadable in every backup too
        try:
            await world.read(lambda conn, one=one: world.staff.keys.data.for_owner(conn, one.id))  # type: ignore[misc]
        except KeyDestroyed:
            continue
        raise AssertionError(one.id)


async def test_D8_what_is_stored_of_an_announcement_is_sealed(world: World) -> None:
    saved = await world.do(announcements.create, world.people["announcer"], world.draft(title="Zebra"))
    body = select(rows.c.body).where(rows.c.id == saved.announcement.id)
    sealed = await world.read(lambda conn: conn.scalar(body))
    assert sealed is not None and not any(word in sealed for word in (b"Zebra", b"Gate", b"porte", b"camp"))
    # Bound to its row: another announcement's content does not open in its place.
    other = await world.do(announcements.create, world.people["announcer"], world.draft())
    swap = update(rows).where(rows.c.id == other.announcement.id).values(body=sealed)
    await world.write(lambda conn: conn.execute(swap))
    assert await world.read(lambda conn: announcements.find(conn, world.desk, other.announcement.id)) is None
