"""What two members of staff do at one moment."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import Connection

from bot.delivery.retention import sweep
from bot.features.staff import (
    COMMAND_LINE,
    StaffRefused,
    joining,
    keeps,
    links,
    organisations,
    roles,
    sessions,
    sign_in,
    sweeper,
)
from bot.features.staff.accounts import INVITED
from tests.contention import Meeting
from tests.features.staff.authenticator import Authenticator
from tests.features.staff.office import Office


async def test_two_organisations_never_get_one_name(office: Office) -> None:
    """Announcements show the name alone: two of one name could not be told apart."""
    meeting = Meeting()

    def adds(conn: Connection) -> None:
        organisations.add(conn, COMMAND_LINE, "ngo", "Green Bridge", office.now)
        meeting.hold(conn)

    adding = asyncio.create_task(office.do(adds))
    await meeting.locked.wait()
    with pytest.raises(StaffRefused, match="name_taken"):
        await office.organisation("employer", "Green Bridge")
    await adding


async def test_an_account_that_is_taken_up_in_the_last_moment_is_not_swept_away(office: Office) -> None:
    """A link of the seventh day is good for ten minutes more, and the sweep comes within them."""
    account, staff = await office.invited("vetter"), office.staff
    office.clock.forward(INVITED - links.GOOD_FOR / 2)
    link, device, meeting = await office.link(account), Authenticator(staff.site.origin), Meeting()
    office.clock.forward(links.GOOD_FOR - 1)
    asked = await office.do(lambda conn: joining.options(conn, staff, link, office.now))
    answer = device.create(asked.options)

    def joins(conn: Connection) -> str:
        token = joining.with_passkey(conn, staff, link, asked.id, answer, "My phone", office.now)
        meeting.hold(conn)
        return token

    joining_ = asyncio.create_task(office.do(joins))
    await meeting.locked.wait()
    await office.do(lambda conn: sweep(conn, staff.keys.data, office.now, (sweeper(staff),), (keeps(),)))
    me = await office.who(await joining_)
    assert me is not None and me.account == account


async def test_I6_of_two_links_that_are_made_at_one_moment_one_works(office: Office) -> None:
    account, staff, meeting = await office.invited("vetter"), office.staff, Meeting()

    def makes(conn: Connection) -> str:
        token = links.make(conn, staff, account, "join", office.now)
        meeting.hold(conn)
        return token

    making = asyncio.create_task(office.do(makes))
    await meeting.locked.wait()
    second = await office.do(lambda conn: links.make(conn, staff, account, "join", office.now))
    meeting.passed()
    first = await making

    def good_for(conn: Connection) -> list[str | None]:
        return [links.peek(conn, staff, token, "join", office.now) for token in (first, second)]

    assert await office.do(good_for) == [None, account]


async def test_S3_who_signs_in_while_her_account_is_disabled_has_no_session_left(office: Office) -> None:
    """Else the session would hold again with the account."""
    ana = await office.colleague("vetter")
    staff, meeting = office.staff, Meeting()
    asked = await office.do(lambda conn: sign_in.options(conn, staff, office.now))
    answer = ana.device.get(asked.options)

    def signs_in(conn: Connection) -> None:
        assert isinstance(sign_in.by_passkey(conn, staff, asked.id, answer, office.now), str)
        meeting.hold(conn)

    def disables(conn: Connection) -> None:
        roles.disable(conn, COMMAND_LINE, ana.account, office.now)

    signing = asyncio.create_task(office.do(signs_in))
    await meeting.locked.wait()
    await office.do(disables)
    await signing
    assert await office.do(lambda conn: sessions.listed(conn, ana.account, office.now)) == []
