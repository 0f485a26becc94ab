"""The organisation of the key: the one call that is answered in any state."""

from __future__ import annotations

from sqlalchemy import Connection
from starlette.responses import Response

from bot.features.interviews import employers, matching
from bot.hiring import Hiring
from bot.portal.api.ask import Done, Read
from bot.portal.api.models import Organisation, moment
from bot.portal.api.table import Call


async def show(ask: Read) -> Response:
    """How your organisation stands, and what this key may do."""
    caller = ask.caller

    def look(conn: Connection, hiring: Hiring) -> Done:
        standing = employers.standing(conn, caller.organisation, ask.now)
        return Done(
            Organisation(
                id=caller.organisation,
                name=caller.organisation_name,
                state=standing.state if standing else "none",
                may_act=standing is not None and standing.may_act,
                admitted_until=moment(standing.until) if standing and standing.until else None,
                profiles_left=matching.left(conn, caller.account, ask.now),
                scopes=sorted(caller.scopes),
            )
        )

    return await ask.answer(look)


ROWS = (Call("GET", "/organisation", show, None, Organisation, always=True),)
