"""Invitations, changes of her interview by others, its result: told when she asks to see them (B9, C11)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.delivery import reminders
from bot.delivery.actions import Turning
from bot.features.interviews import matching, results, slots

Teller = Callable[[Turning, reminders.Reminder], Mapping[str, Any] | None]
KIND = "interview_news"
INVITED = "interview_invitation"


def _news(turning: Turning, reminder: reminders.Reminder) -> dict[str, Any] | None:
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


def _result(turning: Turning, reminder: reminders.Reminder) -> dict[str, Any] | None:
    """`booking` and `code` of an interview's result, as the employer has recorded it by now."""
    found = slots.find_booking(turning.conn, str(reminder.values["booking"]))
    if found is None or found.person != turning.person:
        return None
    known = results.standing(turning.conn, [found.id]).get(found.id)
    return None if known is None or known.code is None else {"booking": found.id, "code": known.code}


def _invitation(turning: Turning, reminder: reminders.Reminder) -> dict[str, Any] | None:
    """Nothing more to say than that it is there: what it is about stands among her invitations.

    None once it is answered, withdrawn or lapsed, and where she takes no part in matching any more (C4).
    """
    mine = matching.of_person(turning.conn, turning.person, turning.now)
    wanted = str(reminder.values["invitation"])
    return {} if any(one.id == wanted and one.state == "invited" for one in mine) else None


tellers: Mapping[str, Teller] = {KIND: _news, results.KIND: _result, INVITED: _invitation}
"""By the kind of reminder, for the flow `reminder`."""
