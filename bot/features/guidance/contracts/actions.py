"""What flows may call to read a contract with somebody. Nothing is stored; her answers lapse (D5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.delivery.actions import Action, Outcome, Turning
from bot.features.guidance.contracts.model import Points, to_read, weigh
from bot.features.guidance.contracts.wording import DANGEROUS, IN_ORDER, MISSING, SKIPPED, coded

SHUT_IN = "shut_in"


def actions(points: Points, readable: Callable[[str], bool]) -> tuple[Action, ...]:
    """All actions of the contract check. `readable`: may this article be read right now?"""

    def run(turning: Turning, values: Mapping[str, Any]) -> Outcome:
        return _weigh(points, readable, values)

    return (
        Action("contract.shut_in", frozenset({"shut_in", "free"}), _shut_in),
        Action("contract.weigh", frozenset({"weighed"}), run),
    )


def _shut_in(turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """May she not go out? Then she is asked at once whether she is held now."""
    return Outcome("shut_in" if SHUT_IN in (values["freedom"] or ()) else "free")


def _weigh(points: Points, readable: Callable[[str], bool], values: Mapping[str, Any]) -> Outcome:
    """What is in order, what is missing, what is dangerous, and what to read."""
    weighed = weigh(values, points)
    unread = weighed.found == "unread"
    seen = {} if unread else {IN_ORDER: weighed.in_order, SKIPPED: weighed.skipped}
    return Outcome(
        "weighed",
        {
            "found": weighed.found,
            "seen": coded(**seen),
            "missing": coded(**{MISSING: weighed.missing}),
            "dangers": coded(**{DANGEROUS: weighed.dangers}),
            "items": to_read(weighed, points, readable),
        },
    )
