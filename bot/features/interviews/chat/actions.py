"""What flows may call about jobs and interviews. Each runs on the turn's connection, so that a press, what it
changes and what is said of it stand or fall together (M4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.delivery.actions import Action, Outcome, Turning
from bot.features.interviews.chat import changing, mine, numbers, openings, reporting, times
from bot.features.interviews.chat.ports import Chat

Run = Callable[[Chat, Turning, Mapping[str, Any]], Outcome]


def actions(chat: Chat) -> tuple[Action, ...]:
    """All actions of this part."""
    return tuple(
        Action(f"work.{name}", frozenset(outcomes.split()), _bound(run, chat))
        for name, outcomes, run in _ACTIONS
    )


def _bound(run: Run, chat: Chat) -> Callable[[Turning, Mapping[str, Any]], Outcome]:
    return lambda turning, values: run(chat, turning, values)


_ACTIONS: tuple[tuple[str, str, Run], ...] = (
    ("begin", "menu mine nothing", mine.begin),
    ("openings", "some none", openings.list_),
    ("opening", "shown gone", openings.open_),
    ("answer", "ask times booked refuse told human list gone", openings.answer),
    ("accept", "accepted", openings.accept),
    ("zone", "known unknown", times.zone),
    ("find_zone", "some none", times.find_zone),
    ("keep_zone", "kept", times.keep_zone),
    ("times", "some none", times.times),
    ("take", "held moved refused", times.take),
    ("extend", "held refused", times.extend),
    ("book", "booked refused", times.book),
    ("mine", "some none", mine.list_),
    ("interview", "there gone", mine.open_),
    ("act", "told file move cancel needs prepare times again back gone", mine.act),
    ("cancel", "called_off told", changing.cancel),
    ("explain", "told", changing.explain),
    ("again", "done refused", changing.again),
    ("back", "done refused", changing.back),
    ("wish", "told", changing.wish),
    ("met", "some none", reporting.met),
    ("report_kinds", "kinds", reporting.kinds),
    ("report", "told", reporting.report),
    ("money", "told", reporting.money),
    ("numbers", "some none", numbers.list_),
)
