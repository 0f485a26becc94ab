"""One attempt to send one message, and what follows from how it ended."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass

import structlog

from bot.delivery.backoff import MAX_TRIES, wait_after
from bot.delivery.claims import MAX_RESENDS
from bot.delivery.held import Held
from bot.delivery.marks import Dead, Gone, Later, Mark, Sent, Shut
from bot.delivery.ports import (
    Channel,
    PaidChannel,
    Refused,
    SendError,
    TryLater,
    Uncertain,
    Unreachable,
)

log = structlog.get_logger("delivery")

SEND_TIMEOUT = 20.0
"""Seconds that a send may take. Less than a lease, so that no other process sends meanwhile."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The marks to write, and whether the person's next message may follow now."""

    marks: tuple[Mark, ...]
    go_on: bool


async def send(channel: Channel, address: str, message: Held, *, paid: bool = False) -> str | SendError:
    """Send, and give back the channel's ids of what is shown, or the error that it ended with.

    `paid` needs a channel that can be paid.
    """
    try:
        async with asyncio.timeout(SEND_TIMEOUT):
            if paid and isinstance(channel, PaidChannel):
                return await channel.send_paid(address, message.message)
            return await channel.send(address, message.message)
    except SendError as error:
        return error
    except TimeoutError:
        return Uncertain("timeout")
    except Exception as error:
        # A fault of the channel's own; nobody knows how far it came. Its words may quote the message (L1).
        log.error("outbox.channel_fault", channel=channel.name, reason=type(error).__name__, alarm=True)
        return Uncertain(type(error).__name__)


def flood(result: str | SendError | None) -> float | None:
    """The seconds for which the platform asked everybody to wait, if it did (M7)."""
    return result.after if isinstance(result, TryLater) and result.everyone else None


def follow(held: Held, result: str | SendError, now: float, chance: random.Random) -> Ended:
    """What to write down after an attempt (M7 to M10)."""
    match result:
        case str(shown):
            return Ended((Sent(held, shown),), True)
        case TryLater() as error:
            later = Later(held, now + error.after, held.tries, error.reason)
            marks = (Shut(held.channel, now + error.after), later) if error.everyone else (later,)
            return Ended(marks, False)
        case Unreachable() as error:
            return Ended((Gone(held, error.reason),), False)
        case Refused() as error:
            log.error("outbox.refused", channel=held.channel, reason=error.reason, alarm=True)
            return Ended((Dead(held, held.tries + 1, error.reason),), True)
        case Uncertain() as error:
            return _uncertain(held, error, now, chance)
        case error:
            return _failed(held, error, now, chance)


def _uncertain(held: Held, error: SendError, now: float, chance: random.Random) -> Ended:
    tries = held.tries + 1
    log.warning("outbox.uncertain", channel=held.channel, reason=error.reason, resends=held.resends)
    if held.resends >= MAX_RESENDS or tries >= MAX_TRIES:
        return Ended((Dead(held, tries, error.reason),), True)
    due = now + wait_after(tries, chance)
    return Ended((Later(held, due, tries, error.reason, unknown=True),), False)


def _failed(held: Held, error: SendError, now: float, chance: random.Random) -> Ended:
    tries = held.tries + 1
    if tries >= MAX_TRIES:
        log.error("outbox.dead", channel=held.channel, reason=error.reason, alarm=True)
        return Ended((Dead(held, tries, error.reason),), True)
    return Ended((Later(held, now + wait_after(tries, chance), tries, error.reason),), False)
