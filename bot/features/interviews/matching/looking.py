"""Whether she still looks, asked every 90 days; without an answer in 30 more she is shown to nobody."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import Connection

from bot.delivery import reminders
from bot.features.interviews.matching import keeping
from bot.features.skills import Profile, Saved
from bot.store.datakeys import DataKeys

REMINDER = "still_looking"
"""The kind of reminder; the flow `reminder` asks it."""
Said = Literal["yes", "no", "pause"]
"""yes: shown to employers, asked again. no: shown to nobody, asked no more. pause: to nobody, asked again."""


def keeper(keys: DataKeys) -> Saved:
    """What keeps the codes of a profile, and asks for the first time ASKED_EVERY after they were made."""

    def saved(conn: Connection, person: str, profile: Profile, now: float) -> None:
        if keeping.keep_codes(conn, person, profile, now):
            _ask_again(conn, keys, person, now)

    return saved


def answer(conn: Connection, keys: DataKeys, person: str, now: float, said: Said) -> bool:
    """She still looks, or does not, or does not for now. False: she has no codes."""
    if not keeping.still_looking(conn, person, yes=said == "yes", now=now):
        return False
    if said == "no":
        stop_asking(conn, keys, person)
    else:
        _ask_again(conn, keys, person, now)
    return True


def stop_asking(conn: Connection, keys: DataKeys, person: str) -> None:
    """Nothing is asked any more, of somebody who does not look."""
    reminders.put(conn, keys.for_person(conn, person), person, REMINDER, [])


def _ask_again(conn: Connection, keys: DataKeys, person: str, now: float) -> None:
    due = now + keeping.ASKED_EVERY
    reminders.put(conn, keys.for_person(conn, person), person, REMINDER, [(due, {})])
