"""Writing an announcement. Every change makes a draft of it again, whatever had been submitted (A2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from msgspec import ValidationError, structs
from sqlalchemy import Connection, delete, select

from bot.conversation.texts import T
from bot.features.announcements import records
from bot.features.announcements.hidden import Hidden, taken_out
from bot.features.announcements.model import (
    Announcement,
    AnnouncementRefused,
    ChangedMeanwhile,
    Draft,
    decode,
    encode,
)
from bot.features.announcements.ports import Desk
from bot.features.announcements.tables import announcements
from bot.features.staff import COMMAND_LINE, SignedIn, may, need, organisations
from bot.language.normal import clean
from bot.store.ids import new_id

OPEN = ("draft", "submitted", "approved")
"""States in which it can still be changed."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What was kept, and by language the hidden characters that were taken out of what was typed (I9)."""

    announcement: Announcement
    taken_out: Mapping[str, tuple[Hidden, ...]]


def create(
    conn: Connection, desk: Desk, by: SignedIn, draft: Draft, now: float, organisation: str = ""
) -> Saved:
    """A new draft of the writer's organisation; the command line names the organisation.

    Raises StaffRefused: whoever it is may not write. What is wrong with the content `checking` says.
    """
    owner = _owner(conn, by, organisation)
    kept, gone = _tidy(draft)
    id_ = new_id()
    records.add(conn, desk, id_, owner, kept, now)
    _by(conn, desk, by, id_, "announcement.drafted", owner, now)
    return Saved(records.need(conn, desk, id_), gone)


def save(
    conn: Connection, desk: Desk, by: SignedIn, id_: str, draft: Draft, now: float, *, before: str = ""
) -> Saved:
    """Other content. Any submission or approval is void (A2).

    `before`: the digest of what the writer began with; "" asks for nothing. Raises StaffRefused, or
    ChangedMeanwhile where somebody else saved something different since.
    """
    records.lock(conn, id_)
    one = _to_write(conn, desk, by, id_)
    _open(one)
    kept, gone = _tidy(draft)
    if before and before != one.digest and kept != one.draft:
        raise ChangedMeanwhile(
            T("announcement.no", "Somebody else changed it meanwhile. Compare both, then save again."), one
        )
    if kept != one.draft:
        records.write(conn, desk, id_, kept, now)
        _by(conn, desk, by, id_, "announcement.changed", one.organisation, now)
    return Saved(records.need(conn, desk, id_), gone)


def discard(conn: Connection, desk: Desk, by: SignedIn, id_: str, now: float) -> None:
    """Throw away one that was never sent. Raises StaffRefused."""
    records.lock(conn, id_)
    one = _to_write(conn, desk, by, id_)
    _open(one)
    erase(conn, desk, [id_])
    about = {"organisation": one.organisation, "state": one.state}
    desk.note(conn, by.account, "announcement.discarded", id_, about, now)


def unsaved(organisation: str, draft: Draft, now: float) -> Announcement:
    """What is being written and not stored yet, to be looked at: without a number, and its code unknown."""
    at = int(now)
    return Announcement(
        id="", organisation=organisation, number=0, code="?" * 9, state="draft", draft=_tidy(draft)[0],
        digest="", submitted_digest="", writers=(), approver=None, both_urgent=False, people=None, created=at,
        changed=at, submitted=None, approved=None, started=None, ended=None, stopped_by=None,
    )  # fmt: skip


def organisation_of(conn: Connection, id_: str) -> str | None:
    """The organisation that an announcement belongs to; None where there is no such announcement."""
    return conn.scalar(select(announcements.c.organisation).where(announcements.c.id == id_))


def mine(conn: Connection, desk: Desk, by: SignedIn, id_: str, *roles: str) -> Announcement:
    """An announcement of the organisation of an account with one of the roles; the same answer for one that
    there is not and one of others (S4). The command line has none of these roles. Raises StaffRefused."""
    need(by, *roles)
    one = records.need(conn, desk, id_)
    if by.organisation != one.organisation:
        raise AnnouncementRefused("gone", T("announcement.no", "There is no such announcement any more."))
    return one


def _to_write(conn: Connection, desk: Desk, by: SignedIn, id_: str) -> Announcement:
    """One that a writer, or a script on the machine, may change; a script submits and approves nothing."""
    if by is COMMAND_LINE:
        return records.need(conn, desk, id_)
    return mine(conn, desk, by, id_, "announcer")


def of_own(conn: Connection, desk: Desk, by: SignedIn, limit: int = 50) -> list[Announcement]:
    """The announcements that somebody may see, the newest first: her organisation's, an administrator all."""
    if may(by, "administrator"):
        return records.found(conn, desk, announcements.c.id.is_not(None), limit)
    need(by, "announcer", "approver", "manager")
    return records.found(conn, desk, announcements.c.organisation == by.organisation, limit)


def erase(conn: Connection, desk: Desk, ids: list[str]) -> int:
    """Erase announcements with all that belongs to them; how many."""
    gone = conn.execute(delete(announcements).where(announcements.c.id.in_(ids))).rowcount
    desk.staff.keys.data.destroy_owner_keys(conn, ids)
    return gone


def _owner(conn: Connection, by: SignedIn, organisation: str) -> str:
    if by is not COMMAND_LINE:
        need(by, "announcer")
        organisation = by.organisation
    found = organisations.get(conn, organisation)
    if found is None or found.kind != "ngo" or found.closed is not None:
        raise AnnouncementRefused(
            "no_organisation", T("announcement.no", "There is no such NGO here: name one that is open.")
        )
    return organisation


def _open(one: Announcement) -> None:
    if one.state not in OPEN:
        raise AnnouncementRefused(
            "sent",
            T("announcement.no", "It has been sent already. Write an update or a cancellation instead."),
        )


def _by(
    conn: Connection, desk: Desk, by: SignedIn, id_: str, what: str, organisation: str, now: float
) -> None:
    if by is not COMMAND_LINE:
        records.wrote(conn, id_, by.account, now)
    desk.note(conn, by.account, what, id_, {"organisation": organisation}, now)


def _tidy(draft: Draft) -> tuple[Draft, dict[str, tuple[Hidden, ...]]]:
    """The draft as it is kept: NFC, without hidden characters that may turn or forge a text (I9)."""
    texts, gone = _cleaned(draft.texts)
    correction, also = _cleaned(draft.correction)
    title = " ".join(clean(draft.title).split())
    for lang, found in also.items():
        gone[lang] = (*gone.get(lang, ()), *found)
    kept = structs.replace(draft, title=title, texts=texts, correction=correction)
    try:
        return decode(encode(kept)), gone
    except ValidationError:
        # Only a script can come to this: a page offers what there is.
        raise AnnouncementRefused(
            "bad_draft", T("announcement.no", "Something in it has a form that cannot be read.")
        ) from None


def _cleaned(typed: Mapping[str, str]) -> tuple[dict[str, str], dict[str, tuple[Hidden, ...]]]:
    kept, gone = {}, {}
    for lang, text in typed.items():
        tidy = "\n".join(line.rstrip() for line in clean(text).strip().split("\n"))
        if tidy:
            kept[lang] = tidy
        if found := taken_out(text, tidy):
            gone[lang] = found
    return kept, gone
