"""What programs of an employer use instead of a browser: keys with scopes, and answers that can be repeated.

key = keys.create(conn, staff, me, name="Payroll", scopes=("slots:read",), days=90, now=now)  # shown once
caller = keys.caller(conn, staff, token, now)           # on every call; None: no such key, or it ended
claimed = answers.claim(conn, staff, caller, call, now)  # M11, in the transaction of the effect
"""

from bot.features.staff.api import answers, keys
from bot.features.staff.api.answers import Answer, Call, Claimed, Repeated
from bot.features.staff.api.keys import LONGEST_DAYS, SCOPES, Caller, Made, Shown

__all__ = [
    "LONGEST_DAYS",
    "SCOPES",
    "Answer",
    "Call",
    "Caller",
    "Claimed",
    "Made",
    "Repeated",
    "Shown",
    "answers",
    "keys",
]
