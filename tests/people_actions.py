"""The actions about consent as the program joins them, by name."""

from __future__ import annotations

from bot.delivery.actions import Action
from bot.parts import people_part
from bot.store.datakeys import DataKeys


def people(keys: DataKeys) -> dict[str, Action]:
    return {action.name: action for action in people_part(keys, ()).actions}
