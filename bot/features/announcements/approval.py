"""Two people send an announcement: one who wrote it, another who has seen what goes out (A1-A3, A6).

Nobody does both: not an administrator, no script, no account that got its right today. Every function asks
for a factor that was just checked, which `SignedIn.fresh_until` proves.
"""

from __future__ import annotations

import hmac
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from bot.conversation.messages import Outgoing
from bot.conversation.texts import TN, T
from bot.features.announcements import audience, checking, records, rendering, telling
from bot.features.announcements.audience import Counted
from bot.features.announcements.drafting import mine
from bot.features.announcements.hidden import Hidden, hidden_in
from bot.features.announcements.model import (
    DAY,
    RIPE,
    STAGED_ABOVE,
    Announcement,
    AnnouncementRefused,
    Blocked,
    Problem,
)
from bot.features.announcements.ports import Desk
from bot.features.announcements.saying import Address, addresses
from bot.features.announcements.tables import announcements
from bot.features.staff import SignedIn, need_fresh, roles
from bot.language.languages import TAGS
from bot.language.normal import clean
from bot.store.exclusion import one_at_a_time

MOST_REASON = 1_000
"""Signs of a reason."""
TOLERANCE = 0.02
"""By how much of itself the audience may have changed between the page and the approval (A6) ..."""
TOLERATED = 10
"""... or by so many people, where that is more."""


@dataclass(frozen=True, slots=True)
class Version:
    """What readers of one language get. `written_in`: the language of the text; `message`: all of it as it is
    sent; `correction`: the same of the prepared correction."""

    lang: str
    written_in: str
    message: Outgoing
    correction: Outgoing
    addresses: tuple[Address, ...]
    hidden: tuple[Hidden, ...]
    people: int | None
    """How many, rounded; None: fewer than 20 (L4)."""


@dataclass(frozen=True, slots=True)
class Review:
    """All that an approver has to see (A6). `digest` and `counted.number` go back with the approval."""

    announcement: Announcement
    digest: str
    counted: Counted
    versions: Mapping[str, Version]
    problems: tuple[Problem, ...]
    staged: bool
    """Staff get it five minutes before everybody, unless both choose urgent (A7)."""


def submit(conn: Connection, desk: Desk, who: SignedIn, id_: str, now: float) -> Announcement:
    """Hand a draft to the approvers as it is. Raises StaffRefused, or Blocked with everything to mend."""
    need_fresh(who, now)
    records.lock(conn, id_)
    one = mine(conn, desk, who, id_, "announcer")
    if one.state != "draft":
        raise AnnouncementRefused("not_draft", T("announcement.no", "It has been submitted already."))
    _mended(conn, desk, one, now)
    records.wrote(conn, id_, who.account, now)
    values = {"state": "submitted", "digest": bytes.fromhex(one.digest), "submitted": int(now)}
    records.set_(conn, id_, returned=None, **values)
    _note(desk, conn, who, "announcement.submitted", one, now)
    waiting = records.need(conn, desk, id_)
    telling.tell_approvers(conn, desk, waiting, now)
    return waiting


def withdraw(conn: Connection, desk: Desk, who: SignedIn, id_: str, now: float) -> Announcement:
    """Take it back into a draft before it has started: a writer or an approver. Raises StaffRefused."""
    records.lock(conn, id_)
    one = mine(conn, desk, who, id_, "announcer", "approver")
    if one.state not in ("submitted", "approved"):
        raise AnnouncementRefused(
            "not_open",
            T(
                "announcement.no",
                "It is not waiting: only what waits for approval or its start is taken back.",
            ),
        )
    void(conn, one)
    _note(desk, conn, who, "announcement.withdrawn", one, now)
    return records.need(conn, desk, id_)


def hand_back(
    conn: Connection, desk: Desk, who: SignedIn, id_: str, now: float, *, reason: str
) -> Announcement:
    """Give it back to its writers with a reason instead of releasing it. Raises StaffRefused."""
    need_fresh(who, now)
    records.lock(conn, id_)
    one = mine(conn, desk, who, id_, "approver")
    if one.state != "submitted":
        raise AnnouncementRefused("not_submitted", T("announcement.no", "It is not waiting for approval."))
    said = clean(reason).strip()[:MOST_REASON]
    if not said:
        raise AnnouncementRefused(
            "no_reason", T("announcement.no", "Say what has to change: the writers read it."), "reason"
        )
    void(conn, one)
    records.give_reason(conn, desk, id_, said)
    _note(desk, conn, who, "announcement.handed_back", one, now)
    telling.tell_writers(conn, desk, who, one, approved=False, now=now)
    return records.need(conn, desk, id_)


def void(conn: Connection, one: Announcement) -> None:
    """Back to a draft: what was submitted or approved is not any more (A2)."""
    back = {"digest": None, "approver": None, "both_urgent": False, "people": None}
    records.set_(conn, one.id, state="draft", submitted=None, approved=None, **back)


def review(conn: Connection, desk: Desk, who: SignedIn, id_: str, now: float) -> Review:
    """What the page of an approver, or a writer's preview, shows. Raises StaffRefused."""
    one = mine(conn, desk, who, id_, "announcer", "approver", "manager")
    rows = audience.everybody(conn, desk, one.organisation, one.draft, now)
    exact = audience.sizes(conn, rows)
    counted = audience.veiled(conn, desk, one.organisation, one.draft, exact)
    langs = [lang for lang in TAGS if one.draft.language(lang) is not None]
    versions = {lang: _version(conn, desk, one, lang, counted) for lang in langs}
    staged = one.draft.mode == "live" and sum(exact.values()) > STAGED_ABOVE
    return Review(one, one.digest, counted, versions, checking.problems(conn, desk, one, now), staged)


