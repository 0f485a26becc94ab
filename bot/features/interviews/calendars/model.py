"""What a calendar is told of one interview: times, a reference and a link, never a name (E3, C11)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Audience = Literal["candidate", "host"]
"""Whose calendar it is: a candidate's stays discreet, since phones are shared and show it when locked."""

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
_REFERENCE = re.compile(r"[A-Za-z0-9_-]{0,32}", re.ASCII)
_LINK = re.compile(r"https?://[^\s\x00-\x20\x7f\"<>\\^`{|}]{1,500}", re.ASCII)
_MAIL = re.compile(r"[^\s\x00-\x20\x7f\"<>,;:\\@]{1,64}@[A-Za-z0-9.-]{1,255}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One interview in one person's calendar. Raises ValueError for what could break or betray a calendar."""

    uid: str
    """Stays the same for the life of the booking; 128 random bits."""
    sequence: int
    """Grows with every move and with the cancel (RFC 5545, 3.8.7.4)."""
    start: int
    """Seconds UTC."""
    minutes: int
    zone: str
    """IANA zone in which it is shown."""
    changed: int
    """Seconds UTC of the last change."""
    audience: Audience
    link: str
    """The page of the platform that leads to the interview (E6); never a video address itself."""
    reference: str = ""
    """What the host knows the candidate by."""
    cancelled: bool = False
    organizer: str = ""
    """Mail address, for an invitation only (RFC 5546)."""
    attendee: str = ""
    """Mail address of whose calendar it is, for an invitation only."""

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.uid) or not _REFERENCE.fullmatch(self.reference):
            raise ValueError("uid and reference are letters, digits, - and _")
        if not _LINK.fullmatch(self.link):
            raise ValueError("the link is no web address")
        if self.sequence < 0 or not 1 <= self.minutes <= 24 * 60:
            raise ValueError("an interview lasts a minute to a day, and its sequence counts from 0")
        if any(address and not _MAIL.fullmatch(address) for address in (self.organizer, self.attendee)):
            raise ValueError("organizer and attendee are mail addresses")
        if self.audience == "candidate" and self.reference:
            raise ValueError("a candidate's own calendar shows no reference")
