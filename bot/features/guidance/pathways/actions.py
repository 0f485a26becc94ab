"""What the finder's flow may ask. Nothing is stored: her answers come in with every call, and lapse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.delivery.actions import Action, Outcome, Turning
from bot.features.guidance.pathways.model import ASKED, CHILD
from bot.features.guidance.pathways.service import PAGE, Finder


def actions(finder: Finder) -> tuple[Action, ...]:
    """All actions of the finder, bound to its rules."""

    def begin(turning: Turning, values: Mapping[str, Any]) -> Outcome:
        """Forget what was answered before, so that a question that is skipped this time stays open."""
        return Outcome("begun", dict.fromkeys(ASKED))

    def find(turning: Turning, values: Mapping[str, Any]) -> Outcome:
        """One page of the ways, best first; a page that is not there (any more) gives way to the first."""
        weighed = finder.weigh(values)
        page = values.get("page") or 0
        if PAGE * page >= len(weighed):
            page = 0
        # The ids alone are listed, because lists stay on old screens: her verdicts do not.
        items = [one.way for one in weighed[PAGE * page : PAGE * (page + 1)]]
        data = {"items": items, "ways": ",".join(one.token for one in weighed), "page": page}
        if not items:
            return Outcome("none", data)
        last = "child" if values.get("age") == CHILD else "last"
        return Outcome("more" if PAGE * (page + 1) < len(weighed) else last, data)

    def open_way(turning: Turning, values: Mapping[str, Any]) -> Outcome:
        """The article of a way, which may have been withdrawn since it was listed, and what else helps."""
        way = str(values["way"])
        article, helpful = finder.article(way), finder.helpful(way, str(values["ways"]))
        if not article:
            return Outcome("gone")
        return Outcome("known", {"article": article, "helpful": [id for id in helpful if id != article]})

    return (
        Action("pathways.begin", frozenset({"begun"}), begin),
        Action("pathways.find", frozenset({"more", "last", "child", "none"}), find),
        Action("pathways.open", frozenset({"known", "gone"}), open_way),
    )
