"""The words of opening times: what is asked, and what is wrong with an answer."""

from __future__ import annotations

from bot.conversation.messages import Text
from bot.conversation.texts import T

SERIES: dict[str, Text] = {
    "once": T("portal.times", "Only once"),
    "daily": T("portal.times", "Every day"),
    "weekdays": T("portal.times", "Monday to Friday"),
    "weekly": T("portal.times", "Every week"),
}
PROBLEMS: dict[str, tuple[str, Text]] = {
    "length": ("minutes", T("portal.times", "An interview lasts 5 minutes to 4 hours.")),
    "buffer": ("buffer", T("portal.times", "The break is at most 2 hours.")),
    "capacity": ("capacity", T("portal.times", "Between 1 and 50 people fit into one time.")),
    "grid": ("time", T("portal.times", "Please begin at a full five minutes, such as 10:05.")),
    "zone": ("place", T("portal.times", "This time zone is not known any more. Please type the city again.")),
    "no_link": ("link", T("portal.times", "Please give the address of your video call.")),
    "not_a_link": ("link", T("portal.times", "This is no web address. Copy it again from your video call.")),
    "not_https": ("link", T("portal.times", "The address has to begin with https://")),
    "other_host": (
        "link",
        T("portal.times", "Only these video services are allowed, to protect candidates: {hosts}"),
    ),
    "too_many": (
        "until",
        T("portal.times", "That is more than 200 times. Please choose an earlier last day."),
    ),
    "nothing": ("until", T("portal.times", "No time is left in this series. Please check the last day.")),
    "frozen": ("", T("portal.times", "Staff are looking at a report. Until they decide, no times can open.")),
    "series": ("", T("portal.times", "This form was used by somebody else. Please begin a new one.")),
}
"""By the code of a slots.Problem: the field beside which it is said."""
TIMED: dict[str, Text] = {
    "no_such_hour": T(
        "portal.times",
        "{wall} does not exist in this place: the clocks are put forward. Times that exist: {choices}",
    ),
    "twice": T("portal.times", "{wall} comes twice that day: the clocks are put back. Which one is meant?"),
    "past": T("portal.times", "{wall} is over already."),
    "too_far": T("portal.times", "{wall} is more than 180 days away."),
    "night": T("portal.times", "{wall} is not in the daytime: interviews are between 7:00 and 21:00 there."),
}
"""The same, of one time of the series."""
WHICH = T("portal.times", "Which {wall}?")
LEAVE_OUT = T("portal.times", "Leave these times out")
NO_DAY = T("portal.times", "Please write a day, such as 2026-11-23.")
NO_TIME = T("portal.times", "Please write a time, such as 10:00.")
NO_ZONE = T("portal.times", "We did not find this city. Please add the country, such as Munich, Germany.")
CHOOSE_ZONE = T("portal.times", "There are several. Please choose one.")
NO_UNTIL = T("portal.times", "A series needs a last day.")
