"""The groups of articles, in the order of the menu. A group is a folder below content/."""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.messages import Text
from bot.conversation.texts import T

GROUPS: Mapping[str, Text] = {
    "pathways": T("library.group", "Ways to move legally"),
    "rights": T("library.group", "Your rights at work"),
    "family": T("library.group", "Bringing your family together"),
    "orientation": T("library.group", "Before the journey and after arrival"),
    "skills": T("library.group", "Showing what you can do"),
    "safety": T("library.group", "Staying safe"),
    "local-solutions": T("library.group", "Where you are now"),
    "return": T("library.group", "Going home, if you choose to"),
}


def name(group: str) -> Text:
    """The name of a group. Raises KeyError for an unknown one."""
    return GROUPS[group]
