"""What a key may do: one code for each, given one by one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from bot.conversation.messages import Text
from bot.conversation.texts import T

Scope = Literal[
    "vacancies:read",
    "vacancies:write",
    "slots:read",
    "slots:write",
    "bookings:read",
    "bookings:write",
    "candidates:read",
    "invitations:write",
    "results:write",
]

NAMES: Mapping[Scope, Text] = {
    "vacancies:read": T("staff.key", "Read job adverts"),
    "vacancies:write": T("staff.key", "Write job adverts and hand them in"),
    "slots:read": T("staff.key", "Read times for interviews"),
    "slots:write": T("staff.key", "Open and close times for interviews"),
    "bookings:read": T("staff.key", "Read interviews"),
    "bookings:write": T("staff.key", "Move and cancel interviews"),
    "candidates:read": T("staff.key", "See candidates, and open their profiles"),
    "invitations:write": T("staff.key", "Invite candidates"),
    "results:write": T("staff.key", "Give the answer after an interview"),
}
"""As the page of keys names them."""
