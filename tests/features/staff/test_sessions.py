"""Sessions: short, ended at once when rights change, fresh for what matters (S3, S5)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.features.staff import (
    COMMAND_LINE,
    StaffRefused,
    audit,
    fresh,
    may,
    need_fresh,
    organisations,
    roles,
    sessions,
    sign_in,
)
from bot.features.staff.tables import sessions as rows
from tests.features.staff.office import Office


async def test_S3_a_session_ends_after_fifteen_minutes_idle(office: Office) -> None:
    ana = await office.colleague("administrator")
    for _ in range(3):
        office.clock.forward(sessions.IDLE - 1)
        me = await office.me(ana)
        assert sessions.needs_touch(me, office.now)
        await office.do(lambda conn: sessions.touch(conn, me.session, office.now))  # noqa: B023
        assert not sessions.needs_touch(await office.me(ana), office.now)
    office.clock.forward(sessions.IDLE)
    assert await office.who(ana.token) is None
    await office.do(lambda conn: sessions.touch(conn, me.session, office.now))
    assert await office.who(ana.token) is None, "what has ended is not brought back"


async def test_S3_a_session_ends_after_twelve_hours_in_use(office: Office) -> None:
    ana = await office.colleague("administrator")
    me = await office.me(ana)
    for _ in range(sessions.LONGEST // 600 - 1):
        office.clock.forward(600)
        await office.do(lambda conn: sessions.touch(conn, me.session, office.now))
    assert await office.who(ana.token) is not None
    office.clock.forward(600)
    assert await office.who(ana.token) is None
    assert await office.do(lambda conn: sessions.sweep(conn, office.now)) == 1


@pytest.mark.parametrize("change", ["disabled", "roles", "closed", "none"])
async def test_S3_all_sessions_end_at_once_when_rights_change(office: Office, change: str) -> None:
    """With "none" the negative control: the sessions are still there."""
    other = await office.organisation("ngo", "Valley Aid")
    ana = await office.colleague("vetter", organisation=other)
    second = await office.signs_in(ana.device)
    assert isinstance(second, str)
    if change == "disabled":
        await office.do(lambda conn: roles.disable(conn, COMMAND_LINE, ana.account, office.now))
    elif change == "roles":
        await office.do(lambda c: roles.set_roles(c, COMMAND_LINE, ana.account, ["reviewer"], office.now))
    elif change == "closed":
        await office.do(lambda conn: organisations.close(conn, COMMAND_LINE, other, office.now))
    for token in (ana.token, second):
        assert (await office.who(token) is not None) is (change == "none")
    if change == "disabled":
        await office.do(lambda conn: roles.enable(conn, COMMAND_LINE, ana.account, office.now))
        assert await office.who(ana.token) is None
        assert isinstance(await office.signs_in(ana.device), str)


async def test_S5_a_factor_counts_as_fresh_for_five_minutes(office: Office) -> None:
    ana = await office.colleague("administrator")
    bo = await office.invited("vetter")
    assert fresh(await office.me(ana), office.now)
    office.clock.forward(sessions.FRESH)
    me = await office.me(ana)
    assert not fresh(me, office.now)
    with pytest.raises(StaffRefused, match="stale"):
        need_fresh(me, office.now)
    for work in (
        lambda conn: roles.set_roles(conn, me, bo, ["reviewer"], office.now),
        lambda conn: roles.disable(conn, me, bo, office.now),
    ):
        with pytest.raises(StaffRefused, match="stale"):
            await office.do(work)

    asked = await office.do(lambda conn: sign_in.step_up_options(conn, office.staff, me, office.now))
    answer = ana.device.get(asked.options)
    refused = await office.do(
        lambda conn: sign_in.step_up_by_passkey(conn, office.staff, me, asked.id, answer, office.now)
    )
    assert refused is None
    me = await office.me(ana)
    assert fresh(me, office.now)
    await office.do(lambda conn: roles.disable(conn, me, bo, office.now))


async def test_S3_the_owner_sees_and_ends_her_other_sessions(office: Office) -> None:
    ana, bo = await office.colleague("administrator"), await office.colleague("vetter")
    other = await office.signs_in(ana.device)
    assert isinstance(other, str)
    me = await office.me(ana)
    assert len(await office.do(lambda conn: sessions.listed(conn, me.account, office.now))) == 2
    theirs = (await office.me(bo)).session
    assert not await office.do(lambda conn: sessions.end(conn, me.account, theirs))
    assert await office.do(lambda conn: sessions.end_others(conn, me.account, me.session)) == 1
    assert await office.who(other) is None
    assert await office.who(ana.token) is not None
    assert await office.who(bo.token) is not None


async def test_S3_the_database_does_not_hold_what_the_cookie_holds(office: Office) -> None:
    ana = await office.colleague("administrator")
    hash_ = await office.do(lambda conn: conn.scalar(select(rows.c.hash)))
    assert hash_ is not None
    for wrong in ("", ana.token[:-1], ana.token + "x", hash_.hex(), "\udcff", (await office.me(ana)).session):
        assert await office.who(wrong) is None


async def test_L3_who_signed_in_and_out_is_noted(office: Office) -> None:
    ana = await office.colleague("administrator")
    await office.signs_in(ana.device)
    me = await office.me(ana)
    await office.do(lambda conn: sign_in.sign_out(conn, me, office.now))
    newest = await office.do(lambda conn: audit.page(conn, limit=2))
    assert [(e.what, e.actor, e.organisation) for e in newest] == [
        ("session.ended", ana.account, office.own),
        ("session.began", ana.account, office.own),
    ]


async def test_S4_no_role_opens_nothing(office: Office) -> None:
    ana = await office.colleague("vetter", "reviewer")
    me = await office.me(ana)
    assert may(me, "vetter")
    assert may(me, "administrator", "reviewer")
    assert not may(me, "administrator", "manager")
    assert not may(me)
