"""What a process does beside answering: it erases what is past its date, and learns what others changed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import Connection

from bot.channels import mail
from bot.delivery.fleet.jobs import Job
from bot.delivery.ports import Clock
from bot.delivery.retention import Swept, sweep_store
from bot.features import incidents, places, statistics
from bot.features.interviews import matching, slots
from bot.features.library.unanswered import Unanswered
from bot.features.skills import records as profiles
from bot.features.staff import Staff, keeps, sweeper
from bot.store.database import Store, StoreUnavailable
from bot.store.datakeys import DataKeys

if TYPE_CHECKING:
    from bot.hiring import Hiring
    from bot.mind import Mind

log = structlog.get_logger("app")

RETENTION_EVERY = 300.0
"""Seconds between two rounds of erasing what is past its date (D5)."""
TELLING_EVERY = 15.0
"""Seconds between two looks for changes of interviews that hosts are still to be told of."""
FRESH_EVERY = 0.5
"""Seconds between two looks for articles that another process withdrew."""


def retention(store: Store, keys: DataKeys, clock: Clock, others: tuple[Swept, ...]) -> Job:
    """What is past its date goes, also while nobody writes (D5)."""

    async def erase() -> None:
        keepers = (profiles.keeps(), keeps(), slots.keeps(), places.keeps())
        counts = await sweep_store(store, keys, clock.now(), others, keepers)
        if counts:
            log.info("retention.swept", counts=dict(counts))

    return Job("retention", RETENTION_EVERY, erase)


def telling(store: Store, hiring: Hiring, clock: Clock) -> Job:
    """Hosts are told what became of changes that candidates could take back (B10)."""

    async def tell() -> None:
        while await store.write(lambda conn: hiring.tell_later(conn, clock.now())):
            pass

    return Job("interviews.telling", TELLING_EVERY, tell)


def sweeps(mind: Mind, staff: Staff, unanswered: Unanswered) -> tuple[Swept, ...]:
    """What each feature erases by itself."""
    return (
        unanswered.sweep,
        profiles.sweep,
        sweeper(staff),
        incidents.sweeper(staff.keys.data),
        mail.sweep,
        places.sweep,
        statistics.sweep,
        *matching.sweeps,
        *mind.hiring.sweeps,
        *mind.announcing.sweeps,
    )


async def stay_fresh(store: Store, mind: Mind, clock: Clock) -> None:
    """What was withdrawn elsewhere disappears here too while nobody chats, from the pages to read as well."""
    while True:
        await asyncio.sleep(FRESH_EVERY)
        try:
            await store.write(lambda conn: refresh(conn, mind, clock.now()))
        except StoreUnavailable as error:
            log.error("library.store_unavailable", reason=error.reason)
        except Exception as error:
            log.error("library.refresh_failed", reason=type(error).__name__, alarm=True)


def refresh(conn: Connection, mind: Mind, now: float) -> None:
    """What was changed elsewhere is known here too."""
    mind.library.refresh(conn, now)
    mind.gazetteer.refresh(conn, now)
