"""Changes that others made to her interview, told when she asks to see them (C10, C11, B9)."""

from __future__ import annotations

from typing import Any

from bot.delivery import reminders
from bot.delivery.actions import Turning
from bot.features.interviews import slots

KIND = "interview_news"


def teller(turning: Turning, reminder: reminders.Reminder) -> dict[str, Any] | None:
    """A `Teller` of bot.features.reminders: `booking` and `what` of the interview as it stands now.

    Read again in the moment of telling: an interview that was moved or called off since is told as that,
    and never as it was. None once it is gone.
    """
    found = slots.find_booking(turning.conn, str(reminder.values["booking"]))
    what = str(reminder.values["what"])
    while found is not None and found.state == "moved" and found.moved_to:
        found, what = slots.find_booking(turning.conn, found.moved_to), "moved"
    if found is None or found.person != turning.person:
        return None
    if found.state == "cancelled":
        what = "cancelled"
    elif found.slot.state == "frozen":
        what = "frozen"
    elif what == "frozen":
        what = "unfrozen"
    return {"booking": found.id, "what": what}
