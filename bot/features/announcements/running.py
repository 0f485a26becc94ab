"""While it is being sent: how far it is, stopping it, and correcting it (A9, A10)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.conversation.texts import T
from bot.delivery import broadcasts
from bot.delivery.broadcasts import Counts
from bot.features.announcements import records
from bot.features.announcements.model import (
    CORRECTABLE,
    CORRECTION_LASTS,
    Announcement,
    AnnouncementRefused,
    State,
    Wave,
)
from bot.features.announcements.ports import Desk
from bot.features.announcements.starting import open_wave, waves_of
from bot.features.staff import SignedIn, may, need, need_fresh


@dataclass(frozen=True, slots=True)
class Stretch:
    """How far one wave is. `filled`: everybody whom it is for is counted. `rate` in messages a second, `left`
    in seconds at that rate; None where nothing is left or nobody knows."""

    wave: Wave
    broadcast: str
    filled: bool
    counts: Counts
    rate: float
    left: float | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an announcement is, its waves in the order in which they were opened. All are sums of rows."""

    state: State
    waves: tuple[Stretch, ...]


def progress(conn: Connection, desk: Desk, who: SignedIn, id_: str, now: float) -> Progress:
    """For its organisation's writers, approvers and managers, and for administrators. Raises StaffRefused."""
    one = records.need(conn, desk, id_)
    if not may(who, "administrator"):
        need(who, "announcer", "approver", "manager")
        if who.organisation != one.organisation:
            raise _gone()
    own = waves_of(conn, id_)
    order: tuple[Wave, ...] = ("pilot", "main", "correction")
    return Progress(one.state, tuple(_stretch(conn, wave, own[wave], now) for wave in order if wave in own))


def sent_to(conn: Connection, id_: str, now: float) -> int:
    """How many people it was sent to, exactly: whoever publishes it hides a small number (L4)."""
    wave = waves_of(conn, id_).get("main")
    return 0 if wave is None else broadcasts.counts(conn, wave, now).sent


def stop(conn: Connection, desk: Desk, who: SignedIn, id_: str, now: float) -> Announcement:
    """Send nothing more of it: the last new send begins at most two seconds later (A9).

    Whoever wrote or approved it may, and an administrator, at once: no second person and no fresh factor is
    asked for. A correction that is on its way goes on. Safe to press twice. Raises StaffRefused.
    """
    records.lock(conn, id_)
    one = _of_the_two(conn, desk, who, id_)
    if one.state == "stopped":
        return one
    if one.state not in ("approved", "running") and not (one.state == "done" and one.draft.ends > now):
        raise AnnouncementRefused(
            "not_running", T("announcement.no", "It is not being sent: there is nothing to stop.")
        )
    _stop_waves(conn, one, now)
    records.set_(conn, id_, state="stopped", ended=int(now), stopped_by=who.account)
    _note(conn, desk, who, "announcement.stopped", one, now)
    return records.need(conn, desk, id_)


def correct(conn: Connection, desk: Desk, who: SignedIn, id_: str, now: float) -> Announcement:
    """Stop it, and send the correction that was approved with it to exactly those who got it, before anything
    else. Whoever may stop it, with a fresh factor (S5). Raises StaffRefused."""
    need_fresh(who, now)
    records.lock(conn, id_)
    one = _of_the_two(conn, desk, who, id_)
    own = waves_of(conn, id_)
    if one.started is None or not own:
        raise AnnouncementRefused(
            "not_sent", T("announcement.no", "Nobody has got it: there is nothing to correct.")
        )
    if one.ended is not None and one.ended + CORRECTABLE <= now:
        raise AnnouncementRefused(
            "too_late",
            T("announcement.no", "Who got it is not known any more: write a new announcement to all."),
        )
    if "correction" in own:
        raise AnnouncementRefused("corrected", T("announcement.no", "Its correction is on its way already."))
    if one.state == "running":
        _stop_waves(conn, one, now)
    state = {"state": "stopped", "ended": int(now), "stopped_by": who.account}
    records.set_(conn, id_, **(state if one.state != "stopped" else {"state": "stopped"}))
    ends = max(one.draft.ends, int(now) + CORRECTION_LASTS)
    open_wave(conn, one, "correction", ends, now, urgent=True, before=own.get("main", own.get("pilot")))
    _note(conn, desk, who, "announcement.corrected", one, now)
    return records.need(conn, desk, id_)


def _of_the_two(conn: Connection, desk: Desk, who: SignedIn, id_: str) -> Announcement:
    one = records.need(conn, desk, id_)
    if may(who, "administrator") or who.account in (*one.writers, one.approver):
        return one
    if who.organisation != one.organisation:
        raise _gone()
    raise AnnouncementRefused(
        "not_yours",
        T(
            "announcement.no",
            "Only who wrote or approved it, or an administrator, may do this. Call one of them now.",
        ),
    )


def _gone() -> AnnouncementRefused:
    return AnnouncementRefused("gone", T("announcement.no", "There is no such announcement any more."))


def _stop_waves(conn: Connection, one: Announcement, now: float) -> None:
    for wave, broadcast in waves_of(conn, one.id).items():
        if wave != "correction":
            broadcasts.stop(conn, broadcast, now)


def _stretch(conn: Connection, wave: Wave, broadcast: str, now: float) -> Stretch:
    stands = broadcasts.progress(conn, broadcast)
    counted = broadcasts.counts(conn, broadcast, now)
    rate = broadcasts.rate(conn, broadcast, now)
    open_ = counted.waiting + counted.leased
    left = open_ / rate if open_ and rate > 0 and stands.filled else None
    return Stretch(wave, broadcast, stands.filled, counted, rate, left)


def _note(conn: Connection, desk: Desk, who: SignedIn, what: str, one: Announcement, now: float) -> None:
    about = {"organisation": one.organisation, "mode": one.draft.mode, "state": one.state}
    desk.note(conn, who.account, what, one.id, about, now)
