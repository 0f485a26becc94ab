"""Calls and messages of the whole fleet, counted in Redis: who makes them has one bucket, whichever process
is met (I13)."""

from __future__ import annotations

import hmac
import math
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

    async def wait(self, key: str, burst: float, rate: float, patience: float = 0.0) -> float | None:
        """Seconds until this call may be made, 0: now; up to `patience` it is counted. None: Redis cannot be
        asked.

        `burst` calls pass at once, then `rate` a second.
        """
        name = self._base + hmac.digest(self._secret, key.encode(), "sha256")[:16].hex()
        limits = [burst, rate, math.floor(patience * 1000)]

        async def command(redis: Redis) -> float | None:
            said = await self._script(keys=[name], args=limits, client=redis)
            return int(said) / 1000

        return await self._link.run(command, None)

    def secret(self, purpose: str) -> bytes:
        """A secret that all processes of this installation share, of a purpose of its own."""
        return hmac.digest(self._secret, f"secret of {purpose}".encode(), "sha256")
