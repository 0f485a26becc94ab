"""Whether a caller may do what a row says: the organisation and the object (S4, E7)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sqlalchemy import Connection

from bot.features.interviews import employers
from bot.features.staff.api import Caller
from bot.portal.api.problems import Problem
from bot.portal.api.table import Call

ID = re.compile(r"[A-Za-z0-9_-]{22}", re.ASCII)


def check(conn: Connection, row: Call, caller: Caller, params: Mapping[str, str], now: float) -> None:
    """Organisation and object, asked before the call and again in its transaction. Raises Problem."""
    if not row.always:
        standing = employers.standing(conn, caller.organisation, now)
        if standing is None or not standing.may_act:
            raise Problem("frozen" if standing is not None and standing.state == "frozen" else "not_admitted")
    if row.owner is None:
        return
    # What cannot be an id is asked of no database.
    ours = all(ID.fullmatch(value) for value in params.values())
    if not ours or row.owner(conn, params) != caller.organisation:
        raise Problem("not_found")
