"""Ways to reach somebody, taken out of the words that she typed, before an employer sees them (E3).

People write their number into a profile because they hope for a call; who harvests profiles looks
for just that.
"""

from __future__ import annotations

import re

from bot.features.skills.profile import Profile

GONE = "…"
LEAST_DIGITS = 7
"""Digits of the shortest phone number; years and amounts have fewer."""
_NAMED = re.compile(
    r"\S+@\S+"  # an e-mail address
    r"|@\w{3,}"  # a name in a messenger
    r"|\b(?:https?://|www\.)\S+"
    r"|\b[\w-]+\.(?:me|com|org|net|info|link|ly|io)\b\S*",
    re.IGNORECASE,
)
_NUMBER = re.compile(rf"\+?\d(?:[\s().\-/\u200e\u200f]*\d){{{LEAST_DIGITS - 1},}}")
"""\\d is any script's digit, so a number in Arabic or Persian digits is one too."""


def without_contact(words: str) -> str:
    """The words with every address, link and phone number replaced by an ellipsis."""
    return _NUMBER.sub(GONE, _NAMED.sub(GONE, words))


def hide_contact(profile: Profile) -> None:
    """Take them out of everything that she typed freely."""
    for job in profile.jobs:
        job.words, job.tools = without_contact(job.words), without_contact(job.tools)
    if "certificates" in profile.answers:
        profile.answers["certificates"] = without_contact(str(profile.answers["certificates"]))
