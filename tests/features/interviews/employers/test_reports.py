"""One report stops an employer in the same transaction; who made it stays protected (E7)."""

from __future__ import annotations

import asyncio
import secrets
from functools import partial

import pytest
from sqlalchemy import Connection, text

from bot.features.interviews import employers
from bot.features.interviews.employers import REPORT_KINDS, About, Desk, Forbidden, No, Reported
from bot.features.interviews.employers.model import ADMITTED_FOR, TRAFFICKING
from bot.features.interviews.employers.sweeping import REPORTS
from bot.store.database import Store
from tests.clock import START
from tests.contention import Meeting
from tests.features.interviews.desk import (
    ANNA,
    BORIS,
    Others,
    Somebody,
    admitted,
    applied,
    of_employer,
    state,
    told,
)

PERSON = secrets.token_urlsafe(16)
CASE_WORKER = Somebody("clara", roles=frozenset({"case_worker"}))


async def reported(
    store: Store,
    desk: Desk,
    about: About,
    kind: str = "asked_for_money",
    words: str = "",
    person: str | None = PERSON,
    now: float = START,
) -> Reported:
    found = await store.write(lambda conn: employers.report(conn, desk, person, about, kind, words, now))
    assert isinstance(found, Reported)
    return found


async def open_ids(store: Store, desk: Desk) -> list[str]:
    found = await store.write(lambda conn: employers.reports(conn, desk, ANNA, START))
    return [one.id for one in found]


async def test_E7_one_trafficking_report_freezes_at_once(store: Store, desk: Desk) -> None:
    frozen = []
    for kind in REPORT_KINDS:
        employer = await admitted(store, desk, registration=kind)
        found = await reported(store, desk, About("employer", employer), kind)
        stops = kind in TRAFFICKING
        frozen += [employer] if stops else []
        assert found.froze is stops
        assert await state(store, employer) == ("frozen" if stops else "admitted")
    assert [about for _, about, _, _ in await told(store, "freeze")] == frozen
    assert [about for _, about, _, _ in await told(store, "tell:employer.frozen")] == frozen
    assert len(frozen) == 3


async def test_E7_the_freeze_is_in_the_same_transaction_as_the_report(store: Store, desk: Desk) -> None:
    employer = await admitted(store, desk)

    def seen_inside(conn: Connection) -> tuple[bool, int, int]:
        employers.report(conn, desk, PERSON, About("employer", employer), "threatened", "", START)
        frozen = conn.scalar(text("SELECT count(*) FROM done_by_others WHERE what = 'freeze'"))
        kept = conn.scalar(text("SELECT count(*) FROM employer_reports"))
        return employers.may_act(conn, employer, START), int(frozen or 0), int(kept or 0)

    assert await store.write(seen_inside) == (False, 1, 1)


async def test_E7_with_a_freeze_that_fails_there_is_no_report_either(
    store: Store, desk: Desk, others: Others
) -> None:
    """The negative control of the one above: both or neither."""
    employer = await admitted(store, desk)

    class Broken(Exception):
        pass

    def failing(conn: Connection, organisation: str, now: float) -> None:
        raise Broken

    broken = Desk(desk.keys, desk.lookup, desk.note, failing, desk.thaw, desk.tell, desk.owners)
    with pytest.raises(Broken):
        await reported(store, broken, About("employer", employer))
    assert await state(store, employer) == "admitted"
    assert await open_ids(store, desk) == []


async def test_E7_a_report_about_an_interview_reaches_its_employer(
    store: Store, desk: Desk, others: Others
) -> None:
    employer = await admitted(store, desk)
    others.bookings["booking-1"] = employer
    assert (await reported(store, desk, About("booking", "booking-1"))).froze
    assert await state(store, employer) == "frozen"
    for nothing in (About("booking", "none"), About("employer", "none"), About("slot", employer)):
        result = await store.write(
            partial(
                employers.report,
                desk=desk,
                reporter=PERSON,
                about=nothing,
                kind="threatened",
                text="",
                now=START,
            )
        )
        assert isinstance(result, No) and result.code == "unknown"


async def test_E7_pressing_twice_is_one_report_and_new_words_are_another(store: Store, desk: Desk) -> None:
    employer = await admitted(store, desk)
    about = About("employer", employer)
    first = await reported(store, desk, about)
    assert await reported(store, desk, about) == first
    assert (await reported(store, desk, about, words="They wanted 300 from me.")).id != first.id
    assert (await reported(store, desk, about, person="somebody-else-entirely")).id != first.id
    assert len(await open_ids(store, desk)) == 3
    assert len(await told(store, "freeze")) == 1


