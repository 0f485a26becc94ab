"""What flows may ask about reminders. Each runs on the turn's connection and declares its outcomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.delivery import reminders
from bot.delivery.actions import Action, Outcome, Turning
from bot.store.datakeys import DataKeys

ASKED_FOR = ("family", "orientation")
"""What she can ask to be reminded of."""
QUESTIONS = ("still_looking",)
"""What she is asked by itself, because of something that she allowed."""
KINDS = (*ASKED_FOR, *QUESTIONS)
"""What a reminder can be about; the flow `reminder_seen` says each in its own words."""
AT = time(12, tzinfo=UTC)
"""The hour at which people are reminded: day in every place from Mexico to Bangladesh."""
FARTHEST = timedelta(days=730)

Teller = Callable[[Turning, reminders.Reminder], Mapping[str, Any] | None]
"""Another feature's reminder, read again in the moment of telling: the values that the flow `reminder` says
of it, or None where it is true no more (B9)."""


@dataclass(frozen=True, slots=True)
class _Desk:
    keys: DataKeys
    tellers: Mapping[str, Teller]


Run = Callable[[_Desk, Turning, Mapping[str, Any]], Outcome]


def actions(keys: DataKeys, tellers: Mapping[str, Teller] | None = None) -> tuple[Action, ...]:
    """All actions of this feature.

    `tellers`: by kind, for reminders that other features make. Each kind is an outcome of `reminders.see`.
    """
    desk = _Desk(keys, tellers or {})
    return tuple(
        Action(
            name, frozenset((*outcomes.split(), *(desk.tellers if run is _see else ()))), _bound(run, desk)
        )
        for name, outcomes, run in _ACTIONS
    )


def _bound(run: Run, desk: _Desk) -> Callable[[Turning, Mapping[str, Any]], Outcome]:
    return lambda turning, values: run(desk, turning, values)


def _set(desk: _Desk, turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """Remind her some days before a day, instead of any reminder of this kind.

    `day`: ISO 8601. `before`: numbers of days, such as "7 1".
    """
    kind, day = str(values["kind"]), date.fromisoformat(str(values["day"]))
    if kind not in ASKED_FOR:
        raise ValueError(f"no kind of reminder: {kind}")
    days = [day - timedelta(days=int(number)) for number in str(values["before"]).split()]
    dues = [datetime.combine(one, AT).timestamp() for one in days]
    latest = turning.now + FARTHEST.total_seconds()
    coming = sorted(due for due in dues if turning.now < due <= latest)
    if not coming:
        return Outcome("past")
    cipher = desk.keys.for_person(turning.conn, turning.person)
    reminders.put(turning.conn, cipher, turning.person, kind, [(due, {"day": str(day)}) for due in coming])
    return Outcome("set", {"reminded": _day(coming[0])})


def _open(desk: _Desk, turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """Is this reminder still there? What it is about is not said yet (C10).

    `there`: she asked for it; `question`: she is asked something; `news`: somebody did something.
    """
    found = _one(desk, turning, values)
    if found is None:
        return Outcome("gone")
    if found[0] in QUESTIONS:
        return Outcome("question")
    return Outcome("there" if found[0] in ASKED_FOR else "news")


def _see(desk: _Desk, turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """What it is about, now that she asked to see it."""
    found = _one(desk, turning, values)
    return Outcome(*found) if found else Outcome("gone")


def _next(desk: _Desk, turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """The day of the next reminder that she asked for, if any is to come."""
    coming = [one for one in _all(desk, turning) if one.kind in ASKED_FOR and not one.told]
    return Outcome("some", {"reminded": _day(coming[0].due)}) if coming else Outcome("none")


def _stop(desk: _Desk, turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """Take all of them back; what she has to know of an interview that she booked still comes (B10)."""
    asked = [one for one in _all(desk, turning) if one.kind in KINDS]
    reminders.drop(turning.conn, turning.person, [one.id for one in asked])
    others = [one for one in _all(desk, turning) if not one.told]
    return Outcome("but_news" if others else "stopped")


def _all(desk: _Desk, turning: Turning) -> list[reminders.Reminder]:
    cipher = desk.keys.for_person(turning.conn, turning.person)
    return reminders.of(turning.conn, cipher, turning.person)


def _one(desk: _Desk, turning: Turning, values: Mapping[str, Any]) -> tuple[str, dict[str, Any]] | None:
    """The kind of a reminder and what to say of it, if it is still there and still true."""
    wanted = str(values["reminder"])
    found = next((one for one in _all(desk, turning) if one.id == wanted), None)
    if found is None or found.kind in KINDS:
        return (found.kind, dict(found.values)) if found else None
    teller = desk.tellers.get(found.kind)
    told = teller(turning, found) if teller else None
    return None if told is None else (found.kind, dict(told))


def _day(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


_ACTIONS: tuple[tuple[str, str, Run], ...] = (
    ("reminders.set", "set past", _set),
    ("reminders.open", "there question news gone", _open),
    ("reminders.see", " ".join((*KINDS, "gone")), _see),
    ("reminders.next", "some none", _next),
    ("reminders.stop", "stopped but_news", _stop),
)
