"""Plain sentences for what a page cannot do, by the status of HTTP (L6)."""

from __future__ import annotations

from bot.conversation.messages import Text
from bot.conversation.texts import T

_NO_PAGE = T("portal.notice", "There is no such page.")
_FAILED = T(
    "portal.notice", "Something went wrong on our side. Nothing was changed. Please try again in a moment."
)
BUSY = T("portal.notice", "The service is busy. Nothing was changed. Please try again in a moment.")
STALE = T("portal.notice", "This page was open too long. Go back, load it anew and send it again.")
_NOTICES = {
    400: T("portal.notice", "This could not be understood. Please go back and try again."),
    403: T(
        "portal.notice", "Your account may not do this. If you need it for your work, ask an administrator."
    ),
    404: _NO_PAGE,
    405: _NO_PAGE,
    413: T("portal.notice", "This is too long. Please go back and make it shorter."),
    429: T("portal.notice", "Too many tries just now. Please wait a minute and try again."),
    503: BUSY,
}


def notice(status: int) -> Text:
    """What to say for a status."""
    return _NOTICES.get(status, _FAILED)
