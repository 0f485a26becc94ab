"""What readers see, and what may not be in it (A11, A12, C11, I8-I10)."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest
import yaml
from sqlalchemy import Connection

from bot.features import announcements
from bot.features.announcements import Announcement, Audience, Blocked, Desk, Draft, codes
from bot.features.announcements.codes import ALPHABET, LENGTH, new_code, read_code, shown
from bot.features.announcements.hidden import hidden_in, taken_out
from bot.features.announcements.quiet import due_in
from bot.features.announcements.rendering import Facts, length, rendered
from bot.features.announcements.saying import addresses, said_badly
from bot.features.announcements.texts import NEVER, OPENINGS
from bot.language.languages import TAGS
from tests.features.announcements.world import HOUR, World, _parts, rich

EXAMPLES = Path(__file__).with_name("examples") / "asks.yaml"
LOCKED = 60
"""Characters that show on a locked screen (C11)."""


@cache
def _desk() -> Desk:
    return _parts().desk


@cache
def _examples() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = yaml.safe_load(EXAMPLES.read_text(encoding="utf-8"))
    return found


def _one(**changes: object) -> Announcement:
    draft = Draft(title="t", texts={"en": "Text."}, correction={"en": "Sorry."}, ends=1_795_300_000)
    return Announcement(
        id="i", organisation="o", number=17, code="K7MHXQ3NB", state="running",
        draft=msgspec.structs.replace(draft, **changes), digest="", submitted_digest="", writers=(),
        approver=None, both_urgent=False, people=None, created=0, changed=0, submitted=None, approved=None,
        started=1, ended=None, stopped_by=None,
    )  # fmt: skip


def _text(lang: str, wave: str = "main", facts: Facts | None = None, **changes: object) -> str:
    facts = facts or Facts("Example NGO", ("Example camp",), "3")
    return rendered(_desk(), _one(**changes), lang, wave, facts).text  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", TAGS)
def test_A12_each_message_says_that_we_never_ask_for_money(lang: str) -> None:
    sentence = rich()(NEVER, lang)
    assert sentence.lang == lang
    for wave in ("pilot", "main", "correction"):
        for changes in ({}, {"kind": "cancel"}, {"mode": "exercise"}, {"urgent": True}):
            assert sentence.text in _text(lang, wave, **changes)


@pytest.mark.parametrize("lang", TAGS)
def test_A12_texts_that_ask_for_money_papers_or_secrets_are_found_and_honest_ones_pass(lang: str) -> None:
    rows = _examples()[lang]
    assert set(rows) == {"money", "papers", "secrets", "honest"}
    for sign, said in rows.items():
        for text in said:
            kinds = {found.kind for found in _desk().asks(text)}
            assert not kinds if sign == "honest" else sign in kinds, text
    # In every version, the correction too, whatever language it is filed under.
    draft = Draft(title="t", texts={"en": rows["honest"][0]}, correction={"fr": rows["money"][0]}, ends=0)
    assert "asks_money" in {problem.code for problem in said_badly(_desk(), draft)}


async def test_A12_what_asks_for_money_cannot_be_submitted(world: World) -> None:
    await world.write(lambda conn: world.readers(conn, 12, world.camp))
    with pytest.raises(Blocked) as blocked:
        await world.submitted(texts={"en": "Pay 20 dollars at Gate 3.", "fr": "Porte 3."})
    assert {problem.code for problem in blocked.value.problems} == {"asks_money"}
    assert (await world.submitted(texts={"en": "Come to Gate 3.", "fr": "Porte 3."})).state == "submitted"


@pytest.mark.parametrize("lang", TAGS)
def test_C11_a_locked_screen_shows_the_same_whatever_is_written(lang: str) -> None:
    other = Facts("St Mary's clinic", ("Place of the sick",), "4")
    for wave in ("pilot", "main", "correction"):
        for mode in ("live", "exercise"):
            for kind in ("new", "update", "cancel"):
                plain = _text(lang, wave, mode=mode, kind=kind)
                texts = {"texts": {lang: "HIV"}, "correction": {lang: "HIV"}}
                another = _text(lang, wave, other, mode=mode, kind=kind, zone="Asia/Kathmandu", **texts)
                assert plain[:LOCKED] == another[:LOCKED]
                assert plain != another
    openings = {rich()(text, lang).text for text in OPENINGS.values()}
    assert len(openings) == len(OPENINGS)


def test_a_reader_without_a_text_of_her_own_is_told_so_in_her_language() -> None:
    text = _text("ar", fallbacks={"ar": "en"})
    assert "الإنجليزية" in text and "Text." in text
    assert "الإنجليزية" not in _text("ar", texts={"en": "Text.", "ar": "نص."})
    # Nobody decided for Somali, because nobody read it then: English, said openly.
    assert "Text." in _text("so", texts={"fr": "Texte.", "en": "Text."})
    assert "Texte." in _text("so", texts={"fr": "Texte."})


def test_A11_the_code_is_short_unambiguous_and_random() -> None:
    assert len(ALPHABET) ** LENGTH > 2**40
    assert len(set(ALPHABET)) == len(ALPHABET) and not set("0O1IL5S8B2Z") - set("SBZ") & set(ALPHABET)
    some = {new_code() for _ in range(1_000)}
    assert len(some) == 1_000 and all(set(code) <= set(ALPHABET) for code in some)
    assert shown("K7MHXQ3NB") == "K7M\u2011HXQ\u20113NB"


@pytest.mark.parametrize(
    "typed",
    [
        "K7M-HXQ-3NB", "k7mhxq3nb", " k7m hxq 3nb ", "K7M‑HXQ–3NB", "К7М-HXQ-3NВ", "K۷M-HXQ-٣NB",
        "K7M-HXQ-3N8", "is K7M-HXQ-3NB real?", "code: K7M HXQ 3NB.",
    ],
)  # fmt: skip
def test_A11_a_code_is_understood_as_people_type_it(typed: str) -> None:
    assert read_code(typed) == "K7MHXQ3NB"


def test_A11_a_code_stays_in_one_piece_at_the_end_of_a_line_and_is_understood_as_it_is_shown() -> None:
    shown = codes.shown("K7MHXQ3NB")
    assert not re.search(r"[\s\-\u2010]", shown), "a line may break there"
    assert read_code(shown) == read_code("K7M-HXQ-3NB") == "K7MHXQ3NB"


@pytest.mark.parametrize("typed", ["", "K7M", "K7M-HXQ-3NBB", "where is the food", "A" * 5_000, "0" * 9])
def test_A11_what_can_be_no_code_is_none(typed: str) -> None:
    assert read_code(typed) is None


async def test_A11_a_code_shows_what_was_said_by_whom_and_whether_it_still_holds(world: World) -> None:
    await world.write(lambda conn: world.readers(conn, 12, world.camp))

    async def standing(one: Announcement) -> str | None:
        code = f"Real? {codes.shown(one.code).lower()}"
        found = await world.read(lambda conn: world.announcing.verify(conn, code, world.now))
        return None if found is None else found.standing

    draft = await world.submitted()
    assert await standing(draft) is None  # nobody can have got it
    one = await world.running()
    found = await world.read(lambda conn: world.announcing.verify(conn, one.code, world.now))
    assert found is not None
    assert (found.organisation, found.reference, found.sent) == ("Example ngo", one.reference, one.started)
    assert found.said("fr") == (one.draft.texts["fr"], "fr") and found.said("ar")[1] == "en"
    assert await standing(one) == "valid"
    newer = await world.running(kind="update", about=one.id)
    assert await standing(one) == "updated"
    found = await world.read(lambda conn: world.announcing.verify(conn, one.code, world.now))
    assert found is not None and found.newer == codes.shown(newer.code)
    await world.do(announcements.correct, world.people["approver"], newer.id)
    assert await standing(newer) == "corrected" and await standing(one) == "valid"
    await world.running(kind="cancel", about=one.id)
    assert await standing(one) == "cancelled"
    stopped, over = await world.running(), await world.running()
    await world.do(announcements.stop, world.people["approver"], stopped.id)
    world.clock.forward(5 * HOUR)
    assert (await standing(stopped), await standing(over)) == ("stopped", "over")
    assert await world.read(lambda conn: world.announcing.verify(conn, "BBB-BBB-BBB", world.now)) is None


async def test_I8_the_whole_message_fits_in_every_language(world: World) -> None:
    await world.write(lambda conn: world.readers(conn, 12, world.camp))

    def longest(conn: Connection) -> int:
        draft = announcements.create(conn, world.desk, world.people["announcer"], world.draft(), world.now)
        own = draft.announcement
        return 4_096 - max(
            length(announcements.message(conn, world.desk, own, lang)) for lang in ("en", "fr")
        )

    room = await world.write(longest)
    # A camel is two units of UTF-16 and one character: counted as Telegram counts.
    for camels, fits in ((room // 2 - 200, True), (2_048, False)):
        texts = {"en": "\U0001f42a" * camels, "fr": "Porte 3."}
        if fits:
            assert (await world.submitted(texts=texts)).state == "submitted"
        else:
            with pytest.raises(Blocked) as blocked:
                await world.submitted(texts=texts)
            assert {(problem.code, problem.lang) for problem in blocked.value.problems} == {
                ("long_text", "en")
            }


def test_I9_hidden_characters_are_named_and_forging_ones_taken_out() -> None:
    typed = "Gate \u202e3\u202c, 10\u00a0h\u200c\r\n"
    kept = "Gate 3, 10\u00a0h\u200c\n"
    assert [(one.code, one.times) for one in hidden_in(kept)] == [("U+00A0", 1), ("U+200C", 1)]
    assert [(one.code, one.name) for one in taken_out(typed, kept)] == [
        ("U+202E", "RIGHT-TO-LEFT OVERRIDE"),
        ("U+202C", "POP DIRECTIONAL FORMATTING"),
    ]
    assert hidden_in("Plain text,\nin two lines.") == ()


async def test_I9_what_is_taken_out_is_told_to_the_writer(world: World) -> None:
    texts = {"en": "Gate \u202e3\u202c", "fr": "Cafe\u0301"}
    saved = await world.do(announcements.create, world.people["announcer"], world.draft(texts=texts))
    assert saved.announcement.draft.texts == {"en": "Gate 3", "fr": "Café"}
    assert {lang: len(found) for lang, found in saved.taken_out.items()} == {"en": 2}


def test_I10_links_lead_to_listed_hosts_only_and_are_decoded() -> None:
    def found(text: str) -> list[tuple[str, str, bool]]:
        return [(one.kind, one.real, one.listed) for one in addresses(_desk(), text)]

    assert found("See https://help.unhcr.org/kenya") == [("link", "help.unhcr.org", True)]
    assert found("See unhcr.org.evil.example") == [("link", "unhcr.org.evil.example", False)]
    assert ("link", "evil.example", False) in found("See https://unhcr.org@evil.example/")
    assert ("link", "xn--unhr-n6d.org (unhсr.org)", False) in found("See https://unhсr.org")
    assert found("Write to help@unhcr.org or me@gmail.com")[1] == ("mail", "", False)
    assert found("Write to @gate3_help") == [("chat", "", False)]
    draft = Draft(title="t", texts={"en": "See evil.example and @gate3_help."}, ends=0)
    assert [problem.code for problem in said_badly(_desk(), draft)] == ["address_link", "address_chat"]


def _at(zone: str, *parts: int) -> int:
    return int(datetime(*parts, tzinfo=ZoneInfo(zone)).timestamp())  # type: ignore[arg-type, misc]


def test_quiet_hours_are_those_of_each_readers_zone() -> None:
    draft = Draft(title="t", texts={}, ends=0, quiet=(21 * 60, 7 * 60))
    nairobi, berlin = "Africa/Nairobi", "Europe/Berlin"
    evening = _at(nairobi, 2026, 11, 21, 21, 0)  # 19:00 in Berlin
    assert due_in(nairobi, draft, evening) == _at(nairobi, 2026, 11, 22, 7, 0)
    assert due_in(berlin, draft, evening) == evening
    night = _at(nairobi, 2026, 11, 22, 3, 0)
    assert due_in(nairobi, draft, night) == _at(nairobi, 2026, 11, 22, 7, 0)
    assert due_in(nairobi, draft, _at(nairobi, 2026, 11, 22, 7, 0)) == _at(nairobi, 2026, 11, 22, 7, 0)
    # The night in which clocks are put forward is an hour shorter.
    spring = _at(berlin, 2027, 3, 28, 0, 30)
    assert due_in(berlin, draft, spring) - spring == int(5.5 * HOUR)
    urgent = msgspec.structs.replace(draft, urgent=True)
    assert due_in(nairobi, urgent, night) == night
    later = msgspec.structs.replace(draft, starts=night + 10 * HOUR)
    assert due_in(nairobi, later, night) == night + 10 * HOUR


async def test_what_would_be_quiet_until_it_is_over_is_said_before(world: World) -> None:
    await world.write(lambda conn: world.readers(conn, 12, world.camp))
    with pytest.raises(Blocked) as blocked:
        await world.submitted(quiet=(12 * 60, 20 * 60), audience=Audience(places=(world.camp,)))
    assert [problem.code for problem in blocked.value.problems] == ["quiet_to_the_end"]
    assert (await world.submitted(quiet=(12 * 60, 20 * 60), urgent=True)).state == "submitted"
