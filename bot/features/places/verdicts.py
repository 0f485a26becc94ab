"""What is said of a check code, the same in the chat and on the page (A11)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from bot.conversation.messages import Text
from bot.conversation.texts import T
from bot.features.places.ports import Verified

UNKNOWN = "unknown"
_VERDICTS: Mapping[str, Text] = {
    "valid": T(
        "announcement.check",
        "Yes, this code is real. {who} sent the message through me on {sent:datetime}, and it holds until "
        "{ends:datetime}. This is what it says; if yours says something else, trust only this one:",
    ),
    "updated": T(
        "announcement.check",
        "This code is real, but a newer message has taken its place, with the code {newer}. {who} sent this "
        "one through me on {sent:datetime}. This is what it said:",
    ),
    "corrected": T(
        "announcement.check",
        "Do not follow this message: something in it was wrong. {who} sent it through me on {sent:datetime}. "
        "Follow this instead:",
    ),
    "over": T(
        "announcement.check",
        "This code is real, but the message is over since {ends:datetime}. {who} sent it through me on "
        "{sent:datetime}. This is what it said:",
    ),
    "stopped": T(
        "announcement.check",
        "Do not follow this message: it was stopped. {who} sent it through me on {sent:datetime}. This is "
        "what it said:",
    ),
    "cancelled": T(
        "announcement.check",
        "Do not follow this message: {who} has called it off since. It was sent through me on "
        "{sent:datetime}. This is what it said:",
    ),
    "exercise": T(
        "announcement.check",
        "This is only an exercise for staff. Nothing in it is true, and you need not do anything.",
    ),
    UNKNOWN: T(
        "announcement.check",
        "I have sent no message with this code. Please compare it sign by sign and write it again. If it "
        "stays unknown, do not trust the message: pay nothing, and send no papers and no passwords.",
    ),
}
SILENT = frozenset({"exercise", UNKNOWN})
"""What is said alone, without the words of a message."""


def packed(found: Verified | None) -> str:
    """A finding as one id, from which `said` makes its words."""
    if found is None:
        return json.dumps([UNKNOWN])
    return json.dumps([found.standing, found.organisation, found.sent, found.ends, found.zone, found.newer])


def words(found: Verified | None, lang: str) -> tuple[str, str]:
    """What stands below the verdict and the language tag of that: the message, or what corrects it, in her
    language, else in English, else in what there is. ("", "") where nothing does."""
    if found is None or found.standing in SILENT:
        return "", ""
    known = (found.correction if found.standing == "corrected" else {}) or found.texts
    for tag in (lang, "en", *known):
        if tag in known:
            return known[tag], tag
    return "", ""


def said(id_: str, lang: str, say: Callable[[Text, str], str]) -> str:
    """The words for a finding. An id that is none of ours counts as unknown."""
    try:
        standing, *facts = json.loads(id_)
        text = _VERDICTS[standing]
        if standing in SILENT:
            return say(text, lang)
        who, sent, ends, zone, newer = facts
    except (ValueError, KeyError, TypeError):
        return say(_VERDICTS[UNKNOWN], lang)
    return say(
        Text(text.ctxt, text.msg, {"who": who, "sent": (sent, zone), "ends": (ends, zone), "newer": newer}),
        lang,
    )