def approve(
    conn: Connection,
    desk: Desk,
    who: SignedIn,
    id_: str,
    now: float,
    *,
    digest: str,
    shown: int,
    typed: str,
    urgent: bool = False,
) -> Announcement:
    """Release it: it is sent from its start on. Raises StaffRefused, or Blocked.

    `digest` and `shown` are those of the review that the approver saw, `typed` the count as she typed it, in
    digits of any script. `urgent`: she too chooses that staff need not get it first (A7).
    """
    need_fresh(who, now)
    records.lock(conn, id_)
    one = mine(conn, desk, who, id_, "approver")
    _may_approve(conn, who, one, now)
    if not hmac.compare_digest(digest, one.digest) or one.digest != one.submitted_digest:
        raise AnnouncementRefused(
            "changed",
            T("announcement.no", "It was changed after you opened it: read it again before you approve."),
        )
    _mended(conn, desk, one, now)
    people = _same_count(conn, desk, one, shown, typed, now)
    both_urgent = urgent and one.draft.urgent
    _staff_first(conn, desk, one, people, both_urgent)
    _not_too_many(conn, desk, one, now)
    values = {"state": "approved", "approver": who.account, "approved": int(now)}
    records.set_(conn, id_, people=shown, both_urgent=both_urgent, **values)
    _note(desk, conn, who, "announcement.approved", one, now)
    telling.tell_writers(conn, desk, who, one, approved=True, now=now)
    return records.need(conn, desk, id_)


def _may_approve(conn: Connection, who: SignedIn, one: Announcement, now: float) -> None:
    if one.state != "submitted":
        raise AnnouncementRefused("not_submitted", T("announcement.no", "It is not waiting for approval."))
    if who.account in one.writers:
        raise AnnouncementRefused(
            "own", T("announcement.no", "You wrote or submitted this. Another person has to approve it.")
        )
    since = roles.of(conn, who.account).get("approver")
    if since is None or now < since + RIPE:
        raise AnnouncementRefused(
            "too_new",
            T(
                "announcement.no",
                "You can approve from 24 hours after you were given that right. Ask another approver.",
            ),
        )


def _mended(conn: Connection, desk: Desk, one: Announcement, now: float) -> None:
    blocking = tuple(found for found in checking.problems(conn, desk, one, now) if found.blocks)
    if blocking:
        raise Blocked(blocking)


def _same_count(conn: Connection, desk: Desk, one: Announcement, shown: int, typed: str, now: float) -> int:
    """The exact count now. Raises where the typed one is another than shown, or people came or went (A6)."""
    if _number(typed) != shown:
        raise AnnouncementRefused(
            "count",
            T(
                "announcement.no",
                "This is not the number of people shown. Look again to whom it goes, and type that number.",
            ),
            "count",
        )
    exact = audience.sizes(conn, audience.everybody(conn, desk, one.organisation, one.draft, now))
    people = sum(exact.values())
    again = audience.veiled(conn, desk, one.organisation, one.draft, exact).number
    if again != shown and abs(people - shown) > max(TOLERATED, TOLERANCE * shown):
        raise AnnouncementRefused(
            "count_changed",
            T("announcement.no", "The number of people has changed since you opened it. Look at it again."),
            "count",
        )
    return people


def _number(typed: str) -> int | None:
    digits = "".join(str(unicodedata.decimal(c)) for c in typed if c.isdecimal())
    return int(digits) if 0 < len(digits) <= 12 else None


def _staff_first(conn: Connection, desk: Desk, one: Announcement, people: int, both_urgent: bool) -> None:
    needed = one.draft.mode == "live" and people > STAGED_ABOVE and not both_urgent
    if needed and not audience.anybody(conn, audience.staff_of(conn, one.organisation)):
        raise AnnouncementRefused(
            "no_staff",
            T(
                "announcement.no",
                "So many people get it only after staff have seen it, but none of your staff reads in the "
                "chat. Link a chat on the page “My chat”, or choose urgent, both of you.",
            ),
        )


def _not_too_many(conn: Connection, desk: Desk, one: Announcement, now: float) -> None:
    """A13. Taking something back is never held up by a number, and exercises disturb nobody."""
    if one.draft.kind == "cancel" or one.draft.mode == "exercise":
        return
    one_at_a_time(conn, f"announcements.daily:{one.organisation}")
    columns = announcements.c
    lately = select(func.count()).where(
        columns.organisation == one.organisation,
        columns.mode == "live",
        columns.kind != "cancel",
        columns.approved > int(now) - DAY,
    )
    if (conn.scalar(lately) or 0) >= desk.daily:
        text = TN(
            "announcement.no",
            "Your organisation has sent {n} announcement within 24 hours, the most allowed. Try again "
            "later, or ask the administrator.",
            "Your organisation has sent {n} announcements within 24 hours, the most allowed. Try again "
            "later, or ask the administrator.",
            n=desk.daily,
        )
        raise AnnouncementRefused("daily", text)


def _version(conn: Connection, desk: Desk, one: Announcement, lang: str, counted: Counted) -> Version:
    written_in = one.draft.language(lang) or ""
    both = f"{one.draft.texts[written_in]}\n{one.draft.correction.get(written_in, '')}"
    return Version(
        lang,
        written_in,
        rendering.message(conn, desk, one, lang),
        rendering.message(conn, desk, one, lang, "correction"),
        addresses(desk, both),
        hidden_in(both),
        counted.by_language.get(lang),
    )


def _note(desk: Desk, conn: Connection, who: SignedIn, what: str, one: Announcement, now: float) -> None:
    about = {"organisation": one.organisation, "mode": one.draft.mode, "digest": one.digest}
    desk.note(conn, who.account, what, one.id, about, now)
