"""The table of all calls: which scope each needs, and whose the object is (S4). There are no others."""

from __future__ import annotations

from bot.portal.api.resources import bookings, candidates, organisation, slots, vacancies
from bot.portal.api.table import Call

CALLS: tuple[Call, ...] = (
    *organisation.ROWS,
    *vacancies.ROWS,
    *slots.ROWS,
    *bookings.ROWS,
    *candidates.ROWS,
)
