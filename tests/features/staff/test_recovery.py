"""Two administrators recover an account (S2)."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import Connection, select

from bot.features.staff import COMMAND_LINE, Refused, StaffRefused, audit, directory, recovery, roles
from bot.features.staff.tables import recoveries
from tests.contention import Meeting
from tests.features.staff.office import Colleague, Office


async def agree(office: Office, by: Colleague, account: str) -> str:
    me = await office.me(by)
    return await office.do(lambda c: recovery.agree(c, me, account, office.post, office.now))


async def test_S2_two_administrators_make_room_for_new_factors(office: Office) -> None:
    first, second = await office.colleague("administrator"), await office.colleague("administrator")
    lost = await office.colleague("vetter")
    assert await agree(office, first, lost.account) == "asked"
    assert await agree(office, first, lost.account) == "asked", "the same person twice is one person"
    found = await office.do(lambda c: directory.get(c, office.staff, lost.account, office.now))
    assert found is not None
    assert (found.recovery_by, found.state) == (first.account, "active")
    assert await office.who(lost.token) is not None
    with pytest.raises(StaffRefused, match="not_waiting"):
        await office.link(lost.account)

    assert await agree(office, second, lost.account) == "done"
    assert await office.who(lost.token) is None
    assert isinstance(await office.signs_in(lost.device), Refused)
    assert office.mails == [(lost.account, "account.recovered", {})], "its owner is told"
    noted = (await office.do(audit.page))[0]
    assert (noted.what, noted.actor, noted.details["with"]) == (
        "account.recovered",
        second.account,
        first.account,
    )
    assert await office.link(lost.account, by=await office.me(first))


async def test_S2_one_alone_cannot_nor_the_owner_nor_the_command_line(office: Office) -> None:
    first, vetter = await office.colleague("administrator"), await office.colleague("vetter")
    second = await office.colleague("administrator")
    for by, code in ((vetter, "not_allowed"), (second, "own")):
        with pytest.raises(StaffRefused, match=code):
            await agree(office, by, second.account)
    with pytest.raises(StaffRefused, match="two_people"):
        await office.do(lambda c: recovery.agree(c, COMMAND_LINE, second.account, office.post, office.now))
    assert await agree(office, first, second.account) == "asked"
    assert await office.who(second.token) is not None


async def test_S2_the_second_has_a_day_and_both_need_a_fresh_factor(office: Office) -> None:
    first, second = await office.colleague("administrator"), await office.colleague("administrator")
    lost = await office.colleague("vetter")
    await agree(office, first, lost.account)
    office.clock.forward(recovery.AGREE_WITHIN)
    token = await office.signs_in(second.device)
    assert isinstance(token, str)
    second = office.again(second, token)
    assert await agree(office, second, lost.account) == "asked", "too late: this is a first yes again"
    office.clock.forward(600)
    token = await office.signs_in(first.device)
    assert isinstance(token, str)
    me = await office.me(second)
    with pytest.raises(StaffRefused, match="stale"):
        await office.do(lambda c: recovery.agree(c, me, lost.account, office.post, office.now))
    assert await agree(office, office.again(first, token), lost.account) == "done"


async def test_S2_a_yes_that_waits_for_the_withdrawing_is_the_first_again(office: Office) -> None:
    first, second = await office.colleague("administrator"), await office.colleague("administrator")
    lost = await office.colleague("vetter")
    await agree(office, first, lost.account)
    me, meeting = await office.me(first), Meeting()

    def withdraws(conn: Connection) -> None:
        conn.execute(select(recoveries).with_for_update())
        meeting.hold(conn)
        recovery.withdraw(conn, me, lost.account, office.now)

    withdrawing = asyncio.create_task(office.do(withdraws))
    await meeting.locked.wait()
    assert await agree(office, second, lost.account) == "asked"
    await withdrawing


async def test_S2_the_yes_of_who_is_no_administrator_any_more_does_not_count(office: Office) -> None:
    first, second = await office.colleague("administrator"), await office.colleague("administrator")
    lost = await office.colleague("vetter")
    await agree(office, first, lost.account)
    await office.do(lambda c: roles.set_roles(c, COMMAND_LINE, first.account, ["vetter"], office.now))
    assert await agree(office, second, lost.account) == "asked"
    third = await office.colleague("administrator")
    me = await office.me(third)
    await office.do(lambda c: recovery.withdraw(c, me, lost.account, office.now))
    assert await agree(office, third, lost.account) == "asked"
    assert await agree(office, second, lost.account) == "done"
