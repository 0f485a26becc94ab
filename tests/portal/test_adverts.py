"""Adverts on the pages: written and handed in by employers, read and released by a person (E2)."""

from __future__ import annotations

import re

import httpx
from sqlalchemy import Connection

from bot.features.interviews import vacancies
from bot.features.interviews.vacancies import Record
from bot.features.interviews.vacancies.records import load
from bot.language.languages import TAGS
from tests.features.interviews.vacancies.forms import FORM
from tests.portal.samples import applicant, employer, vacancy
from tests.portal.world import World, send

TYPED: dict[str, str | list[str]] = {
    name: list(values) for name, values in FORM.items() if name != "languages"
} | {"language_0_tag": "en", "language_0_skill": "speaking", "language_0_level": "A2"}


async def writer(world: World) -> httpx.AsyncClient:
    await world.store.write(lambda conn: employer(conn, world, world.employer))
    return await world.signed_in("employer")


async def record_of(world: World, id_: str) -> Record:
    found = await world.store.read(lambda conn: load(conn, world.hiring.desk, id_))
    assert found is not None
    return found


def id_in(answer: httpx.Response) -> str:
    found = re.fullmatch(r"/portal/vacancies/([\w-]{22})(/change)?", answer.headers["location"])
    assert found is not None, answer.headers["location"]
    return found[1]


async def waiting(world: World, **words: str) -> str:
    """An advert of some employer that waits for review."""

    def make(conn: Connection) -> str:
        return vacancy(conn, world, applicant(conn, world, ""), **words)

    return await world.store.write(make)


async def test_E2_an_advert_is_written_shown_in_every_language_and_handed_in(either_world: World) -> None:
    world = either_world
    browser = await writer(world)
    made = await send(browser, "/vacancies/new", **TYPED)
    assert made.status_code == 303, made.text
    id_ = id_in(made)
    titles = set()
    for tag in TAGS:
        page = (await browser.get(f"/portal/vacancies/{id_}?as={tag}")).text
        bubble = re.search(rf'<div class="bubble" lang="{tag}".*?</div>', page, re.DOTALL)
        assert bubble is not None
        assert "Nakuru" in bubble[0]
        assert "You bake bread in a team of six." in bubble[0]
        titles.add(bubble[0].split("</b>")[0])
    assert len(titles) == len(TAGS)
    assert (await send(browser, f"/vacancies/{id_}/submit")).status_code == 303
    assert (await record_of(world, id_)).state == "submitted"
    assert (await send(browser, f"/vacancies/{id_}/submit")).status_code == 409
    assert (await send(browser, f"/vacancies/{id_}/take-back")).status_code == 303
    assert (await record_of(world, id_)).state == "closed"


async def test_E2_a_cost_for_the_worker_is_said_beside_its_field_and_blocks(either_world: World) -> None:
    world = either_world
    browser = await writer(world)
    id_ = id_in(await send(browser, "/vacancies/new", **TYPED | {"cost_visa": "worker", "town": ""}))
    page = (await browser.get(f"/portal/vacancies/{id_}/change")).text
    problem = re.search(r'id="wrong-cost_visa">([^<]*)<', page)
    assert problem is not None
    assert "free of fees" in problem[1]
    assert 'id="wrong-town"' in page
    assert "You bake bread in a team of six." in page
    assert (await send(browser, f"/vacancies/{id_}/submit")).status_code == 409
    assert (await record_of(world, id_)).state == "draft"
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    saved = await send(browser, f"/vacancies/{id_}/change", **TYPED, version=version[1])
    assert saved.headers["location"] == f"/portal/vacancies/{id_}"
    stale = await send(browser, f"/vacancies/{id_}/change", **TYPED | {"town": "Kisumu"}, version=version[1])
    assert stale.status_code == 422
    assert "Kisumu" in stale.text
    assert "was changed since" in stale.text


