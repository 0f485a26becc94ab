"""Two different people, outside this system, every six months (E1); and every way around it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from bot.features.interviews import employers
from bot.features.interviews.employers import Desk, Forbidden, No
from bot.features.interviews.employers.model import (
    ADMITTED_FOR,
    CHECKS_WITHIN,
    DAY,
    RENEW_FROM,
    digest,
)
from bot.store.database import Store
from tests.clock import START, FakeClock
from tests.features.interviews.desk import (
    ANNA,
    BORIS,
    CARLA,
    CHECKLIST,
    Somebody,
    admitted,
    applied,
    checked,
    details,
    of_employer,
    state,
    told,
)

RECHECK = START + ADMITTED_FOR - RENEW_FROM + 1


def code(result: object) -> str:
    return result.code if isinstance(result, No) else ""


async def test_E1_two_different_people_admit_for_six_months(store: Store, desk: Desk) -> None:
    employer = await applied(store, desk)
    assert await state(store, employer) == "applied"
    first = await checked(store, desk, ANNA, employer)
    assert first == employers.Checked(1, None)
    assert await state(store, employer) == "checking"
    assert not await store.read(lambda conn: employers.may_act(conn, employer, START))
    second = await checked(store, desk, BORIS, employer)
    assert second == employers.Checked(2, int(START) + ADMITTED_FOR)
    assert await store.read(lambda conn: employers.may_act(conn, employer, START))
    # What is promised is six months: never longer than the shortest six of any calendar.
    assert ADMITTED_FOR <= 181 * DAY + DAY
    notes = [(what, by) for what, about, by, _ in await told(store, "note:employer.") if about == employer]
    assert ("note:employer.checked", "anna") in notes and ("note:employer.checked", "boris") in notes
    assert ("note:employer.admitted", "boris") in notes


async def test_E1_one_person_twice_admits_nobody(store: Store, desk: Desk) -> None:
    employer = await applied(store, desk)
    await checked(store, desk, ANNA, employer)
    assert code(await checked(store, desk, ANNA, employer)) == "same_person"
    assert await state(store, employer) == "checking"


async def test_E1_the_database_itself_refuses_a_second_check_by_one_person(store: Store, desk: Desk) -> None:
    employer = await applied(store, desk)
    await checked(store, desk, ANNA, employer)

    def again(conn: Connection) -> None:
        conn.execute(
            text(
                "INSERT INTO employer_checks (id, employer_id, round, account_id, at, body) "
                "SELECT 'another', employer_id, round, account_id, at, body FROM employer_checks"
            )
        )

    with pytest.raises(IntegrityError):
        await store.write(again)


async def test_E1_nobody_but_vetters_of_an_ngo_checks(store: Store, desk: Desk) -> None:
    employer = await applied(store, desk)
    for who in (
        Somebody("eve", kind="employer", roles=frozenset({"employer", "vetter"})),
        Somebody("eve", roles=frozenset({"announcer", "approver", "reviewer", "case_worker"})),
        Somebody("eve", roles=frozenset()),
    ):
        with pytest.raises(Forbidden):
            await checked(store, desk, who, employer)


async def test_E1_no_account_of_that_employer_checks_it(store: Store, desk: Desk) -> None:
    employer = await applied(store, desk)
    await checked(store, desk, ANNA, employer)
    # An organisation can be NGO and employer at once: its own people still never check it.
    insider = Somebody("insider", organisation=employer)
    said = details()
    for decide in (
        lambda conn: employers.record_check(conn, desk, insider, employer, CHECKLIST, digest(said), START),
        lambda conn: employers.refuse(conn, desk, insider, employer, "not a good one", START),
        lambda conn: employers.application(conn, desk, insider, employer, START),
    ):
        with pytest.raises(Forbidden):
            await store.write(decide)
    assert await state(store, employer) == "checking"


async def test_E1_a_check_holds_for_what_was_read_and_nothing_else(store: Store, desk: Desk) -> None:
    employer = await applied(store, desk)
    other = digest(details(phone="+254200000099"))

    def stale(conn: Connection) -> employers.Checked | No:
        return employers.record_check(conn, desk, ANNA, employer, CHECKLIST, other, START)

    assert code(await store.write(stale)) == "changed"


async def test_E1_changed_details_need_two_new_checks(store: Store, desk: Desk) -> None:
    employer = await admitted(store, desk)
    new = details(person="Somebody Else")

    def change(conn: Connection) -> No | None:
        return employers.change_details(conn, desk, of_employer(employer), new, START)

    assert await store.write(change) is None
    assert await state(store, employer) == "lapsed"
    assert ("freeze", employer, "", "") in await told(store, "freeze")
    # Those who checked before may check again, but the old checks are not counted.
    assert await checked(store, desk, ANNA, employer) == employers.Checked(1, None)
    assert await state(store, employer) == "checking"
    await checked(store, desk, CARLA, employer)
    assert await state(store, employer) == "admitted"


async def test_E1_a_half_checked_application_that_changes_begins_anew(store: Store, desk: Desk) -> None:
    employer = await applied(store, desk)
    await checked(store, desk, ANNA, employer)
    new = details(registration="OTHER-2")
    await store.write(lambda conn: employers.change_details(conn, desk, of_employer(employer), new, START))
    assert await checked(store, desk, BORIS, employer) == employers.Checked(1, None)
    assert await state(store, employer) == "checking"


async def test_E1_admission_ends_after_six_months_to_the_second(
    store: Store, desk: Desk, clock: FakeClock
) -> None:
    employer = await admitted(store, desk, clock.now())
    clock.forward(ADMITTED_FOR - 1)
    assert await store.read(lambda conn: employers.may_act(conn, employer, clock.now()))
    clock.forward(1)
    assert not await store.read(lambda conn: employers.may_act(conn, employer, clock.now()))
    assert await state(store, employer, clock.now()) == "lapsed"
    # The job makes it known to the slots; nothing is done twice.
    assert await store.write(lambda conn: employers.lapse(conn, desk, clock.now())) == 1
    assert await store.write(lambda conn: employers.lapse(conn, desk, clock.now())) == 0
    assert ("freeze", employer, "", "") in await told(store, "freeze")
    await checked(store, desk, ANNA, employer, clock.now())
    assert await state(store, employer, clock.now()) == "checking"
    await checked(store, desk, BORIS, employer, clock.now())
    assert await state(store, employer, clock.now()) == "admitted"
    assert [about for _, about, _, _ in await told(store, "thaw")] == [employer, employer]


async def test_E1_renewal_takes_two_new_checks_and_never_the_old_ones(store: Store, desk: Desk) -> None:
    employer = await admitted(store, desk)
    assert code(await checked(store, desk, CARLA, employer)) == "too_early"
    assert await checked(store, desk, ANNA, employer, RECHECK) == employers.Checked(1, None)
    assert await state(store, employer, RECHECK) == "admitted"
    assert code(await checked(store, desk, ANNA, employer, RECHECK)) == "same_person"
    again = await checked(store, desk, BORIS, employer, RECHECK)
    assert again == employers.Checked(2, int(RECHECK) + ADMITTED_FOR)


async def test_E1_a_check_older_than_thirty_days_no_longer_counts(store: Store, desk: Desk) -> None:
    employer = await applied(store, desk)
    await checked(store, desk, ANNA, employer)
    late = START + CHECKS_WITHIN + 1
    assert await checked(store, desk, BORIS, employer, late) == employers.Checked(1, None)
    # Anna may check again, as her first check is void.
    assert await checked(store, desk, ANNA, employer, late) == employers.Checked(2, int(late) + ADMITTED_FOR)


async def test_E1_a_refused_employer_is_not_admitted_by_later_checks(store: Store, desk: Desk) -> None:
    employer = await applied(store, desk)
    await checked(store, desk, ANNA, employer)
    refused = await store.write(
        lambda conn: employers.refuse(conn, desk, CARLA, employer, "register does not know it", START)
    )
    assert refused is None
    assert code(await checked(store, desk, BORIS, employer)) == "not_now"
    listed = await store.read(lambda conn: employers.decisions(conn, desk, ANNA))
    assert [(one.what, one.account, one.reason) for one in listed] == [
        ("employer.refused", "carla", "register does not know it")
    ]


async def test_E1_a_pledge_in_an_older_text_has_to_be_given_again(store: Store, desk: Desk) -> None:
    employer = await applied(store, desk)
    await store.write(lambda conn: conn.execute(text("UPDATE employers SET pledge = 0")))
    assert code(await checked(store, desk, ANNA, employer)) == "old_pledge"
    same = details()
    await store.write(lambda conn: employers.change_details(conn, desk, of_employer(employer), same, START))
    assert await checked(store, desk, ANNA, employer) == employers.Checked(1, None)


async def test_E1_staff_see_who_applies_again_under_another_name(store: Store, desk: Desk) -> None:
    refused = await applied(store, desk)
    await store.write(lambda conn: employers.refuse(conn, desk, ANNA, refused, "asked for money", START))
    again = await applied(store, desk, name="Quite Another Ltd", mail="someone@gmail.com")
    found = await store.write(lambda conn: employers.application(conn, desk, ANNA, again, START))
    assert found is not None
    (twin,) = found.twins
    assert (twin.employer, twin.state) == (refused, "refused")
    assert sorted(twin.marks) == ["host", "phone", "registration"]
    assert found.hints == ("free_mail",)


async def test_staff_list_all_employers_and_read_the_checks(store: Store, desk: Desk) -> None:
    waiting = await applied(store, desk)
    await checked(store, desk, ANNA, waiting)
    ready = await admitted(store, desk, registration="OTHER-3")
    listed = await store.read(lambda conn: employers.applications(conn, desk, BORIS, START))
    assert [(one.employer, one.state) for one in listed] == [(waiting, "checking"), (ready, "admitted")]
    (check,) = await store.read(lambda conn: employers.checks(conn, desk, BORIS, waiting, START))
    assert (check.account, check.checklist) == ("anna", CHECKLIST)
    outsider: Callable[[Connection], object] = lambda conn: employers.applications(  # noqa: E731
        conn, desk, of_employer(ready), START
    )
    with pytest.raises(Forbidden):
        await store.read(outsider)


async def test_K1_nothing_an_employer_said_can_be_read_in_the_database(store: Store, desk: Desk) -> None:
    await admitted(store, desk)

    def everything(conn: Connection) -> str:
        tables = ("employers", "employer_marks", "employer_checks", "employer_decisions")
        rows = [conn.execute(text(f"SELECT * FROM {name}")).all() for name in tables]
        return repr([[bytes(v) if isinstance(v, memoryview) else v for v in r] for t in rows for r in t])

    seen = await store.read(everything)
    for secret in ("Bakery", "bakery.example", "254200", "Invented", "PVT", "directory"):
        assert secret not in seen
