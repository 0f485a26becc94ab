"""Starting what is approved, and filling it with people: any process may call these, at any time, any often.

Each call is one short transaction. A wave is one broadcast of bot.delivery.broadcasts: `pilot` goes to staff,
`main` to everybody, `correction` to those who got either.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, exists, insert, or_, select, update

from bot.delivery import broadcasts
from bot.delivery.broadcasts import Broadcast
from bot.features.announcements import approval, audience, records
from bot.features.announcements.model import STAFF_FIRST, STAFF_WAIT, STAGED_ABOVE, Announcement, Wave
from bot.features.announcements.ports import Desk
from bot.features.announcements.tables import announcements, waves
from bot.features.staff import SYSTEM
from bot.store.ids import new_id

BATCH = 5_000
"""People whose rows are made in one transaction."""
_BITE = 20
_columns = announcements.c


def start_due(conn: Connection, desk: Desk, now: float) -> int:
    """Start what is approved and whose time has come; how many. Of several processes one starts each."""
    due = select(_columns.id).where(_columns.state == "approved", _columns.starts <= int(now)).limit(_BITE)
    started = 0
    for id_ in conn.scalars(due.with_for_update(skip_locked=True)).all():
        one = records.find(conn, desk, id_)
        if one is None or one.draft.ends <= now:
            records.set_(conn, id_, state="done", ended=int(now))
        elif one.digest != one.submitted_digest or one.approver in (None, *one.writers):
            # What stands there is not what two people agreed on (A1, A2).
            _give_back(conn, desk, one, "changed", now)
        else:
            started += _start(conn, desk, one, now)
    return started


def release_staged(conn: Connection, desk: Desk, now: float) -> int:
    """Send to everybody what staff have had for five minutes and nobody stopped (A7); how many."""
    main = exists().where(waves.c.announcement == _columns.id, waves.c.wave == "main")
    waited = exists().where(
        waves.c.announcement == _columns.id, waves.c.wave == "pilot", waves.c.opened <= int(now) - STAFF_WAIT
    )
    ready = select(_columns.id).where(_columns.state == "running", _columns.ends > int(now), waited, ~main)
    ids = conn.scalars(ready.limit(_BITE).with_for_update(skip_locked=True)).all()
    for id_ in ids:
        one = records.find(conn, desk, id_)
        if one is not None:
            _open_main(conn, one, now)
    return len(ids)


def fan_out(conn: Connection, desk: Desk, now: float, limit: int = BATCH) -> bool:
    """Give the next people of one wave their rows. False: there is no wave that lacks any.

    Where it stands is kept with the rows, in one transaction: after a kill it goes on there, and nobody is
    missed or gets two.
    """
    found = conn.execute(
        select(waves)
        .where(waves.c.complete.is_(None))
        .order_by(waves.c.wave == "main", waves.c.wave == "pilot", waves.c.opened, waves.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if found is None:
        return False
    one = records.find(conn, desk, found.announcement)
    if one is None:
        _complete(conn, found.id, now)
        return True
    rows = _rows(conn, desk, one, found.wave, now)
    due = (
        audience.dues(conn, rows, one.draft, now) if found.wave == "main" and one.draft.mode == "live" else {}
    )
    part = broadcasts.enqueue(conn, found.id, audience.due_rows(rows, due, int(now)), now, limit=limit)
    if part.more:
        return True
    if found.wave == "correction" and not _settled(conn, found, one, now):
        return False
    broadcasts.finish(conn, found.id)
    _complete(conn, found.id, now)
    return True


def settle(conn: Connection, desk: Desk, now: float) -> int:
    """Announcements whose end has come, or of which everybody's row is closed, are over; how many."""
    running = select(_columns.id, _columns.ends).where(_columns.state == "running").limit(_BITE)
    over = 0
    for id_, ends in conn.execute(running.with_for_update(skip_locked=True)).all():
        if ends <= now or _all_closed(conn, id_):
            records.set_(conn, id_, state="done", ended=int(now))
            over += 1
    return over


def open_wave(
    conn: Connection,
    one: Announcement,
    wave: Wave,
    ends: int,
    now: float,
    *,
    urgent: bool,
    before: str | None,
) -> str:
    """A new wave and its broadcast; the id of both. A second one of the same kind cannot be."""
    id_ = new_id()
    conn.execute(insert(waves).values(id=id_, announcement=one.id, wave=wave, opened=int(now)))
    broadcasts.open_(conn, Broadcast(id_, int(now), ends, urgent, before), now)
    return id_


