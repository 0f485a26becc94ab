"""What two members of staff do at one moment."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import Connection

from bot.features.staff import COMMAND_LINE, StaffRefused, organisations
from tests.contention import Meeting
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
