"""An advert is open until the day that its employer chose, and not an hour longer."""

from __future__ import annotations

import pytest

from bot.features.interviews import vacancies
from bot.features.interviews.employers import Desk, No
from bot.features.interviews.vacancies import Record, words
from bot.features.interviews.vacancies.model import OPEN_DAYS
from bot.features.interviews.vacancies.records import end_of
from bot.store.database import Store
from tests.clock import START
from tests.features.interviews.desk import admitted, of_employer, told
from tests.features.interviews.vacancies.forms import read
from tests.features.interviews.vacancies.test_review import is_shown, release, released, written


def test_sixty_days_are_the_default_and_half_a_year_the_most() -> None:
    assert (read().vacancy or pytest.fail()).until == "2027-01-20", f"{OPEN_DAYS} days after 2026-11-21"
    for day, problem in (
        ("2026-11-20", words.NO_UNTIL),
        ("2026-11-21", None),
        ("2027-05-20", None),
        ("2027-05-21", words.NO_UNTIL),
        ("soon", words.NO_START),
    ):
        assert read(until=day).problems.get("until") == problem, day


async def test_it_ends_with_its_last_day_and_its_employer_is_told_once(store: Store, desk: Desk) -> None:
    employer = await admitted(store, desk)
    vacancy = await released(store, desk, employer)
    end = end_of("2027-01-20")
    assert end is not None
    assert await is_shown(store, desk, vacancy, end - 1)
    assert not await is_shown(store, desk, vacancy, end), "before any sweep"

    for _ in range(2):
        swept = await store.write(lambda conn: vacancies.end_in_time(conn, desk, end - 1))
        assert swept == {"vacancies_ended": 0}
    assert await store.write(lambda conn: vacancies.end_in_time(conn, desk, end)) == {"vacancies_ended": 1}
    assert await store.write(lambda conn: vacancies.end_in_time(conn, desk, end)) == {"vacancies_ended": 0}
    assert [about for _, about, _, _ in await told(store, "tell:vacancy.ended")] == [employer]
    assert [about for _, about, _, _ in await told(store, "note:vacancy.ended")] == [vacancy]
    record = await store.read(lambda conn: vacancies.load(conn, desk, vacancy))
    assert record is not None and record.state == "ended"


async def test_E2_with_a_new_day_it_goes_through_review_again(store: Store, desk: Desk) -> None:
    employer = await admitted(store, desk)
    vacancy, actor = await released(store, desk, employer), of_employer(employer)
    now = float(end_of("2027-01-20") or 0)
    await store.write(lambda conn: vacancies.end_in_time(conn, desk, now))
    refused = await store.write(lambda conn: vacancies.submit(conn, desk, actor, vacancy, now))
    assert isinstance(refused, No)
    draft = read(until="2027-02-20")
    saved = await store.write(
        lambda conn: vacancies.save(conn, desk, actor, vacancy, draft, "en", now, version=1)
    )
    assert isinstance(saved, Record) and saved.state == "draft"
    handed = await store.write(lambda conn: vacancies.submit(conn, desk, actor, vacancy, now))
    assert isinstance(handed, Record)
    assert await release(store, desk, vacancy, version=2, now=now) is None
    assert await is_shown(store, desk, vacancy, now)


async def test_what_is_over_can_neither_be_handed_in_nor_released(store: Store, desk: Desk) -> None:
    employer = await admitted(store, desk)
    vacancy = await written(store, desk, employer)
    late = float(end_of("2027-01-20") or 0)
    refused = await store.write(
        lambda conn: vacancies.submit(conn, desk, of_employer(employer), vacancy, late)
    )
    assert isinstance(refused, No) and refused.code == "over"
    await store.write(lambda conn: vacancies.submit(conn, desk, of_employer(employer), vacancy, START))
    answer = await release(store, desk, vacancy, now=late)
    assert isinstance(answer, No) and answer.code == "over"
