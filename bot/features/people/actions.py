"""What flows may call about the person herself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection

from bot.delivery.actions import Action, Outcome, Turning
from bot.features.people.consents import note
from bot.features.people.erasing import erase
from bot.store.datakeys import DataKeys

Forgetter = Callable[[Connection, str], None]


def actions(
    keys: DataKeys, forgetters: Iterable[Forgetter] = (), kept: Mapping[str, Forgetter] | None = None
) -> tuple[Action, ...]:
    """The actions of this feature.

    `forgetters`: other features that keep something of hers under another name, or have to tell somebody that
    she will not come (C6); they run while she can still be found. `kept`: by kind of consent,
    what erases that which rests on it, in the moment in which she says no (C4).
    """
    resting, forgetters = kept or {}, tuple(forgetters)

    def run(turning: Turning, args: Mapping[str, Any]) -> Outcome:
        for forget in forgetters:
            forget(turning.conn, turning.person)
        erase(turning.conn, keys, turning.person)
        return Outcome("erased", erased=True)

    def answer(yes: bool) -> Callable[[Turning, Mapping[str, Any]], Outcome]:
        def answered(turning: Turning, args: Mapping[str, Any]) -> Outcome:
            kind, who = str(args["kind"]), turning.person
            version = int(args["version"])
            note(turning.conn, who, kind, yes=yes, version=version, lang=turning.lang, now=turning.now)
            if not yes and kind in resting:
                resting[kind](turning.conn, who)
            return Outcome("given" if yes else "refused")

        return answered

    return (
        Action("people.erase", frozenset({"erased"}), run),
        Action("people.allow", frozenset({"given"}), answer(True)),
        Action("people.refuse", frozenset({"refused"}), answer(False)),
    )
