"""What accounts leave behind goes in time, and what is needed stays (D5, L5, C7)."""

from __future__ import annotations

from sqlalchemy import Connection, Table, func, select

from bot.delivery.retention import sweep, sweep_store
from bot.delivery.tables import persons
from bot.features.staff import (
    SYSTEM,
    audit,
    create,
    directory,
    erase,
    find,
    invitations,
    keeps,
    sessions,
    sign_in,
    sweeper,
)
from bot.features.staff import tables as t
from bot.features.staff.accounts import INVITED
from bot.features.staff.audit import KEPT
from bot.store.schema import metadata
from tests.features.staff.office import Office

DAY = 24 * 3600


def counts(conn: Connection, *tables: Table) -> list[int]:
    return [conn.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


async def round_(office: Office, *, kept: bool = True) -> dict[str, int]:
    return dict(
        await sweep_store(
            office.store,
            office.staff.keys.data,
            office.now,
            (sweeper(office.staff),),
            (keeps(),) if kept else (),
        )
    )


async def test_D5_sessions_links_and_challenges_go_when_they_have_ended(office: Office) -> None:
    ana = await office.colleague("administrator")
    await office.link(await office.invited("vetter"))
    await office.do(lambda c: sign_in.options(c, office.staff, office.now))
    await office.do(lambda c: sign_in.begin(c, office.staff, "nobody@example.org", office.now))
    tables = (t.sessions, t.links, t.challenges)
    await round_(office)
    assert await office.do(lambda c: counts(c, *tables, t.tries)) == [1, 1, 1, 2]
    office.clock.forward(sessions.IDLE)
    await round_(office)
    assert await office.do(lambda c: counts(c, *tables, t.tries)) == [0, 0, 0, 2]
    office.clock.forward(DAY)
    await round_(office)
    assert await office.do(lambda c: counts(c, t.tries)) == [0]
    assert isinstance(await office.signs_in(ana.device), str)


async def test_accounts_outlive_the_thirty_days_of_people_who_chat(office: Office) -> None:
    ana = await office.colleague("administrator")
    for _ in range(2):
        await round_(office)
        office.clock.forward(40 * DAY)
    await round_(office)
    assert isinstance(await office.signs_in(ana.device), str)
    # The negative control: without the keeper her person would be taken for a chat long ended.
    await round_(office, kept=False)
    assert await office.do(lambda c: find(c, office.staff, ana.email)) is None


async def test_D5_an_account_that_nobody_took_up_goes_after_seven_days(office: Office) -> None:
    waiting = await office.invited("vetter", email="waits@example.org")
    ana = await office.colleague("administrator")
    office.clock.forward(INVITED - 1)
    await round_(office)
    assert await office.do(lambda c: find(c, office.staff, "waits@example.org")) == waiting
    office.clock.forward(1)
    await round_(office)
    left = await office.do(lambda c: directory.listed(c, office.staff, None, office.now))
    assert [account.id for account in left] == [ana.account]
    assert (await office.do(audit.page))[0].what == "account.erased"
    again = await office.invited("vetter", email="waits@example.org")
    assert await office.link(again)


async def test_C7_erasing_an_account_erases_its_person_and_key_and_keeps_the_log(office: Office) -> None:
    ana = await office.colleague("administrator")
    bo = await office.colleague("vetter")
    assert await office.do(lambda c: erase(c, office.staff, ana.account, bo.account, office.now))
    assert await office.who(bo.token) is None
    tables = (persons, t.accounts, t.roles, t.passkeys, t.sessions)
    assert await office.do(lambda c: counts(c, *tables)) == [1, 1, 1, 1, 1]
    keys = office.staff.keys.data
    assert len(await office.do(lambda c: keys.person_ids(c, "", 10))) == 1
    assert await office.do(lambda c: directory.names(c, office.staff, [bo.account, ana.account])) == {
        ana.account: "Someone New"
    }
    checked = await office.do(audit.check)
    assert checked.broken is None
    assert (await office.do(audit.page))[0].about == bo.account
    assert not await office.do(lambda c: erase(c, office.staff, SYSTEM, bo.account, office.now))


async def test_L5_the_sweep_trims_the_log_and_comes_to_an_end(office: Office) -> None:
    await office.colleague("administrator")
    before = (await office.do(audit.check)).entries
    office.clock.forward(KEPT + DAY)
    total = await round_(office)
    assert total["staff_audit"] == before
    whole = await office.do(audit.check)
    assert (whole.entries, whole.broken) == (1, None)
    staff = office.staff
    again = await office.do(lambda c: sweep(c, staff.keys.data, office.now, (sweeper(staff),), (keeps(),)))
    assert not again.total()


async def test_K9_the_database_names_nobody(office: Office) -> None:
    """What a stolen database shows of an account: random ids, codes, times; no name, address or token."""
    other = await office.organisation("employer", "Bakery")
    account = await office.do(
        lambda c: create(
            c,
            office.staff,
            SYSTEM,
            other,
            email="canary-address@example.org",
            name="Canary Name",
            codes=["employer"],
            lang="ar",
            zone="Asia/Amman",
            now=office.now,
        )
    )
    link = await office.link(account)
    await office.do(
        lambda c: invitations.ask_for_link(
            c, office.staff, "canary-typed@example.org", office.post, office.now
        )
    )
    ana = await office.colleague("administrator")

    def everything(conn: Connection) -> bytes:
        rows = [row for table in (persons, *metadata.tables.values()) for row in conn.execute(select(table))]
        return b"".join(
            bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()
            for row in rows
            for value in row
        )

    stored = await office.do(everything)
    for canary in ("canary", "Canary", "My phone", link, ana.token, ana.email):
        assert canary.encode() not in stored
    assert account.encode() in stored, "the negative control: this is where it would stand"
