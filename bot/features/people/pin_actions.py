"""What flows may ask about a PIN. What she typed is given back empty: it stays in no session (C10)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.delivery.actions import Action, Outcome, Turning
from bot.features.people import pins
from bot.features.people.pins import Proof
from bot.store.cipher import Cipher
from bot.store.datakeys import DataKeys

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Desk:
    keys: DataKeys
    proof: Proof

    def cipher(self, turning: Turning) -> Cipher:
        return self.keys.for_person(turning.conn, turning.person)


Run = Callable[[_Desk, Turning, Values], Outcome]


def pin_actions(keys: DataKeys, proof: Proof = lambda conn, person, typed: False) -> tuple[Action, ...]:
    """All actions of this part. `proof`: what helps somebody who forgot her PIN."""
    desk = _Desk(keys, proof)
    return tuple(
        Action(f"pin.{name}", frozenset(outcomes.split()), _bound(run, desk))
        for name, outcomes, run in _ACTIONS
    )


def _bound(run: Run, desk: _Desk) -> Callable[[Turning, Values], Outcome]:
    return lambda turning, values: run(desk, turning, values)


def _lock(desk: _Desk, turning: Turning, values: Values) -> Outcome:
    """What stands before what is hers: her PIN, a question, or nothing where she asked for it just now."""
    if pins.is_set(turning.conn, turning.person):
        left = pins.waits(turning.conn, desk.cipher(turning), turning.person, turning.now)
        return _wait(left) if left else Outcome("ask")
    return Outcome("open" if values.get("asked") else "back")


def _check(desk: _Desk, turning: Turning, values: Values) -> Outcome:
    typed = str(values.get("pin") or "")
    tried = pins.try_(turning.conn, desk.cipher(turning), turning.person, typed, turning.now)
    return _wait(tried.wait) if tried.result == "wait" else Outcome(tried.result, {"pin": ""})


def _wait(seconds: int) -> Outcome:
    """`n`: minutes, rounded up."""
    return Outcome("wait", {"pin": "", "n": -(-seconds // 60)})


def _state(desk: _Desk, turning: Turning, values: Values) -> Outcome:
    return Outcome("set" if pins.is_set(turning.conn, turning.person) else "none")


def _first(desk: _Desk, turning: Turning, values: Values) -> Outcome:
    """A new PIN, typed for the first time: `first` is its hash, to compare the second one with."""
    typed = str(values.get("pin") or "")
    if pins.is_easy(typed):
        return Outcome("easy", {"pin": "", "first": ""})
    return Outcome("kept", {"pin": "", "first": pins.hashed(typed)})


def _set(desk: _Desk, turning: Turning, values: Values) -> Outcome:
    typed, first = str(values.get("pin") or ""), str(values.get("first") or "")
    if not pins.matches(first, typed):
        return Outcome("differs", {"pin": "", "first": ""})
    pins.keep(turning.conn, desk.cipher(turning), turning.person, first)
    return Outcome("set", {"pin": "", "first": ""})


def _remove(desk: _Desk, turning: Turning, values: Values) -> Outcome:
    pins.forget(turning.conn, turning.person)
    return Outcome("removed")


def _prove(desk: _Desk, turning: Turning, values: Values) -> Outcome:
    """She forgot it: with other proof the PIN is taken away, and nothing else is lost."""
    if not desk.proof(turning.conn, turning.person, str(values.get("code") or "")):
        return Outcome("unknown", {"code": ""})
    pins.forget(turning.conn, turning.person)
    return Outcome("proved", {"code": ""})


_ACTIONS: tuple[tuple[str, str, Run], ...] = (
    ("lock", "open back ask wait", _lock),
    ("check", "right wrong wait", _check),
    ("state", "none set", _state),
    ("first", "kept easy", _first),
    ("set", "set differs", _set),
    ("remove", "removed", _remove),
    ("prove", "proved unknown", _prove),
)
