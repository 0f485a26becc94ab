"""(b) A whole durable turn: from a Telegram update's bytes to the bytes of the reply's request.

Parsed, committed to the inbox, turned, put into the outbox, rendered by python-telegram-bot and marked as
sent; encryption on, every commit flushed to disk. Fifty people at once, each of whom writes when she has her
answer; every third message is a question in her own words. The network to Telegram is left out, as it is for
the peers.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import Connection, func, select, text

from bench.peers import TOKEN, update_bytes
from bot.app import Door, SystemClock
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.intake import Intake, open_parcel
from bot.channels.telegram.transport import Body, Transport
from bot.delivery.keys import Keys
from bot.delivery.pace import Pace
from bot.delivery.runner import Runner
from bot.delivery.sender import Sender
from bot.delivery.tables import inbox, outbox
from bot.mind import Mind, apology, build
from bot.settings import Settings
from bot.store import keyring
from bot.store.database import Store
from bot.store.datakeys import DataKeys
from bot.store.lookup import Lookup
from bot.store.opening import open_store

PEOPLE = 50
ANSWER = b'{"ok":true,"result":{"message_id":7,"date":1,"chat":{"id":1,"type":"private"},"text":"x"}}'
QUESTIONS = (
    "من يدفع رسوم التوظيف",
    "هل برنامج كندا مفتوح",
    "اخذ صاحب العمل جواز سفري",
    "كيف اعرف ان عرض العمل كاذب",
    "ما سعر الطماطم اليوم",
)


class _NoNetwork(Transport):
    """Takes the request's bytes and answers as Telegram would, at once."""

    def __init__(self) -> None:
        super().__init__("http://localhost:9", TOKEN)
        self.sent: dict[int, asyncio.Event] = {}
        self.bytes = 0

    async def post(
        self, method: str, body: Body, *, read_seconds: float | None = None, limit: int = 0
    ) -> tuple[int, bytes]:
        assert isinstance(body, bytes)
        request = json.loads(body)
        self.bytes += len(body)
        if "chat_id" in request and "reply_markup" in request:
            self.sent[int(request["chat_id"])].set()
        return 200, ANSWER


class Durable:
    """One assistant on one database, its people already past the welcome."""

    def __init__(self, store: Store, mind: Mind, keys: Keys) -> None:
        self._transport = _NoNetwork()
        settings = Settings(telegram_token=SecretStr(TOKEN))
        channel = TelegramChannel(settings, Door(), mind.say, transport=self._transport)
        clock = SystemClock()
        self._store = store
        self.runner = Runner(
            store,
            keys,
            clock,
            Sender(store, keys, clock, [channel]),
            turn=mind.turns.run,
            find=mind.find,
            apology=lambda lang, code: apology(mind, lang, code),
            pace=Pace(burst=1_000_000),
        )
        self._intake = Intake(channel.name, self.runner, lambda reading: None)
        self._number = 0

    async def welcome(self) -> None:
        """Everybody presses start and chooses Arabic."""
        chats = range(1000, 1000 + PEOPLE)
        self._transport.sent = {chat: asyncio.Event() for chat in chats}
        await asyncio.gather(*(self._walk(chat, ["/start", "العربية", "القائمة"]) for chat in chats))

    async def round(self, turns: int) -> float:
        """Microseconds a turn, everybody at once, until all is marked as sent."""
        begin = time.perf_counter()
        chats = range(1000, 1000 + PEOPLE)
        await asyncio.gather(*(self._walk(chat, _script(chat, turns)) for chat in chats))
        await self._all_marked()
        return (time.perf_counter() - begin) / (turns * PEOPLE) * 1e6

    async def _walk(self, chat: int, words: list[str]) -> None:
        answered = self._transport.sent[chat]
        for text_ in words:
            answered.clear()
            self._number += 1
            await self._intake.commit(open_parcel(update_bytes(self._number, chat, text_)))
            await answered.wait()

    async def _all_marked(self) -> None:
        while await self._store.read(_open):
            await asyncio.sleep(0.001)

    async def counts(self) -> tuple[int, int]:
        """Updates handled and messages sent: so that nobody measures what was not done."""
        return await self._store.read(_counts)


def _script(chat: int, turns: int) -> list[str]:
    """Menu, topics, then a question; and so on."""
    steps = ("القائمة", "1")
    return [QUESTIONS[(chat + i) % len(QUESTIONS)] if i % 3 == 2 else steps[i % 3] for i in range(turns)]


def _open(conn: Connection) -> int:
    return conn.execute(
        select(func.count()).select_from(outbox).where(outbox.c.state.in_(("waiting", "sending")))
    ).scalar_one()


def _counts(conn: Connection) -> tuple[int, int]:
    handled = select(func.count()).select_from(inbox).where(inbox.c.state == "handled")
    sent = select(func.count()).select_from(outbox).where(outbox.c.state == "sent")
    return conn.execute(handled).scalar_one(), conn.execute(sent).scalar_one()


@asynccontextmanager
async def durable(folder: Path, database_url: str | None = None) -> AsyncIterator[Durable]:
    """An assistant on SQLite in a folder, or on PostgreSQL."""
    ring = keyring.generate()
    data_keys = DataKeys(ring)
    keys = Keys(data_keys, Lookup(ring.newest("lookup").secret))
    store = await open_store(folder, database_url)
    if database_url is None:
        # On what the writer itself uses: 2 is FULL.
        assert await store.write(lambda conn: conn.execute(text("PRAGMA synchronous")).scalar_one()) == 2
    mind = build(operator="Bench", contact="nobody", today=datetime.now(UTC).date(), keys=data_keys)
    bench = Durable(store, mind, keys)
    try:
        await bench.runner.start()
        await bench.welcome()
        yield bench
    finally:
        await bench.runner.stop()
        await store.close()
