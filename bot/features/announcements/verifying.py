"""Is a message from us? Whoever has its check code sees what was said, by whom and when, and whether it still
holds (A11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, select

from bot.features.announcements import codes, records
from bot.features.announcements.model import Announcement, Kind, Mode
from bot.features.announcements.ports import Desk
from bot.features.announcements.starting import waves_of
from bot.features.announcements.tables import announcements
from bot.features.staff import organisations

Standing = Literal["valid", "updated", "cancelled", "corrected", "stopped", "over", "exercise"]


@dataclass(frozen=True, slots=True)
class Verified:
    """What a check code stands for. Times in seconds UTC; `zone` (IANA) is the one to tell them in.

    `texts`: by language. `correction`: of a corrected one, by language, what is to be followed instead.
    `newer`: the check code of what takes its place or takes it back, as people see it, or "".
    """

    code: str
    reference: str
    organisation: str
    kind: Kind
    mode: Mode
    standing: Standing
    sent: int
    ends: int
    zone: str
    texts: Mapping[str, str]
    correction: Mapping[str, str]
    newer: str = ""

    def said(self, lang: str) -> tuple[str, str]:
        """The text for a reader, and the language that it is in: hers, English, or the first written."""
        for tag in (lang, "en", *self.texts):
            if tag in self.texts:
                return self.texts[tag], tag
        return "", lang


def verify(conn: Connection, desk: Desk, typed: str, now: float) -> Verified | None:
    """What a typed check code stands for; None for one that we never sent. Whoever offers this to strangers
    limits how often (I13): of 3.8 million million codes few are taken."""
    code = codes.read_code(typed)
    if code is None:
        return None
    sent = (announcements.c.code == code) & announcements.c.started.is_not(None)
    one = next(iter(records.found(conn, desk, sent)), None)
    if one is None or one.started is None:
        return None
    standing, newer = _standing(conn, one, now)
    found = organisations.get(conn, one.organisation)
    return Verified(
        code=codes.shown(one.code),
        reference=one.reference,
        organisation=found.name if found else "",
        kind=one.draft.kind,
        mode=one.draft.mode,
        standing=standing,
        sent=one.started,
        ends=one.draft.ends,
        zone=one.draft.zone,
        texts=one.draft.texts,
        correction=one.draft.correction if standing == "corrected" else {},
        newer=newer,
    )


def _standing(conn: Connection, one: Announcement, now: float) -> tuple[Standing, str]:
    """What holds of it now, the gravest first."""
    newer = conn.execute(
        select(announcements.c.kind, announcements.c.code)
        .where(
            announcements.c.about == one.id,
            announcements.c.started.is_not(None),
            announcements.c.state.in_(("running", "done")),
        )
        .order_by(announcements.c.kind, announcements.c.started.desc())
    ).first()
    if one.draft.mode == "exercise":
        return "exercise", ""
    if newer is not None and newer.kind == "cancel":
        return "cancelled", codes.shown(newer.code)
    if "correction" in waves_of(conn, one.id):
        return "corrected", ""
    if newer is not None:
        return "updated", codes.shown(newer.code)
    if one.state == "stopped":
        return "stopped", ""
    return ("valid" if one.draft.ends > now else "over"), ""