async def test_E7_who_reported_is_shown_to_case_workers_with_a_fresh_factor_alone(
    store: Store, desk: Desk
) -> None:
    employer = await admitted(store, desk)
    report = (await reported(store, desk, About("employer", employer), words="He wanted 300.")).id

    async def asked(who: Somebody) -> object:
        return await store.write(lambda conn: employers.reporter_of(conn, desk, who, report, START))

    assert await asked(CASE_WORKER) == PERSON
    stale = await asked(Somebody("clara", roles=frozenset({"case_worker"}), fresh_until=START))
    assert isinstance(stale, No) and stale.code == "not_fresh"
    for who in (
        Somebody("m", roles=frozenset({"vetter", "manager", "administrator", "reviewer"})),
        of_employer(employer),
        Somebody("e", employer, "ngo", frozenset({"case_worker"})),
        Somebody("e", employer, "employer", frozenset({"employer", "case_worker"})),
    ):
        with pytest.raises(Forbidden):
            await asked(who)
    assert [by for _, _, by, _ in await told(store, "note:report.unmasked")] == ["clara"]


async def test_E7_the_reporter_stands_in_no_row_log_mail_or_list_in_readable_form(
    store: Store, desk: Desk
) -> None:
    employer = await admitted(store, desk)
    await reported(store, desk, About("employer", employer), words="He wanted 300.")
    for who in (ANNA, CASE_WORKER):
        (one,) = await store.write(partial(employers.reports, desk=desk, actor=who, now=START))
        assert one.words == "He wanted 300." and PERSON not in repr(one)
    assert PERSON not in repr(await told(store))
    listed = await store.read(lambda conn: employers.decisions(conn, desk, ANNA))
    assert [one.what for one in listed] == ["employer.frozen"] and PERSON not in repr(listed)

    def everything(conn: Connection) -> str:
        tables = ("employer_reports", "employer_reporters", "employer_decisions")
        rows = [conn.execute(text(f"SELECT * FROM {name}")).all() for name in tables]
        return repr([[bytes(v) if isinstance(v, memoryview) else v for v in r] for t in rows for r in t])

    seen = await store.read(everything)
    assert PERSON not in seen and "300" not in seen


async def test_E7_the_employer_reads_no_reports(store: Store, desk: Desk) -> None:
    employer = await admitted(store, desk)
    await reported(store, desk, About("employer", employer))
    with pytest.raises(Forbidden):
        await store.read(lambda conn: employers.reports(conn, desk, of_employer(employer), START))
    with pytest.raises(Forbidden):
        await store.read(lambda conn: employers.decisions(conn, desk, of_employer(employer)))


async def test_E7_staff_lift_with_a_reason_and_never_the_employers_own(store: Store, desk: Desk) -> None:
    employer = await admitted(store, desk)
    report = (await reported(store, desk, About("employer", employer))).id

    async def lifted(who: Somebody, seen: list[str]) -> No | None:
        return await store.write(
            lambda conn: employers.lift(conn, desk, who, employer, "it was a mix-up", seen, START)
        )

    for who in (
        of_employer(employer),
        Somebody("x", employer),
        Somebody("y", roles=frozenset({"case_worker", "reviewer"})),
    ):
        with pytest.raises(Forbidden):
            await lifted(who, [report])
    assert await state(store, employer) == "frozen"
    assert await lifted(ANNA, [report]) is None
    assert await state(store, employer) == "admitted"
    assert [about for _, about, _, _ in await told(store, "thaw")] == [employer, employer]
    assert await open_ids(store, desk) == []
    again = await lifted(ANNA, [])
    assert isinstance(again, No) and again.code == "not_now"
    # The next report of the same kind stops it again.
    assert (await reported(store, desk, About("employer", employer))).froze
    assert await state(store, employer) == "frozen"


async def test_E7_a_report_that_nobody_read_keeps_the_freeze(store: Store, desk: Desk) -> None:
    employer = await admitted(store, desk)
    read = (await reported(store, desk, About("employer", employer))).id
    await reported(store, desk, About("employer", employer), "papers_taken", person=None)
    for decide in (employers.lift, employers.close):
        result = await store.write(
            partial(
                decide,
                desk=desk,
                actor=ANNA,
                employer=employer,
                reason="it was nothing",
                seen=[read],
                now=START,
            )
        )
        assert isinstance(result, No) and result.code == "changed"
    assert await state(store, employer) == "frozen"


async def test_E7_a_lifted_freeze_brings_no_ended_admission_back(store: Store, desk: Desk) -> None:
    employer = await admitted(store, desk)
    report = (await reported(store, desk, About("employer", employer))).id
    late = START + ADMITTED_FOR
    await store.write(
        lambda conn: employers.lift(conn, desk, ANNA, employer, "it was a mix-up", [report], late)
    )
    assert await state(store, employer, late) == "lapsed"
    assert len(await told(store, "thaw")) == 1  # that of the admission


async def test_E7_closing_is_for_good_and_listed_with_its_reason(store: Store, desk: Desk) -> None:
    employer = await admitted(store, desk)
    report = (await reported(store, desk, About("employer", employer))).id
    await store.write(
        lambda conn: employers.close(conn, desk, BORIS, employer, "two people confirmed it", [report], START)
    )
    assert await state(store, employer) == "refused"
    listed = await store.read(lambda conn: employers.decisions(conn, desk, ANNA, employer=employer))
    assert {(one.what, one.reason, one.report) for one in listed} == {
        ("employer.frozen", "", report),
        ("employer.closed", "two people confirmed it", None),
    }
    later = await store.write(
        lambda conn: employers.lift(conn, desk, ANNA, employer, "second thoughts here", [], START)
    )
    assert isinstance(later, No)


