"""Announcements: written by one, approved by another, sent to those whom they concern, stopped by either.

    saved = create(conn, desk, writer, Draft(title=..., texts={"en": ...}, ends=...), now)
    problems(conn, desk, saved.announcement, now)              # what to mend, in sentences
    submit(conn, desk, writer, id, now)
    seen = review(conn, desk, approver, id, now)               # exactly what goes out, and to how many
    approve(conn, desk, approver, id, now, digest=seen.digest, shown=seen.counted.number, typed="12340")
    progress(conn, desk, who, id, now); stop(conn, desk, who, id, now); correct(conn, desk, who, id, now)
    verify(conn, desk, "K7M-4HX-Q3N", now)                     # what a check code stands for, or None

Jobs of any process: start_due, release_staged, fan_out, settle, sweep. What may not be done raises
StaffRefused with a text for the page; Blocked has every problem.
"""

from bot.features.announcements.approval import Review, Version, approve, hand_back, review, submit, withdraw
from bot.features.announcements.audience import Counted, count, own_places
from bot.features.announcements.checking import problems
from bot.features.announcements.codes import read_code, shown
from bot.features.announcements.drafting import Saved, create, discard, of_own, organisation_of, save, unsaved
from bot.features.announcements.hidden import Hidden, taken_out
from bot.features.announcements.model import (
    DAILY,
    Announcement,
    AnnouncementRefused,
    Audience,
    Blocked,
    ChangedMeanwhile,
    Draft,
    Problem,
)
from bot.features.announcements.phrases import faults_of, read_asks
from bot.features.announcements.ports import Desk, Register, Said, unposted
from bot.features.announcements.readers import is_reader, link_token, reads, redeem
from bot.features.announcements.readers import leave as leave_reading
from bot.features.announcements.records import find
from bot.features.announcements.rendering import message, words
from bot.features.announcements.retention import sweep
from bot.features.announcements.running import Progress, Stretch, correct, progress, sent_to, stop
from bot.features.announcements.starting import anything_due, fan_out, release_staged, settle, start_due
from bot.features.announcements.texts import KINDS, MODES, STATES
from bot.features.announcements.verifying import Verified, verify

__all__ = [
    "DAILY",
    "KINDS",
    "MODES",
    "STATES",
    "Announcement",
    "AnnouncementRefused",
    "Audience",
    "Blocked",
    "ChangedMeanwhile",
    "Counted",
    "Desk",
    "Draft",
    "Hidden",
    "Problem",
    "Progress",
    "Register",
    "Review",
    "Said",
    "Saved",
    "Stretch",
    "Verified",
    "Version",
    "anything_due",
    "approve",
    "correct",
    "count",
    "create",
    "discard",
    "fan_out",
    "faults_of",
    "find",
    "hand_back",
    "is_reader",
    "leave_reading",
    "link_token",
    "message",
    "of_own",
    "organisation_of",
    "own_places",
    "problems",
    "progress",
    "read_asks",
    "read_code",
    "reads",
    "redeem",
    "release_staged",
    "review",
    "save",
    "sent_to",
    "settle",
    "shown",
    "start_due",
    "stop",
    "submit",
    "sweep",
    "taken_out",
    "unposted",
    "unsaved",
    "verify",
    "withdraw",
    "words",
]
