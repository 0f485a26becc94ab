"""What ends between the door and what was asked for behind it (S3)."""

from __future__ import annotations

import asyncio

from sqlalchemy import Connection, select

from bot.features.staff import roles, sessions
from bot.features.staff.tables import accounts
from tests.contention import Meeting
from tests.portal.world import World, hold, send


async def test_S3_of_two_administrators_who_disable_each_other_one_is_left(either_world: World) -> None:
    """The second had passed the door before her session ended: she is asked to sign in, and does nothing."""
    world, meeting = either_world, Meeting()
    first = world.people["administrator"]
    second = await world.store.write(lambda conn: world.account(conn, world.operator, "administrator"))
    tokens = [await world.session(first), await world.session(second)]
    me = await world.store.read(lambda conn: sessions.signed_in(conn, world.staff, tokens[0], world.now))
    assert me is not None

    def disables(conn: Connection) -> None:
        roles.disable(conn, me, second, world.now)
        meeting.hold(conn)

    async with world.browser() as browser:
        hold(browser, tokens[1])
        disabling = asyncio.create_task(world.store.write(disables))
        await meeting.locked.wait()
        answer = await send(browser, f"/people/{first}/disable")
        await disabling
        assert answer.status_code == 401
        assert f'value="/people/{first}/disable"' in answer.text, "what she asked for waits for her"
        visitor = browser.cookies.get("rafiq-visitor")
    left = await world.store.read(
        lambda conn: list(conn.scalars(select(accounts.c.id).where(accounts.c.disabled.is_not(None))))
    )
    assert left == [second]
    assert visitor, "the form to sign in is hers"
