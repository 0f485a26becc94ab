"""What flows may call about the person herself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection

from bot.delivery.actions import Action, Outcome, Turning
from bot.features.people.erasing import erase
from bot.store.datakeys import DataKeys

Forgetter = Callable[[Connection, str], None]


def actions(keys: DataKeys, forgetters: Iterable[Forgetter] = ()) -> tuple[Action, ...]:
    """The actions of this feature.

    `forgetters`: other features that keep something of hers under another name.
    """

    def run(turning: Turning, args: Mapping[str, Any]) -> Outcome:
        erase(turning.conn, keys, turning.person)
        for forget in forgetters:
            forget(turning.conn, turning.person)
        return Outcome("erased", erased=True)

    return (Action("people.erase", frozenset({"erased"}), run),)
