"""What flows may call about the person herself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.delivery.actions import Action, Outcome, Turning
from bot.features.people.erasing import erase
from bot.store.datakeys import DataKeys


def actions(keys: DataKeys | None) -> tuple[Action, ...]:
    """The actions of this feature. Without keys (a rehearsal) there is nothing stored to erase."""

    def run(turning: Turning, args: Mapping[str, Any]) -> Outcome:
        if keys is not None:
            erase(turning.conn, keys, turning.person)
        return Outcome("erased", erased=True)

    return (Action("people.erase", frozenset({"erased"}), run),)
