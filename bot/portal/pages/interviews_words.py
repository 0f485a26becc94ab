"""The words of interviews: needs, ways, reasons, outcomes and results."""

from __future__ import annotations

from bot.conversation.messages import Text
from bot.conversation.texts import T

STATES: dict[str, Text] = {
    "held": T("portal.interviews", "Being chosen"),
    "booked": T("portal.interviews", "Booked"),
    "done": T("portal.interviews", "Over"),
    "cancelled": T("portal.interviews", "Cancelled"),
    "moved": T("portal.interviews", "Moved"),
}
OUTCOMES: dict[str, Text] = {
    "took_place": T("portal.interviews", "It took place"),
    "not_shown": T("portal.interviews", "The candidate did not come"),
}
WAYS: dict[str, Text] = {
    "audio": T("portal.interviews", "by voice call"),
    "phone": T("portal.interviews", "by the phone of the NGO"),
    "chat": T("portal.interviews", "in writing"),
}
REASONS: dict[str, Text] = {
    "cannot_come": T("portal.interviews", "The candidate cannot come"),
    "not_interested": T("portal.interviews", "The candidate is not interested any more"),
    "other_job": T("portal.interviews", "The candidate has found other work"),
    "unsafe": T("portal.interviews", "It does not feel safe"),
    "host_cannot_come": T("portal.interviews", "The host cannot come"),
    "place_filled": T("portal.interviews", "The place is filled"),
    "asked_by_candidate": T("portal.interviews", "The candidate asked for it"),
    "asked_by_employer": T("portal.interviews", "The employer asked for it"),
    "zone_changed": T("portal.interviews", "The rules of the time zone changed"),
    "erased": T("portal.interviews", "The candidate has left"),
    "other": T("portal.interviews", "Another reason"),
}
RESULTS: dict[str, Text] = {
    "offer": T("portal.interviews", "We offer the work"),
    "next_step": T("portal.interviews", "There is a next step"),
    "not_this_time": T("portal.interviews", "Not this time"),
}
REFUSED: dict[str, Text] = {
    "no_time": T("portal.interviews", "Please choose a time."),
    "taken": T("portal.interviews", "This time is taken meanwhile. Please choose another one."),
    "overlaps": T(
        "portal.interviews", "The candidate has another interview then. Please choose another time."
    ),
    "frozen": T("portal.times", "Staff are looking at a report. Until they decide, this cannot be changed."),
    "too_early": T("portal.interviews", "The interview has not begun. Please come back afterwards."),
    "too_many": T("portal.interviews", "The candidate is choosing other times just now. Please try later."),
    "no_longer_valid": T(
        "portal.interviews", "This is no longer valid: the interview was changed or is over."
    ),
}
"""Why something was not done, by its outcome."""
