"""Which messages stand in a chat, so that all of them can be taken out of it at once (C12).

Nothing is kept for this but the platform's numbers of messages, for as long as the platform lets a bot
delete them. They stand in the rows that a message has anyway: of what was sent in the row that is marked,
of what she did in the row that is accepted. Channels that people fetch from have none: there the page
clears itself.
"""

from __future__ import annotations

from sqlalchemy import BindParameter, Connection, bindparam, select, union_all, update

from bot.conversation.messages import Incoming
from bot.delivery.broadcasts.tables import broadcast_sends, broadcasts
from bot.delivery.held import is_open
from bot.delivery.ports import PersonState
from bot.delivery.tables import inbox, outbox

DELETABLE = 48 * 3_600
"""Seconds after its sending for which a bot may delete a message (Bot API, deleteMessage)."""
OF_REPLY, OF_BROADCAST = 200, 40
"""Characters that a row of the outbox and one of a broadcast have for their numbers."""
DIGITS = 18
"""More than any number of a message has."""

_sends = broadcast_sends.c
_hers: BindParameter[str] = bindparam("b_person")
_SHOWN = union_all(
    select(outbox.c.shown).where(
        outbox.c.person_id == _hers, outbox.c.shown.is_not(None), outbox.c.closed > bindparam("b_since")
    ),
    select(inbox.c.shown).where(
        inbox.c.person_id == _hers, inbox.c.shown.is_not(None), inbox.c.received > bindparam("b_since")
    ),
    # By way of the broadcasts, each of which finds her row in its unique key.
    select(_sends.shown)
    .join(broadcasts, broadcasts.c.id == _sends.broadcast_id)
    .where(
        broadcasts.c.closed.is_(None) | (broadcasts.c.ends > bindparam("b_since"))
        | (broadcasts.c.closed > bindparam("b_since")),
        _sends.person_id == _hers,
        _sends.shown.is_not(None),
        _sends.closed > bindparam("b_since"),
    ),
)  # fmt: skip
_LINE = (
    select(outbox.c.shown)
    .where(outbox.c.person_id == _hers, outbox.c.state == "sent", outbox.c.shown.is_not(None))
    .order_by(outbox.c.id.desc())
    .limit(1)
)
# What another process is just sending stays: it is behind the hidden screen's line, which then goes after it.
# `lease` stays too, so that the one that is under way here is still marked, with its number.
_DROP = (
    update(outbox)
    .where(
        outbox.c.person_id == _hers,
        is_open(outbox.c.state),
        (outbox.c.state != "sending")
        | (outbox.c.holder == bindparam("b_holder"))
        | (outbox.c.lease_until <= bindparam("b_now")),
    )
    .values(
        state="dropped", reason="hidden", body=None, closed=bindparam("b_now"), lease_until=None, holder=None
    )
)


def kept(shown: str, most: int) -> str | None:
    """A channel's ids as a row of `most` characters keeps them: numbers, the last ones where they are too
    many; None where there are none."""
    numbers = ""
    for number in reversed([each for each in shown.split() if is_number(each)]):
        longer = f"{number} {numbers}".strip()
        if len(longer) > most:
            break
        numbers = longer
    return numbers or None


def is_number(id_: str) -> bool:
    return id_.isascii() and id_.isdecimal() and len(id_) <= DIGITS


def of(incoming: Incoming) -> str | None:
    """The number of her own message, or of the one whose button she pressed; None for other channels."""
    return incoming.message if is_number(incoming.message) else None


def shown(conn: Connection, person: str, now: float) -> tuple[str, ...]:
    """The numbers of all that can still be taken out of her chat at that second, newest first."""
    values = {"b_person": person, "b_since": int(now) - DELETABLE}
    found = {number for row in conn.scalars(_SHOWN, values) for number in row.split()}
    return tuple(sorted(found, key=int, reverse=True))


def line(conn: Connection, state: PersonState) -> str:
    """The number of the line that stands in her chat since it was cleared, "" where it has none."""
    found = conn.scalar(_LINE, {"b_person": state.id})
    return found.split()[-1] if found else ""


def drop(conn: Connection, person: str, holder: str, now: float) -> None:
    """What waits for her is shown no more: it answers what is hidden now."""
    conn.execute(_DROP, {"b_person": person, "b_holder": holder, "b_now": int(now)})
