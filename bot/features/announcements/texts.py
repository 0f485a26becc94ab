"""The words around an announcement: what readers see of it, and what staff call its kinds and states."""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.messages import Text
from bot.conversation.texts import T

OPENINGS: Mapping[str, Text] = {
    "new": T("announcement.message", "New announcement, checked by two people."),
    "update": T("announcement.message", "An earlier announcement has changed. Two people checked this."),
    "cancel": T(
        "announcement.message", "An earlier announcement is not valid any more. Two people checked this."
    ),
    "correction": T(
        "announcement.message", "Correction: please do not follow an earlier announcement. Read this one."
    ),
    "urgent": T("announcement.message", "Urgent announcement, checked by two people."),
    "exercise": T(
        "announcement.message", "EXERCISE for staff only: this is not happening. Please do nothing."
    ),
}
"""Said first. With `NEVER` they fill what a locked screen shows, so that it tells nothing else (C11)."""
NEVER = T("announcement.message", "We never ask you for money, papers or passwords.")
"""In each of them (A12)."""
OTHER_LANGUAGE = T(
    "announcement.message", "This text is not in your language yet, so you read it in {language:language}."
)
UNTIL = T("announcement.message", "Valid until {end:datetime}.")
SENDER = T("announcement.message", "From {organisation}, number {reference}.")
REFERS: Mapping[str, Text] = {
    "update": T("announcement.message", "It takes the place of number {about}."),
    "cancel": T("announcement.message", "It takes back number {about}: please do not follow that one."),
    "correction": T("announcement.message", "It takes the place of what number {about} said before."),
}
CHOSE = T("announcement.message", "You get this because you chose {places:list}.")
SUBSCRIBED = T("announcement.message", "You get this because you wanted announcements.")
AS_STAFF = T(
    "announcement.message", "You get this because you work here and linked this chat to your account."
)
STAFF_FIRST = T(
    "announcement.message",
    "Staff get this 5 minutes before everybody else. If anything in it is wrong, have it stopped now.",
)
STOP = T("announcement.message", "To get no more of these, write “stop”.")
CHECK = T(
    "announcement.message",
    "Is it really from us? Its check code is {code}. Enter it at {address} or in this chat.",
)

KINDS: Mapping[str, Text] = {
    "new": T("announcement.kind", "New"),
    "update": T("announcement.kind", "Update"),
    "cancel": T("announcement.kind", "Cancellation"),
}
MODES: Mapping[str, Text] = {
    "live": T("announcement.mode", "Live: people get it"),
    "exercise": T("announcement.mode", "Exercise: only staff get it"),
}
STATES: Mapping[str, Text] = {
    "draft": T("announcement.state", "Draft"),
    "submitted": T("announcement.state", "Waiting for approval"),
    "approved": T("announcement.state", "Approved, waits for its start"),
    "running": T("announcement.state", "Being sent"),
    "stopped": T("announcement.state", "Stopped"),
    "sent": T("announcement.state", "Sent, and valid until its end"),
    "done": T("announcement.state", "Over"),
}
"""By what `Announcement.stands` says."""
ASKS: Mapping[str, Text] = {
    "money": T(
        "announcement.problem",
        "“{said}” sounds like asking for money. The service never does that: write it in another way.",
    ),
    "papers": T(
        "announcement.problem",
        "“{said}” sounds like asking people to send or hand over papers. The service never does that: "
        "write it in another way.",
    ),
    "secrets": T(
        "announcement.problem",
        "“{said}” sounds like asking for a password or code. The service never does that: write it in "
        "another way.",
    ),
}
