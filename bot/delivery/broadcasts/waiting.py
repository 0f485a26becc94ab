"""Broadcasts over channels that people fetch from: what waits for a phone, until it was shown there."""

from __future__ import annotations

from collections.abc import Iterable

import structlog
from sqlalchemy import (
    BigInteger,
    BindParameter,
    Connection,
    bindparam,
    exists,
    func,
    literal_column,
    select,
    update,
)

from bot.conversation.messages import Outgoing
from bot.delivery.broadcasts.model import runs
from bot.delivery.broadcasts.tables import broadcast_sends, broadcasts
from bot.delivery.broadcasts.texts import NoWords, Texts
from bot.delivery.fetching import TOLD
from bot.delivery.fleet.tables import home
from bot.delivery.tables import persons

log = structlog.get_logger("delivery")

MOST = 20

_sends = broadcast_sends.c
_now: BindParameter[int] = bindparam("b_now", type_=BigInteger)
# Showing it is how it is sent to those who fetch, so it waits as well while nothing is sent (O2, O6).
_muted = exists().where(home.c.muted.is_not(None))
_waits = (_sends.state == literal_column("'waiting'")) & (_sends.due <= _now) & runs(_now) & ~_muted
_OF_PERSON = (
    select(_sends.id, _sends.broadcast_id, _sends.lang)
    .join(broadcasts, broadcasts.c.id == _sends.broadcast_id)
    .where(
        _sends.person_id == bindparam("b_person"),
        _sends.channel == bindparam("b_channel"),
        _sends.closed.is_(None),
        _waits,
    )
    .order_by(broadcasts.c.before.is_(None), broadcasts.c.urgent.desc(), _sends.id)
    .limit(MOST)
)
# Whatever has become of it meanwhile: her phone says that it was shown, so she got it.
_SHOWN = (
    update(broadcast_sends)
    .where(
        _sends.person_id == bindparam("b_person"),
        _sends.channel == bindparam("b_channel"),
        _sends.id.in_(bindparam("b_ids", expanding=True)),
        _sends.state.in_(("waiting", "stopped", "expired")),
    )
    .values(state="sent", closed=bindparam("b_now"))
)
_NEWEST = (
    select(persons.c.address_hash, func.max(_sends.id).label("newest"))
    .join(broadcast_sends, _sends.person_id == persons.c.id)
    .join(broadcasts, broadcasts.c.id == _sends.broadcast_id)
    .where(
        persons.c.address_hash.in_(bindparam("b_hashes", expanding=True)), _sends.closed.is_(None), _waits
    )
    .group_by(persons.c.address_hash)
)  # fmt: skip


class Shelf:
    """What waits of broadcasts for those who fetch. All of it runs within the caller's transaction."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def waiting(self, conn: Connection, person: str, channel: str, now: float) -> list[tuple[int, Outgoing]]:
        """What is to be shown to this person at this second, corrections and what is urgent first. What has
        ended or was stopped is not (A8, C13)."""
        values = {"b_person": person, "b_channel": channel, "b_now": int(now)}
        found = []
        for row in conn.execute(_OF_PERSON, values).all():
            try:
                message = self._texts.of(conn, row.broadcast_id, row.lang, channel)
            except NoWords as error:
                # Her answers are more important; it is shown when the words can be had.
                log.error("broadcast.no_words", reason=error.reason, alarm=True)
                message = None
            if message is not None:
                found.append((TOLD + row.id, message))
        return found

    def shown(self, conn: Connection, person: str, channel: str, numbers: Iterable[int], now: float) -> None:
        """Her phone has shown these; safe to say twice."""
        ids = [number - TOLD for number in numbers]
        if ids:
            values = {"b_person": person, "b_channel": channel, "b_ids": ids, "b_now": int(now)}
            conn.execute(_SHOWN, values)

    def newest(self, conn: Connection, hashes: Iterable[bytes], now: float) -> list[tuple[bytes, int]]:
        """By address hash: the number of the newest row that waits for them now."""
        rows = conn.execute(_NEWEST, {"b_hashes": list(hashes), "b_now": int(now)})
        return [(row.address_hash, TOLD + row.newest) for row in rows]
