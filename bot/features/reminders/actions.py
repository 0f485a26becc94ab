"""What flows may ask about reminders. Each runs on the turn's connection and declares its outcomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.delivery import reminders
from bot.delivery.actions import Action, Outcome, Turning
from bot.store.datakeys import DataKeys

KINDS = ("family", "orientation", "still_looking")
"""What a reminder can be about; the flow `reminder` says each in its own words."""
AT = time(12, tzinfo=UTC)
"""The hour at which people are reminded: day in every place from Mexico to Bangladesh."""
FARTHEST = timedelta(days=730)

Run = Callable[[DataKeys, Turning, Mapping[str, Any]], Outcome]


def actions(keys: DataKeys) -> tuple[Action, ...]:
    """All actions of this feature."""
    return tuple(
        Action(name, frozenset(outcomes.split()), _bound(run, keys)) for name, outcomes, run in _ACTIONS
    )


def _bound(run: Run, keys: DataKeys) -> Callable[[Turning, Mapping[str, Any]], Outcome]:
    return lambda turning, values: run(keys, turning, values)


def _set(keys: DataKeys, turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """Remind her some days before a day, instead of any reminder of this kind.

    `day`: ISO 8601. `before`: numbers of days, such as "7 1".
    """
    kind, day = str(values["kind"]), date.fromisoformat(str(values["day"]))
    if kind not in KINDS:
        raise ValueError(f"no kind of reminder: {kind}")
    days = [day - timedelta(days=int(number)) for number in str(values["before"]).split()]
    dues = [datetime.combine(one, AT).timestamp() for one in days]
    latest = turning.now + FARTHEST.total_seconds()
    coming = sorted(due for due in dues if turning.now < due <= latest)
    if not coming:
        return Outcome("past")
    cipher = keys.for_person(turning.conn, turning.person)
    reminders.put(turning.conn, cipher, turning.person, kind, [(due, {"day": str(day)}) for due in coming])
    return Outcome("set", {"reminded": _day(coming[0])})


def _open(keys: DataKeys, turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """Is this reminder still there? What it is about is not said yet (C10)."""
    return Outcome("there" if _one(keys, turning, values) else "gone")


def _see(keys: DataKeys, turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """What it is about, now that she asked to see it."""
    found = _one(keys, turning, values)
    return Outcome(found.kind, dict(found.values)) if found else Outcome("gone")


def _next(keys: DataKeys, turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """The day of the next reminder, if any is to come."""
    coming = [one for one in _all(keys, turning) if not one.told]
    return Outcome("some", {"reminded": _day(coming[0].due)}) if coming else Outcome("none")


def _stop(keys: DataKeys, turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """Take all of them back."""
    reminders.drop(turning.conn, turning.person, [one.id for one in _all(keys, turning)])
    return Outcome("stopped")


def _all(keys: DataKeys, turning: Turning) -> list[reminders.Reminder]:
    cipher = keys.for_person(turning.conn, turning.person)
    return reminders.of(turning.conn, cipher, turning.person)


def _one(keys: DataKeys, turning: Turning, values: Mapping[str, Any]) -> reminders.Reminder | None:
    wanted = str(values["reminder"])
    return next((one for one in _all(keys, turning) if one.id == wanted), None)


def _day(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


_ACTIONS: tuple[tuple[str, str, Run], ...] = (
    ("reminders.set", "set past", _set),
    ("reminders.open", "there gone", _open),
    ("reminders.see", " ".join((*KINDS, "gone")), _see),
    ("reminders.next", "some none", _next),
    ("reminders.stop", "stopped", _stop),
)
