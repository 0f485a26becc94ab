"""What the pages of announcements call things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.conversation.messages import Text
from bot.conversation.texts import TN, T
from bot.features.announcements import Hidden

SAVED = T("portal.announce", "The draft is saved. Read each language, then submit it for approval.")
UNFINISHED = T("portal.announce", "The draft is saved. Some things still have to be mended.")
SUBMITTED = T("portal.announce", "Submitted. Another person has to approve it.")
WITHDRAWN = T("portal.announce", "It is a draft again, and nothing is sent.")
DISCARDED = T("portal.announce", "The draft is thrown away.")
RELEASED = T("portal.announce", "Released. It is sent from its start on.")
HANDED_BACK = T("portal.announce", "Handed back. The writers see your reason.")
STOPPED = T("portal.announce", "Stopped. Nothing more of it is sent.")
CORRECTED = T("portal.announce", "Stopped. The correction goes to everybody who got it.")


def without(hidden: Sequence[Hidden]) -> Text:
    """Said after saving: which hidden characters were taken out, with how often each was there."""
    times: Counter[tuple[str, str]] = Counter()
    for one in hidden:
        times[one.code, one.name] += one.times
    named = [f"{code} {name} × {n}" for (code, name), n in times.most_common(4)]
    return TN(
        "portal.announce",
        "The draft is saved, without a hidden character that could forge a text: {characters:list}.",
        "The draft is saved, without {n} hidden characters that could forge a text: {characters:list}.",
        n=times.total(),
        characters=named,
    )


BOTH = T("portal.announce", "Give both the day and the time.")
NO_TIME = T("portal.announce", "This is no day or time that the clocks there show. Choose another one.")
NOT_OFFERED = T("portal.announce", "Something that you chose is not offered any more. Choose again.")

COUNTS: Mapping[str, Text] = {
    "sent": T("portal.progress", "Sent"),
    "unknown": T("portal.progress", "Perhaps sent: the connection broke"),
    "leased": T("portal.progress", "Being sent at this moment"),
    "waiting": T("portal.progress", "Waiting"),
    "unreachable": T("portal.progress", "Cannot be reached"),
    "expired": T("portal.progress", "Not sent: the end came first"),
    "stopped": T("portal.progress", "Not sent: it was stopped first"),
    "dead": T("portal.progress", "Failed after several tries"),
}
"""States of people's rows, in the order of the bar."""
WAVES: Mapping[str, Text] = {
    "pilot": T("portal.progress", "Staff, who get it first"),
    "main": T("portal.progress", "Everybody"),
    "correction": T("portal.progress", "The correction"),
}
ADDRESSES: Mapping[str, Text] = {
    "link": T("portal.address", "Link to"),
    "mail": T("portal.address", "E-mail address"),
    "phone": T("portal.address", "Phone number"),
    "chat": T("portal.address", "Another chat"),
    "mixed": T("portal.address", "Mixed alphabets"),
}
"""Kinds of addresses in a text, as an approver sees them (A6)."""
