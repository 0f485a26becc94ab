"""What flows may ask of the check of offers. Nothing typed is kept: each action empties what it was given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.delivery.actions import Action, Outcome, Turning
from bot.features.guidance.offers.model import LEVELS, Seen
from bot.features.guidance.offers.recruiters import has_list, look_up
from bot.features.guidance.offers.service import OfferCheck
from bot.features.guidance.offers.words import packed

UNKNOWN = "unknown"
"""The answer "I do not know"."""


def actions(check: OfferCheck) -> tuple[Action, ...]:
    """All actions of the check, bound to it."""

    def weigh(turning: Turning, values: Mapping[str, Any]) -> Outcome:
        """The verdict on answers: by sign yes, no or unknown."""
        ids = check.rules.flags.answered(values)
        level = check.rules.flags.level(ids)
        unknown = sum(answer == UNKNOWN for answer in values.values())
        verdict = packed(level, [Seen(id, "") for id in ids], pasted=False, unknown=unknown)
        return Outcome("weighed", {"verdict": verdict, "level": level, "items": check.articles(ids)})

    def read(turning: Turning, values: Mapping[str, Any]) -> Outcome:
        """The verdict on a pasted message."""
        seen = check.read(str(values["message"]))
        if seen is None:
            return Outcome("short", {"message": ""})
        ids = [one.flag for one in seen]
        level = check.rules.flags.level(ids)
        verdict = packed(level, seen, pasted=True)
        items = check.articles(list(dict.fromkeys(ids)))
        return Outcome("read", {"message": "", "verdict": verdict, "level": level, "items": items})

    return (
        Action("offers.ways", frozenset({"ways"}), _ways),
        Action("offers.weigh", frozenset({"weighed"}), weigh),
        Action("offers.read", frozenset({"read", "short"}), read),
        Action("offers.told", frozenset(LEVELS), _told),
        Action("offers.recruiter", frozenset({"listed", "alike", "unlisted", "no_list"}), _recruiter),
    )


def _ways(turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """The ways to begin; a name can be looked up only where a list was loaded."""
    listed = ["recruiter"] if has_list(turning.conn) else []
    return Outcome("ways", {"ways": ["questions", "paste", *listed]})


def _told(turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """The verdict has been said: what it quoted is forgotten, and its level says how to go on."""
    return Outcome(str(values["level"]), {"verdict": ""})


def _recruiter(turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """What the list says of a name. The typed name is emptied; names of the public list are not hers."""
    answer = look_up(turning.conn, str(values["name"]))
    names = [", ".join(filter(None, (one.name, one.country, one.status))) for one in answer.found]
    return Outcome(answer.kind, {"name": "", "names": names, "as_of": answer.as_of})