async def test_an_occupation_is_found_from_words_and_chosen(world: World) -> None:
    browser = await writer(world)
    id_ = id_in(await send(browser, "/vacancies/new", **TYPED | {"isco": "", "occupation": "baker"}))
    page = (await browser.get(f"/portal/vacancies/{id_}/change")).text
    assert 'name="isco" value="7512"' in page
    other = await send(browser, "/vacancies/new", **TYPED | {"isco": "7512", "occupation": "nurse"})
    assert other.headers["location"].endswith("/change")


async def test_I14_a_field_that_nobody_asked_for_is_refused(world: World) -> None:
    browser = await writer(world)
    assert (await send(browser, "/vacancies/new", **TYPED, employer="other")).status_code == 400


async def test_E1_who_is_not_admitted_writes_no_advert_and_loses_nothing(world: World) -> None:
    browser = await world.signed_in("employer")
    answer = await send(browser, "/vacancies/new", **TYPED)
    assert answer.status_code == 422
    assert "not admitted" in answer.text
    assert "Nakuru" in answer.text


async def test_E2_a_reviewer_releases_what_she_read_and_the_employer_is_told(either_world: World) -> None:
    world = either_world
    await world.store.write(lambda conn: employer(conn, world, world.employer))
    id_ = await world.store.write(lambda conn: vacancy(conn, world, world.employer))
    browser = await world.signed_in("reviewer")
    assert f"/reviews/{id_}" in (await browser.get("/portal/reviews")).text
    stale = await send(browser, f"/reviews/{id_}/release", version="9")
    assert stale.status_code == 422
    assert (await record_of(world, id_)).state == "submitted"
    assert (await send(browser, f"/reviews/{id_}/release", version="1")).status_code == 303
    shown = await world.store.read(lambda conn: vacancies.shown(conn, world.hiring.desk, id_, world.now))
    assert shown is not None
    account = world.people["employer"]
    assert world.posted.mails == [(account, "vacancy.released", {"link": f"/portal/vacancies/{id_}"})]
    for path, state in (("freeze", "frozen"), ("lift", "returned")):
        assert (await send(browser, f"/reviews/{id_}/{path}", stop_reason="short")).status_code == 422
        done = await send(browser, f"/reviews/{id_}/{path}", stop_reason="a candidate asked about it")
        assert done.status_code == 303
        assert (await record_of(world, id_)).state == state


async def test_E2_a_returned_advert_tells_its_employer_why(world: World) -> None:
    await world.store.write(lambda conn: employer(conn, world, world.employer))
    id_ = await world.store.write(lambda conn: vacancy(conn, world, world.employer))
    reviewer = await world.signed_in("reviewer")
    path = f"/reviews/{id_}/return"
    short = await send(reviewer, path, version="1", return_reason="no")
    assert short.status_code == 422
    assert (await send(reviewer, path, version="1", return_reason="say which shifts")).status_code == 303
    assert world.posted.mails[-1][1] == "vacancy.refused"
    browser = await world.signed_in("employer")
    assert "say which shifts" in (await browser.get(f"/portal/vacancies/{id_}")).text


async def test_I10_marks_stand_in_place_with_the_real_host(world: World) -> None:
    browser = await writer(world)
    tasks = "Write on WhatsApp to https://good.example@xn--e1awd7f.example/x for the fee of 300."
    id_ = id_in(await send(browser, "/vacancies/new", **TYPED | {"tasks": tasks}))
    await send(browser, f"/vacancies/{id_}/submit")
    page = (await (await world.signed_in("reviewer")).get(f"/portal/reviews/{id_}")).text
    assert "<mark>WhatsApp</mark>" in page or "<mark>on WhatsApp" in page
    assert '<code dir="ltr">xn--e1awd7f.example (' in page
    assert '<a href="https://' not in page


async def test_S4_drafts_of_employers_are_nobodys_business(world: World) -> None:
    id_ = await waiting(world, state="draft")
    for role in ("reviewer", "vetter", "manager"):
        browser = await world.signed_in(role)
        assert (await browser.get(f"/portal/reviews/{id_}")).status_code == 404
