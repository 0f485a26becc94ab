"""What flows may ask about matching. Each runs on the turn's connection and declares its outcomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.delivery.actions import Action, Outcome, Turning
from bot.features.interviews.matching import keeping, looking
from bot.features.people import given
from bot.store.datakeys import DataKeys

Run = Callable[[DataKeys, Turning, Mapping[str, Any]], Outcome]


def actions(keys: DataKeys) -> tuple[Action, ...]:
    """All actions of this feature. The consent itself is `people.allow` and `people.refuse`."""
    return tuple(
        Action(name, frozenset(outcomes.split()), _bound(run, keys)) for name, outcomes, run in _ACTIONS
    )


def _bound(run: Run, keys: DataKeys) -> Callable[[Turning, Mapping[str, Any]], Outcome]:
    return lambda turning, values: run(keys, turning, values)


def _state(keys: DataKeys, turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """Does she take part? `none`: there is no profile that could be compared."""
    if not given(turning.conn, turning.person, "profile"):
        return Outcome("none")
    if not given(turning.conn, turning.person, keeping.KIND):
        return Outcome("off")
    return Outcome("paused" if keeping.paused(turning.conn, turning.person, turning.now) else "on")


def _looking(keys: DataKeys, turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """`answer`: yes, no or pause, to "are you still looking for work?"."""
    answers: dict[str, looking.Said] = {"yes": "yes", "pause": "pause"}
    said = answers.get(str(values["answer"]), "no")
    kept = looking.answer(turning.conn, keys, turning.person, turning.now, said)
    return Outcome("kept" if kept else "none")


def _child(keys: DataKeys, turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """Somebody with this phone is under 18: no employer is shown her codes (C9).

    Nothing is erased: a phone may be shared, and nobody loses a profile for what a child answers (C10).
    """
    looking.answer(turning.conn, keys, turning.person, turning.now, "no")
    return Outcome("kept")


_ACTIONS: tuple[tuple[str, str, Run], ...] = (
    ("matching.state", "none off on paused", _state),
    ("matching.looking", "kept none", _looking),
    ("matching.child", "kept", _child),
)
