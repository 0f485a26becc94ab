"""Every advert is read and released by a person of an NGO, one by one (E2)."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import Connection, text, update

from bot.features.interviews import employers, vacancies
from bot.features.interviews.employers import About, Desk, Forbidden, No
from bot.features.interviews.employers.model import ADMITTED_FOR
from bot.features.interviews.vacancies import Draft, Record, tables
from bot.store.database import Store
from tests.clock import START
from tests.features.interviews.desk import (
    ANNA,
    BORIS,
    Somebody,
    admitted,
    applied,
    of_employer,
    state,
    told,
)
from tests.features.interviews.vacancies.forms import read

REVIEWER = Somebody("rita", roles=frozenset({"reviewer"}))


async def written(store: Store, desk: Desk, employer: str, draft: Draft | None = None) -> str:
    actor = of_employer(employer)
    made = await store.write(lambda conn: vacancies.create(conn, desk, actor, draft or read(), "en", START))
    assert isinstance(made, str)
    return made


async def submitted(store: Store, desk: Desk, employer: str) -> str:
    vacancy = await written(store, desk, employer)
    done = await store.write(lambda conn: vacancies.submit(conn, desk, of_employer(employer), vacancy, START))
    assert isinstance(done, Record) and done.state == "submitted"
    return vacancy


async def released(store: Store, desk: Desk, employer: str) -> str:
    vacancy = await submitted(store, desk, employer)
    assert await release(store, desk, vacancy) is None
    return vacancy


async def release(
    store: Store, desk: Desk, vacancy: str, who: Somebody = REVIEWER, version: int = 1, now: float = START
) -> No | None:
    return await store.write(lambda conn: vacancies.release(conn, desk, who, vacancy, version, now))


async def is_shown(store: Store, desk: Desk, vacancy: str, now: float = START) -> bool:
    def both(conn: Connection) -> tuple[bool, bool]:
        listed = {record.id for record in vacancies.all_shown(conn, desk, now)}
        return vacancies.shown(conn, desk, vacancy, now) is not None, vacancy in listed

    one, among = await store.read(both)
    assert one is among
    return one


async def test_E2_nobody_sees_an_advert_before_a_person_released_it(store: Store, desk: Desk) -> None:
    employer = await admitted(store, desk)
    vacancy = await written(store, desk, employer)
    assert not await is_shown(store, desk, vacancy)
    early = await release(store, desk, vacancy)
    assert isinstance(early, No) and early.code == "not_now"
    await store.write(lambda conn: vacancies.submit(conn, desk, of_employer(employer), vacancy, START))
    assert not await is_shown(store, desk, vacancy)
    (waits,) = await store.read(lambda conn: vacancies.waiting(conn, desk, REVIEWER))
    assert waits.id == vacancy and waits.vacancy == read().vacancy
    assert await release(store, desk, vacancy) is None
    assert await is_shown(store, desk, vacancy)
    assert await store.read(lambda conn: vacancies.waiting(conn, desk, REVIEWER)) == []
    assert ("tell:vacancy.released", employer) in [entry[:2] for entry in await told(store)]
    assert [by for _, _, by, _ in await told(store, "note:vacancy.released")] == ["rita"]


async def test_E2_only_reviewers_of_an_ngo_release_and_never_the_employers_own(
    store: Store, desk: Desk
) -> None:
    employer = await admitted(store, desk)
    vacancy = await submitted(store, desk, employer)
    for who in (
        of_employer(employer),
        Somebody("x", employer, "ngo", frozenset({"reviewer"})),
        Somebody("x", "other-employer", "employer", frozenset({"employer", "reviewer"})),
        Somebody("x", roles=frozenset({"vetter", "manager", "administrator", "case_worker"})),
    ):
        with pytest.raises(Forbidden):
            await release(store, desk, vacancy, who)
        with pytest.raises(Forbidden):
            await store.write(
                partial(
                    vacancies.give_back,
                    desk=desk,
                    actor=who,
                    vacancy=vacancy,
                    version=1,
                    reason="because I say so",
                    now=START,
                )
            )
    assert not await is_shown(store, desk, vacancy)


async def test_E2_an_advert_with_a_cost_for_the_worker_cannot_be_submitted(store: Store, desk: Desk) -> None:
    employer = await admitted(store, desk)
    vacancy = await written(store, desk, employer, read(cost_travel="worker"))
    result = await store.write(
        lambda conn: vacancies.submit(conn, desk, of_employer(employer), vacancy, START)
    )
    assert isinstance(result, No) and result.code == "not_ready"
    # What was typed is still there to be mended.
    (kept,) = await store.read(lambda conn: vacancies.own(conn, desk, of_employer(employer)))
    assert kept.typed["cost_travel"] == ("worker",) and kept.vacancy is None and kept.state == "draft"


async def test_E2_any_edit_takes_the_release_back(store: Store, desk: Desk) -> None:
    employer = await admitted(store, desk)
    vacancy = await released(store, desk, employer)
    actor = of_employer(employer)
    save = partial(vacancies.save, desk=desk, actor=actor, vacancy=vacancy, lang="en", now=START)
    edited = await store.write(partial(save, draft=read(pay="46000"), version=1))
    assert isinstance(edited, Record) and (edited.state, edited.version) == ("submitted", 2)
    assert not await is_shown(store, desk, vacancy)
    assert await release(store, desk, vacancy, version=2) is None
    assert await is_shown(store, desk, vacancy)
    worse = await store.write(partial(save, draft=read(cost_visa="worker"), version=2))
    assert isinstance(worse, Record) and worse.state == "draft"
    assert not await is_shown(store, desk, vacancy)


async def test_E2_a_release_holds_for_the_version_that_was_read(store: Store, desk: Desk) -> None:
    employer = await admitted(store, desk)
    vacancy = await submitted(store, desk, employer)
    actor = of_employer(employer)
    save = partial(vacancies.save, desk=desk, actor=actor, vacancy=vacancy, lang="en", now=START)
    await store.write(partial(save, draft=read(tasks="Quite another kind of work"), version=1))
    stale = await release(store, desk, vacancy, version=1)
    assert isinstance(stale, No) and stale.code == "changed"
    assert not await is_shown(store, desk, vacancy)
    lost = await store.write(partial(save, draft=read(), version=1))
    assert isinstance(lost, No) and lost.code == "changed"


async def test_E2_an_advert_is_returned_with_reasons_and_comes_back(store: Store, desk: Desk) -> None:
    employer = await admitted(store, desk)
    vacancy = await submitted(store, desk, employer)
    reason = "The hours do not fit the pay."
    done = await store.write(
        lambda conn: vacancies.give_back(conn, desk, REVIEWER, vacancy, 1, reason, START)
    )
    assert done is None
    (own,) = await store.read(lambda conn: vacancies.own(conn, desk, of_employer(employer)))
    assert own.state == "returned"
    listed = await store.read(lambda conn: employers.decisions(conn, desk, ANNA, about=vacancy))
    assert [(one.what, one.reason, one.account) for one in listed] == [("vacancy.returned", reason, "rita")]
    why = await store.read(lambda conn: vacancies.reasons(conn, desk, of_employer(employer), vacancy))
    assert why == [reason]
    again = await store.write(
        lambda conn: vacancies.submit(conn, desk, of_employer(employer), vacancy, START)
    )
    assert isinstance(again, Record) and again.state == "submitted"


async def test_E7_a_report_about_an_advert_hides_all_adverts_of_its_employer(
    store: Store, desk: Desk
) -> None:
    employer = await admitted(store, desk)
    one, other = await released(store, desk, employer), await released(store, desk, employer)
    report = await store.write(
        lambda conn: employers.report(conn, desk, "person", About("vacancy", one), "threatened", "", START)
    )
    assert not isinstance(report, No) and report.froze
    assert await state(store, employer) == "frozen"
    assert not await is_shown(store, desk, one) and not await is_shown(store, desk, other)
    await store.write(
        lambda conn: employers.lift(conn, desk, BORIS, employer, "it was a mix-up", [report.id], START)
    )
    assert await is_shown(store, desk, one) and await is_shown(store, desk, other)


async def test_E1_adverts_disappear_with_the_admission_and_none_is_made_without(
    store: Store, desk: Desk
) -> None:
    employer = await admitted(store, desk)
    vacancy = await released(store, desk, employer)
    waits = await submitted(store, desk, employer)
    over = START + ADMITTED_FOR
    # Adverts end sooner by themselves; here only the admission shall end.
    await store.write(lambda conn: conn.execute(update(tables.vacancies).values(until=over + 1)).close())
    assert await is_shown(store, desk, vacancy, over - 1)
    assert not await is_shown(store, desk, vacancy, over)
    late = await release(store, desk, waits, now=over)
    assert isinstance(late, No) and late.code == "not_admitted"
    stranger = await applied(store, desk, registration="OTHER-6")
    made = await store.write(
        lambda conn: vacancies.create(conn, desk, of_employer(stranger), read(), "en", START)
    )
    assert isinstance(made, No) and made.code == "not_admitted"


async def test_S4_an_employer_reaches_no_advert_of_another(store: Store, desk: Desk) -> None:
    mine = await admitted(store, desk)
    other = await admitted(store, desk, registration="OTHER-7")
    vacancy = await submitted(store, desk, mine)
    stranger = of_employer(other)
    tries = (
        partial(vacancies.submit, desk=desk, actor=stranger, vacancy=vacancy, now=START),
        partial(vacancies.close, desk=desk, actor=stranger, vacancy=vacancy, now=START),
        partial(
            vacancies.save,
            desk=desk,
            actor=stranger,
            vacancy=vacancy,
            draft=read(),
            lang="en",
            now=START,
            version=1,
        ),
    )
    for attempt in tries:
        result = await store.write(attempt)
        assert isinstance(result, No) and result.code == "unknown"
    assert await store.read(lambda conn: vacancies.own(conn, desk, stranger)) == []
    assert await store.read(lambda conn: vacancies.reasons(conn, desk, stranger, vacancy)) == []


async def test_one_advert_is_frozen_and_closed_by_itself(store: Store, desk: Desk) -> None:
    employer = await admitted(store, desk)
    vacancy, other = await released(store, desk, employer), await released(store, desk, employer)
    await store.write(lambda conn: vacancies.freeze(conn, desk, ANNA, vacancy, "pay looks wrong", START))
    assert not await is_shown(store, desk, vacancy) and await is_shown(store, desk, other)
    actor = of_employer(employer)
    for work in (vacancies.submit, vacancies.close):
        result = await store.write(partial(work, desk=desk, actor=actor, vacancy=vacancy, now=START))
        assert isinstance(result, No) and result.code == "not_now"
    await store.write(lambda conn: vacancies.lift(conn, desk, ANNA, vacancy, "pay was mended", START))
    assert not await is_shown(store, desk, vacancy)  # it goes through review again
    assert await store.write(lambda conn: vacancies.close(conn, desk, actor, other, START)) is None
    assert not await is_shown(store, desk, other)


async def test_K1_no_word_of_an_advert_can_be_read_in_the_database(store: Store, desk: Desk) -> None:
    employer = await admitted(store, desk)
    await submitted(store, desk, employer)

    def everything(conn: Connection) -> str:
        rows = conn.execute(text("SELECT * FROM vacancies")).all()
        return repr([[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in rows])

    seen = await store.read(everything)
    assert "7512" in seen  # the codes that matching needs
    for secret in ("bread", "Nakuru", "45000"):
        assert secret not in seen
