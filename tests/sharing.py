"""What counts for a whole fleet, as several of its processes have it."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from bot.delivery.bells import Topics
from bot.delivery.redis.link import Link
from bot.delivery.redis.pace import SharedPace
from tests.valkey import PATIENT


@asynccontextmanager
async def processes(url: str, count: int = 2) -> AsyncIterator[list[SharedPace]]:
    """What counts, as so many processes of one installation have it."""
    topics = Topics(secrets.token_bytes(32))
    async with AsyncExitStack() as ending:
        links = [Link(url, timeout=PATIENT) for _ in range(count)]
        for link in links:
            ending.push_async_callback(link.close)
        yield [SharedPace(link, topics.installation(), topics.calling()) for link in links]
