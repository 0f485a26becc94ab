"""What flows may call about the person herself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection

from bot.delivery.actions import Action, Outcome, Turning
from bot.delivery.persons import close
from bot.features.people.consents import note
from bot.features.people.erasing import erase
from bot.store.datakeys import DataKeys

Forgetter = Callable[[Connection, str], None]
Beginner = Callable[[Connection, str, float], None]


def actions(
    keys: DataKeys,
    forgetters: Iterable[Forgetter] = (),
    kept: Mapping[str, Forgetter] | None = None,
    begun: Mapping[str, Beginner] | None = None,
    leavers: Iterable[Beginner] = (),
) -> tuple[Action, ...]:
    """The actions of this feature.

    `forgetters`: other features that keep something of hers under another name. `kept`: by kind of consent,
    what erases that which rests on it, in the moment in which she says no (C4). `begun`: by kind, what
    begins with her yes. `leavers`: what tells others that she will not come (C6). Forgetters and leavers run
    while she can still be found.

    A no takes back what rests on it as well: without a profile there is no matching, without matching
    nothing is shown to an employer.
    """
    resting, beginning = kept or {}, begun or {}
    leavers, forgetters = tuple(leavers), tuple(forgetters)

    def run(turning: Turning, args: Mapping[str, Any]) -> Outcome:
        for leave in leavers:
            leave(turning.conn, turning.person, turning.now)
        close(turning.conn, turning.person)
        for forget in forgetters:
            forget(turning.conn, turning.person)
        erase(turning.conn, keys, turning.person)
        return Outcome("erased", erased=True)

    def answer(yes: bool) -> Callable[[Turning, Mapping[str, Any]], Outcome]:
        def answered(turning: Turning, args: Mapping[str, Any]) -> Outcome:
            kind, who = str(args["kind"]), turning.person
            version = int(args["version"])
            about, conn = str(args.get("about") or ""), turning.conn
            back = note(
                conn, who, kind, yes=yes, version=version, lang=turning.lang, now=turning.now, about=about
            )
            for fallen in back:
                resting.get(fallen, _nothing)(conn, who)
            if yes and kind in beginning:
                beginning[kind](conn, who, turning.now)
            return Outcome("given" if yes else "refused")

        return answered

    return (
        Action("people.erase", frozenset({"erased"}), run),
        Action("people.allow", frozenset({"given"}), answer(True)),
        Action("people.refuse", frozenset({"refused"}), answer(False)),
    )


def _nothing(conn: Connection, person: str) -> None:
    """Nothing is kept with this consent alone."""
