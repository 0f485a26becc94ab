"""One send budget for the whole fleet: what bot/delivery/budget.py asks for, counted in Redis (M7).

Within a process the sends queue up as they do without Redis (`Paced`): replies first, in order. Whoever is
first then asks Redis (budget.lua, one round trip by the server's clock).

Without Redis nobody can count for all. Then each process keeps to its share: as many a second as are allowed,
divided by the processes that were last seen. So the fleet stays below the limit, more slowly (M5).
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
from collections import deque
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from redis.asyncio import Redis

from bot.delivery.budget import PAID_PER_SECOND, PER_SECOND, SECOND, Kind, Permit
from bot.delivery.pacing import Paced
from bot.delivery.redis.link import REST, Link

SCRIPT = Path(__file__).with_name("budget.lua").read_text(encoding="utf-8")
SEND = 21.0
"""Seconds after which a slot is free again whose process died with it: longer than a send may take."""
BEAT = 10.0
"""Seconds between two signs of life of a process."""
TELL_AGAIN = 0.5
"""Seconds between tries to tell Redis that sends have ended."""
LONGEST = 0.1
"""Seconds until it is asked again at the latest: a slot may come free before its time."""
FEWEST = 2
"""Processes that are supposed where none was ever seen: a fleet has at least so many."""
_ALONE, _FREE = "", "f"


class SharedBudget:
    """A Budget (bot/delivery/budget.py) for one channel. `window`: seconds in which `per_second` count."""

    def __init__(
        self,
        link: Link,
        name: str,
        secret: bytes,
        per_second: int = PER_SECOND,
        paid: int = PAID_PER_SECOND,
        *,
        window: float = SECOND,
    ) -> None:
        """`name`: of the installation and its channel, readable for nobody; `secret` hashes chats (D7)."""
        self._link = link
        self._secret = secret
        self._per_second, self._paid, self._window = per_second, paid, window
        self._hold = REST + 1.0  # by then every process has noticed that Redis is back, or gone
        base = f"rafiq:{{{name}}}:budget"
        self._keys = [f"{base}:{part}" for part in ("slots", "paid", "chats", "state", "members")]
        self._member = secrets.token_urlsafe(9)
        self._script: Any = link.redis.register_script(SCRIPT)
        self._order = Paced(per_second, paid, window=window)
        self._members = FEWEST
        self._share = self._of_share()
        self._cut = False
        self._alone_from: float | None = None
        self._ends: deque[tuple[str, str, float]] = deque(maxlen=10_000)
        self._told = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._asking: dict[Kind, asyncio.Lock] = {kind: asyncio.Lock() for kind in ("reply", "bulk", "paid")}

    async def start(self) -> None:
        """Begin to give signs of life, and to tell what has ended."""
        self._tasks = [asyncio.create_task(self._beats()), asyncio.create_task(self._tells())]

    async def close(self) -> None:
        """Stop asking. What was not told is forgotten by Redis itself after a while."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def at_once(self, chat: str, kind: Kind) -> Permit | None:
        return None  # another machine has to be asked

    async def begin(self, chat: str, kind: Kind, within: float) -> Permit | None:
        loop = asyncio.get_running_loop()
        until = loop.time() + within
        own = self._order.at_once(chat, kind) or await self._order.begin(chat, kind, within)
        if own is None:
            return None
        token: str | None = None
        try:
            token = await self._ask(own, until)
        finally:
            if token is None:
                self._order.ended(own)
        return None if token is None else replace(own, token=token)

    def ended(self, permit: Permit, retry_after: float | None = None) -> None:
        self._order.ended(permit, retry_after)
        if permit.token == _ALONE:
            self._share.ended(permit, retry_after)
        if permit.token != _ALONE or retry_after is not None:
            self._end(permit.token or _FREE + secrets.token_urlsafe(9), permit.chat, retry_after)

    async def _ask(self, own: Permit, until: float) -> str | None:
        """The token of a permit for the fleet; None where none came in time, or nobody may send."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout_at(until):
                while True:
                    async with self._asking[own.kind]:
                        said, token, number = await self._first(own)
                    if said == "go":
                        return token
                    if said == "shut":
                        return None
                    if said == "alone":
                        # Asked anew soon: who still goes by a share when all count together sends too much.
                        if await self._alone(own, min(LONGEST, until - loop.time())):
                            return _ALONE
                        continue
                    # Her last message was sent, or is being sent, by another process.
                    await asyncio.sleep(min(number / 1000, LONGEST))
        except TimeoutError:
            return None

    async def _first(self, own: Permit) -> tuple[str, str, float]:
        """Ask until a slot is free. One of each kind asks for all of this process that wait: were all to ask,
        nothing else would be done."""
        while True:
            token = ("p" if own.kind == "paid" else _FREE) + secrets.token_urlsafe(9)
            said, number = await self._take(own, token)
            if said != "wait":
                return said, token, number
            await asyncio.sleep(min(number / 1000, LONGEST))

    async def _take(self, own: Permit, token: str) -> tuple[str, float]:
        """What Redis says: go, wait, chat, shut, alone; and how many processes, or milliseconds to wait."""
        arguments = [
            *("take", self._member, own.kind, self._hash(own.chat), token, self._per_second, self._paid),
            *(_ms(self._window), _ms(SEND), _ms(self._hold), int(self._cut)),
        ]
        asking = asyncio.ensure_future(self._run(arguments))
        try:
            said, number = await asyncio.shield(asking)
        except asyncio.CancelledError:
            asking.add_done_callback(partial(self._unwanted, own.chat, token))
            raise
        self._cut = said == "away"
        if said in ("go", "alone"):
            self._seen(int(number))
        if said not in ("away", "alone"):
            self._alone_from = None
        elif self._alone_from is None:
            # What the fleet sent within the last second is not in our share: let it pass.
            self._alone_from = asyncio.get_running_loop().time() + self._window
        return "alone" if said == "away" else said, number

    def _unwanted(self, chat: str, token: str, asking: asyncio.Future[tuple[str, float]]) -> None:
        """A permit came for somebody who waits no more: its slot is free again."""
        if not asking.cancelled() and asking.exception() is None and asking.result()[0] == "go":
            self._end(token, chat, None)

    def _end(self, token: str, chat: str, retry_after: float | None) -> None:
        self._ends.append((token, self._hash(chat), -1.0 if retry_after is None else retry_after))
        self._told.set()

    async def _alone(self, own: Permit, within: float) -> bool:
        """True once this process's share allows it, of which Redis knows nothing."""
        loop = asyncio.get_running_loop()
        wait = (self._alone_from or 0.0) - loop.time()
        if wait > 0:
            await asyncio.sleep(min(wait, within))
            within -= wait
        if within <= 0:
            return False
        found = self._share.at_once(own.chat, own.kind) or await self._share.begin(own.chat, own.kind, within)
        return found is not None

    def _seen(self, members: int) -> None:
        if members >= 1 and max(FEWEST, members) != self._members:
            self._members = max(FEWEST, members)
            self._share = self._of_share()

    def _of_share(self) -> Paced:
        most = max(1, self._per_second // self._members)
        return Paced(most, max(1, self._paid // self._members), window=self._window)

    def _hash(self, chat: str) -> str:
        return hmac.digest(self._secret, chat.encode(), "sha256")[:12].hex() if chat else ""

    async def _run(self, arguments: list[Any]) -> tuple[str, float]:
        async def command(redis: Redis) -> tuple[str, float]:
            said, number = await self._script(keys=self._keys, args=arguments, client=redis)
            return said.decode(), float(number)

        return await self._link.run(command, ("away", 0.0))

    async def _beats(self) -> None:
        while True:
            said, number = await self._run(["beat", self._member])
            if said == "members":
                self._seen(int(number))
            await asyncio.sleep(BEAT)

    async def _tells(self) -> None:
        """What has ended, many at once where many end; kept while Redis is away."""
        while True:
            await self._told.wait()
            self._told.clear()
            ends = list(self._ends)
            self._ends.clear()
            flat = [value for end in ends for value in end]
            said, _ = await self._run(["end", _ms(self._window), self._per_second, *flat])
            if said == "away":
                self._ends.extendleft(reversed(ends))
                self._told.set()
                await asyncio.sleep(TELL_AGAIN)


def _ms(seconds: float) -> int:
    return int(seconds * 1000)