def waves_of(conn: Connection, id_: str) -> dict[Wave, str]:
    """The broadcasts of an announcement, by wave."""
    rows = conn.execute(select(waves.c.wave, waves.c.id).where(waves.c.announcement == id_))
    return {wave: broadcast for wave, broadcast in rows}  # noqa: C416 - typed rows


def _start(conn: Connection, desk: Desk, one: Announcement, now: float) -> bool:
    rows = audience.everybody(conn, desk, one.organisation, one.draft, now)
    people = sum(audience.sizes(conn, rows).values())
    staged = one.draft.mode == "live" and people > STAGED_ABOVE and not one.both_urgent
    if staged and not audience.anybody(conn, audience.staff_of(conn, one.organisation)):
        _give_back(conn, desk, one, "no_staff", now)
        return False
    records.set_(conn, one.id, state="running", started=int(now))
    if one.draft.kind == "cancel":
        _stop_original(conn, one.draft.about, now)
    if staged:
        open_wave(conn, one, "pilot", one.draft.ends, now, urgent=True, before=None)
    else:
        _open_main(conn, one, now)
    about = {"organisation": one.organisation, "mode": one.draft.mode, "staged": str(staged).lower()}
    desk.note(conn, SYSTEM, "announcement.started", one.id, about, now)
    return True


def _open_main(conn: Connection, one: Announcement, now: float) -> None:
    before = waves_of(conn, one.draft.about).get("main") if one.draft.about else None
    open_wave(conn, one, "main", one.draft.ends, now, urgent=one.draft.urgent, before=before)


def _stop_original(conn: Connection, original: str, now: float) -> None:
    """What is taken back goes to nobody more."""
    records.lock(conn, original)  # first, as where it is stopped: else the two would wait for each other
    for wave, broadcast in waves_of(conn, original).items():
        if wave != "correction":
            broadcasts.stop(conn, broadcast, now)
    running = update(announcements).where(_columns.id == original, _columns.state == "running")
    conn.execute(running.values(state="stopped", ended=int(now)))


def _give_back(conn: Connection, desk: Desk, one: Announcement, why: str, now: float) -> None:
    approval.void(conn, one)
    about = {"organisation": one.organisation, "why": why}
    desk.note(conn, SYSTEM, "announcement.approval_void", one.id, about, now)


def _rows(conn: Connection, desk: Desk, one: Announcement, wave: Wave, now: float) -> Select[Any]:
    if wave == "pilot":
        return audience.staff_of(conn, one.organisation, STAFF_FIRST)
    if wave == "main":
        return audience.everybody(conn, desk, one.organisation, one.draft, now)
    got = [broadcasts.reached(id_) for id_ in _originals(conn, one)]
    people = got[0].union(*got[1:]).subquery()
    return audience.among(select(people.c.person_id))


def _settled(conn: Connection, wave: Any, one: Announcement, now: float) -> bool:
    """Have the last sends of the original ended, and those who got them been found? If not, look again."""
    if wave.settled is not None:
        return True
    counted = [broadcasts.counts(conn, id_, now) for id_ in _originals(conn, one)]
    if all(found.leased == 0 for found in counted):
        conn.execute(update(waves).where(waves.c.id == wave.id).values(settled=int(now)))
    broadcasts.again(conn, wave.id)
    return False


def _originals(conn: Connection, one: Announcement) -> list[str]:
    return [id_ for wave, id_ in waves_of(conn, one.id).items() if wave != "correction"]


def _complete(conn: Connection, broadcast: str, now: float) -> None:
    conn.execute(update(waves).where(waves.c.id == broadcast).values(complete=int(now)))


def _all_closed(conn: Connection, id_: str) -> bool:
    own = waves_of(conn, id_)
    return "main" in own and all(
        broadcasts.progress(conn, broadcast).state != "running" for broadcast in own.values()
    )


def anything_due(conn: Connection, now: float) -> bool:
    """Is there anything for the jobs here to do? Cheap enough to ask every second."""
    due = or_((_columns.state == "approved") & (_columns.starts <= int(now)), _columns.state == "running")
    if conn.execute(select(_columns.id).where(due).limit(1)).first() is not None:
        return True
    return conn.execute(select(waves.c.id).where(waves.c.complete.is_(None)).limit(1)).first() is not None
