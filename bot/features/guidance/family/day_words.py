"""What is said of the last day: when it is, what holds after it, and from when somebody may ask."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.conversation.messages import Text
from bot.conversation.texts import TN, T

DAYS: Mapping[str, Text] = {
    "unknown": T(
        "family.day",
        "I know of no last day here. Do not wait all the same: many countries changed their rules in 2025 "
        "and 2026.",
    ),
    "closed": T(
        "family.day",
        "There is no last day to count here now. Keep your papers together and look here again: rules "
        "changed often in 2025 and 2026.",
    ),
    "warn": T(
        "family.day",
        "There may be a last day. In many EU countries the easier rules end three months after the decision, "
        "elsewhere after six or twelve months. Note the date on your letter, and ask an adviser that day.",
    ),
    "birthday": T(
        "family.day",
        "In most EU countries there is no last day while you are under 18 (a court said so in 2024). After "
        "your 18th birthday there may be only three months from the decision. Ask a lawyer before your "
        "birthday, and do not give up after it.",
    ),
}
"""What is said of the last day where nothing can be counted."""

DO_NOT_WAIT = T("family.day", "Do not wait for the last day.")
NOTE_DAY = T("family.day", "Find that day on your letter and note it.")
SOON = T("family.day", "That is soon: ask an adviser today.")
FROM_LETTER = T("family.day", "Time runs from the day of the decision, which stands on the letter.")
FROM_ARRIVAL = T("family.day", "Time runs from the day you arrived.")
FROM_VISA = T("family.day", "Time runs from the day your visa was granted.")
FROM: Mapping[str, Text] = {"decision": FROM_LETTER, "arrival": FROM_ARRIVAL, "visa": FROM_VISA}


def due(day: date) -> Text:
    return T(
        "family.day",
        "Your last day for the easier rules may be {day:day}. I counted from the day you wrote: ask an "
        "adviser if time runs from another day.",
        day=day,
    )


def before_weekend(day: date) -> Text:
    return T("family.day", "Offices may be closed on that day, so do it by {day:day} at the latest.", day=day)


def over(late: str, day: date) -> Text:
    if late == "proof":
        return T(
            "family.day",
            "The time for the easier rules may have ended on {day:day}. You may still ask, but the country "
            "may now want proof of income, housing and insurance. If you had a good reason to be late, tell "
            "an adviser: an EU court ruling of 2018 may help.",
            day=day,
        )
    return T(
        "family.day",
        "The time for this way may have ended on {day:day}. Ask a free adviser all the same: there may be an "
        "exception or another way.",
        day=day,
    )


def later(day: date) -> Text:
    return T(
        "family.day",
        "You may be able to ask from {day:day} on. I counted from the day you wrote, and rules can change "
        "before then. Note this day, and ask an adviser some months before.",
        day=day,
    )


def ripe(day: date) -> Text:
    return T(
        "family.day",
        "The waiting time may have ended on {day:day}, so you may be able to ask now. Ask a free adviser "
        "this week: there may be a last day, too.",
        day=day,
    )


def lasts(months: int) -> Text:
    """How long the easier rules last, in whole years where it is so."""
    if months % 12 == 0:
        return TN(
            "family.day",
            "The time limit is {n} year.",
            "The time limit is {n} years.",
            months // 12,
        )
    return TN(
        "family.day",
        "The time limit is {n} month.",
        "The time limit is {n} months.",
        months,
    )


def waits(months: int) -> Text:
    return TN(
        "family.day",
        "The waiting time is {n} year.",
        "The waiting time is {n} years.",
        months // 12,
    )
