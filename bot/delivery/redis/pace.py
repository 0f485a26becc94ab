"""Calls of the whole fleet, counted in Redis: a caller has one bucket, whichever process it meets (I13)."""

from __future__ import annotations

import hmac
from pathlib import Path
from typing import Any

from redis.asyncio import Redis

from bot.delivery.redis.link import Link

SCRIPT = Path(__file__).with_name("pace.lua").read_text(encoding="utf-8")


class SharedPace:
    """Token buckets over one Redis. Each ends by itself as soon as it is full again (D7)."""

    def __init__(self, link: Link, name: str, secret: bytes) -> None:
        """`name`: of the installation, readable for nobody; `secret` hashes who calls (D7)."""
        self._link = link
        self._base = f"rafiq:{{{name}}}:pace:"
        self._secret = secret
        self._script: Any = link.redis.register_script(SCRIPT)

    async def wait(self, key: str, burst: float, rate: float) -> float | None:
        """Seconds until this call may be made, 0: now, and it is counted; None: Redis cannot be asked.

        `burst` calls pass at once, then `rate` a second.
        """
        name = self._base + hmac.digest(self._secret, key.encode(), "sha256")[:16].hex()

        async def command(redis: Redis) -> float | None:
            said = await self._script(keys=[name], args=[burst, rate], client=redis)
            return int(said) / 1000

        return await self._link.run(command, None)