async def test_E7_staff_freeze_by_themselves_and_settle_lesser_reports(store: Store, desk: Desk) -> None:
    employer = await admitted(store, desk)
    lesser = (await reported(store, desk, About("employer", employer), "false_job")).id
    grave = await store.write(
        lambda conn: employers.settle(conn, desk, ANNA, lesser, "warned", "pay was lower", START)
    )
    assert grave is None
    assert await open_ids(store, desk) == []
    await store.write(lambda conn: employers.freeze(conn, desk, ANNA, employer, "site is gone", START))
    assert await state(store, employer) == "frozen"
    stopping = (await reported(store, desk, About("employer", employer))).id
    result = await store.write(
        lambda conn: employers.settle(conn, desk, ANNA, stopping, "unfounded", "not so at all", START)
    )
    assert isinstance(result, No) and result.code == "not_now"


async def test_C6_an_erased_reporter_is_forgotten_with_her_words(store: Store, desk: Desk) -> None:
    employer = await admitted(store, desk)
    report = (await reported(store, desk, About("employer", employer), words="He wanted 300.")).id
    await store.write(lambda conn: employers.forget(conn, desk.keys, desk.lookup, PERSON))
    (left,) = await store.write(lambda conn: employers.reports(conn, desk, ANNA, START))
    assert (left.kind, left.words) == ("asked_for_money", "")
    assert (
        await store.write(lambda conn: employers.reporter_of(conn, desk, CASE_WORKER, report, START)) is None
    )
    assert await state(store, employer) == "frozen"


async def test_D5_reports_go_ninety_days_after_they_were_decided(store: Store, desk: Desk) -> None:
    employer = await admitted(store, desk)
    report = (await reported(store, desk, About("employer", employer), words="He wanted 300.")).id
    early = START + 10 * REPORTS
    assert (await store.write(lambda conn: employers.sweep(conn, desk.keys, early)))["reports"] == 0
    await store.write(
        lambda conn: employers.lift(conn, desk, ANNA, employer, "it was a mix-up", [report], START)
    )
    late = START + REPORTS
    assert (await store.write(lambda conn: employers.sweep(conn, desk.keys, late - 1)))["reports"] == 0
    assert (await store.write(lambda conn: employers.sweep(conn, desk.keys, late)))["reports"] == 1
    counts = await store.read(
        lambda conn: [
            conn.scalar(text(f"SELECT count(*) FROM {name}"))
            for name in ("employer_reports", "employer_reporters")
        ]
    )
    assert counts == [0, 0]


async def test_D5_applications_and_refused_employers_are_erased_in_time(store: Store, desk: Desk) -> None:
    waiting = await applied(store, desk)
    refused = await applied(store, desk, registration="OTHER-4")
    await store.write(lambda conn: employers.refuse(conn, desk, ANNA, refused, "not in the register", START))
    reported_one = await applied(store, desk, registration="OTHER-5")
    await reported(store, desk, About("employer", reported_one), "false_job")
    after = START + 90 * 86_400
    assert (await store.write(lambda conn: employers.sweep(conn, desk.keys, after)))["employers"] == 1
    assert await store.read(lambda conn: employers.standing(conn, waiting, after)) is None
    assert (await store.write(lambda conn: employers.sweep(conn, desk.keys, START + 365 * 86_400)))[
        "employers"
    ] == 1
    assert await store.read(lambda conn: employers.standing(conn, refused, after)) is None
    assert await state(store, reported_one) == "applied"


async def test_E7_a_report_and_an_admission_at_the_same_moment_end_frozen(store: Store, desk: Desk) -> None:
    from tests.features.interviews.desk import checked

    employer = await applied(store, desk)
    await checked(store, desk, ANNA, employer)
    await asyncio.gather(
        checked(store, desk, BORIS, employer),
        reported(store, desk, About("employer", employer)),
        return_exceptions=True,
    )
    assert await state(store, employer) == "frozen"


async def test_E7_a_report_that_comes_while_its_employer_is_swept_away_is_kept(
    store: Store, desk: Desk
) -> None:
    employer, meeting = await applied(store, desk), Meeting()
    after, about = START + 90 * 86_400, About("employer", employer)

    def reports(conn: Connection) -> None:
        employers.report(conn, desk, PERSON, about, "false_job", "There is no such firm.", after)
        meeting.hold(conn)

    reporting = asyncio.create_task(store.write(reports))
    await meeting.locked.wait()
    await store.write(lambda conn: employers.sweep(conn, desk.keys, after))
    await reporting
    found = await store.write(lambda conn: employers.reports(conn, desk, ANNA, after))
    assert [one.words for one in found] == ["There is no such firm."]
