"""O2, O6: muted and unmuted while it runs, the whole program is put together anew behind the same address."""

from __future__ import annotations

import asyncio
import shutil
import signal
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Connection
from structlog.testing import capture_logs

from bot import app, fleet
from bot.delivery.fleet import muting
from bot.delivery.keys import Keys
from bot.delivery.sender import Sender
from bot.store.datakeys import DataKeys
from bot.store.lookup import Lookup
from bot.store.opening import open_sqlite
from bot.store.sqlite_store import SqliteStore
from tests.channels.telegram.conftest import SECRET
from tests.channels.telegram.stand_in import StandIn
from tests.clock import FakeClock
from tests.program import free_port, settings_in


async def test_O2_O6_muted_it_asks_no_platform_until_it_is_unmuted(
    tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy starts muted: it asks Telegram nothing. Unmuted it polls, muted again it stops."""
    monkeypatch.setattr(fleet, "LOOK_EVERY", 0.05)
    shutil.copytree(sqlite_template, tmp_path / "data")
    beside = open_sqlite(tmp_path / "data")
    await beside.write(lambda conn: muting.mute(conn, muting.RESTORED, "", 5))
    server = await StandIn().start()
    settings = settings_in(
        tmp_path,
        port=free_port(),
        telegram_token=server.token,
        telegram_api=server.url,
        telegram_secret=SECRET,
    )
    ready = asyncio.Queue[int]()
    told: list[str] = []

    def silent(muted: muting.Muted) -> None:
        told.append(muted.reason)

    job = asyncio.create_task(app.serve(settings, lambda: ready.put_nowait(1), silent=silent))
    try:
        async with asyncio.timeout(100), httpx.AsyncClient() as client:
            await ready.get()
            page = f"http://127.0.0.1:{settings.port}/readyz"
            assert (await client.get(page)).text == "ready"
            await asyncio.sleep(0.3)
            assert server.calls == []
            assert await beside.write(lambda conn: muting.unmute(conn, "Amal"))
            await ready.get()
            await server.until(lambda: bool(server.called("getUpdates")), 60)
            assert (await client.get(page)).text == "ready"
            await beside.write(lambda conn: muting.mute(conn, muting.PERSON, "Amal", 6))
            await ready.get()
            asked = len(server.calls)
            await asyncio.sleep(0.3)
            assert len(server.calls) == asked
            # The start between the two sent, and said nothing of it.
            assert told == [muting.RESTORED, muting.PERSON]
    finally:
        if not job.done():
            signal.raise_signal(signal.SIGTERM)
        await job
        await server.stop()
        await beside.close()


async def test_O6_a_look_that_fails_is_an_alarm_and_not_the_last(
    sqlite_store: SqliteStore, data_keys: DataKeys, lookup: Lookup, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else nobody could stop that process any more, and nobody would know."""
    looks = 0

    def fails_once(conn: Connection) -> muting.Muted | None:
        nonlocal looks
        looks += 1
        if looks == 1:
            raise LookupError("a fault of ours")
        return muting.Muted(5, muting.PERSON, "Amal")

    monkeypatch.setattr(fleet, "LOOK_EVERY", 0.001)
    monkeypatch.setattr(muting, "muted", fails_once)
    sender, changed = Sender(sqlite_store, Keys(data_keys, lookup), FakeClock(), []), asyncio.Event()
    with capture_logs() as logged:
        await fleet.watch_mute(sqlite_store, sender, False, changed)
    assert changed.is_set()
    assert [(one["event"], one.get("alarm")) for one in logged] == [
        ("app.mute_unknown", True),
        ("app.muted", None),
    ]
