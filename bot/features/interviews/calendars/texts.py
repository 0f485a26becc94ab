"""The few words of a calendar entry.

A phone shows the first of them when it is locked, and phones are shared: a candidate's say nothing of work
(C11).
"""

from __future__ import annotations

from bot.conversation.messages import Text
from bot.conversation.texts import T

FEED_NAME = T("interviews.calendar", "Interviews")
SUMMARY = T("interviews.calendar", "Appointment")
OPEN_CANDIDATE = T("interviews.calendar", "Open this page to join, to move or to cancel:")
OPEN_HOST = T("interviews.calendar", "Open this page to join, to move, to cancel or to record the result:")
GONE = T("interviews.calendar", "This appointment was cancelled.")


def with_candidate(reference: str) -> Text:
    """What the host reads: nothing that says who it is."""
    return T("interviews.calendar", "Interview with candidate {reference}", reference=reference)
