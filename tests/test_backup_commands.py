"""O1, O2: `rafiq backup` and `rafiq restore`; the restored copy sends nothing until a person says so."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot import app, fleet
from bot.backup_commands import backup_command, restore_command
from bot.conversation.messages import Incoming, Outgoing
from bot.delivery import inbox as letters
from bot.delivery import outbox as replies
from bot.delivery.fleet import muting
from bot.delivery.keys import Keys
from bot.features.staff import audit
from bot.store.backups.sealing import BackupError
from bot.store.datakeys import DataKeys
from bot.store.lookup import Lookup
from bot.store.opening import open_sqlite
from tests.channels.telegram.conftest import SECRET
from tests.channels.telegram.stand_in import StandIn
from tests.clock import FakeClock
from tests.program import free_port, settings_in


async def test_O2_a_restored_copy_sends_nothing_until_it_is_unmuted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A message waits in the copy. Restored, it is not sent; unmuted, it is: the control."""
    monkeypatch.setattr(fleet, "LOOK_EVERY", 0.05)
    server = await StandIn().start()
    own = {"telegram_token": server.token, "telegram_api": server.url, "telegram_secret": SECRET}
    source = settings_in(tmp_path, **own)
    ring = source.keyring()
    keys = Keys(DataKeys(ring), Lookup(ring.newest("lookup").secret))
    channel = f"telegram:{server.token.partition(':')[0]}"
    now = app.SystemClock().now()

    def fill(conn: Connection) -> None:
        muting.settle(conn, now)
        came = letters.accept(conn, keys, channel, "1", "4711", Incoming("text", text="hello"), now)
        assert came is not None
        cipher = keys.data.for_person(conn, came.person)
        replies.put(conn, cipher, came.person, channel, [Outgoing("the message that waits", "en")], now)

    store = open_sqlite(source.data_dir)
    await store.write(fill)
    assert await store.read(muting.muted) is None
    await store.close()

    copy, target = (
        tmp_path / "copy",
        settings_in(tmp_path, data_dir=tmp_path / "new", port=free_port(), **own),
    )
    await asyncio.to_thread(backup_command(lambda: source, app.SystemClock()), copy)
    await asyncio.to_thread(restore_command(lambda: target, app.SystemClock()), copy)
    assert "It is muted: nothing is sent. What to do now:" in capsys.readouterr().out

    beside = open_sqlite(target.data_dir)
    muted = await beside.read(muting.muted)
    assert muted is not None
    assert muted.reason == muting.RESTORED
    ready = asyncio.Queue[int]()
    job = asyncio.create_task(app.serve(target, lambda: ready.put_nowait(1)))
    try:
        async with asyncio.timeout(100):
            await ready.get()
            await asyncio.sleep(0.3)
            assert server.calls == []
            await beside.write(lambda conn: muting.unmute(conn, "Amal"))
            await ready.get()
            await server.until(lambda: bool(server.called("sendMessage")), 60)
    finally:
        if not job.done():
            signal.raise_signal(signal.SIGTERM)
        await job
        await server.stop()
        await beside.close()


@pytest.mark.parametrize("there_is_a_log", [True, False])
def test_L3_a_copy_and_its_return_are_in_the_audit_log(
    tmp_path: Path, clock: FakeClock, capsys: pytest.CaptureFixture[str], there_is_a_log: bool
) -> None:
    """Who: the command line. What: counts and ids of keys, no path. Without a log too."""
    source, target = settings_in(tmp_path), settings_in(tmp_path, data_dir=tmp_path / "new")
    ring = source.keyring()
    first = open_sqlite(source.data_dir)
    first.write_sync(lambda conn: DataKeys(ring).create_person_key(conn, "somebody"))
    if not there_is_a_log:
        first.write_sync(lambda conn: conn.execute(text("ALTER TABLE staff_audit RENAME TO elsewhere")))
    backup_command(lambda: source, clock)(tmp_path / "copy")
    assert "does not tell" not in capsys.readouterr().err
    if not there_is_a_log:
        return
    made = first.write_sync(lambda conn: audit.latest(conn, "backup.made"))
    first._close()
    assert made is not None
    assert (made.actor, made.at, made.about) == ("command-line", int(clock.now()), "")
    assert made.details["keys"] == "1"
    assert made.details["masters"] == ring.newest("master").id.hex()
    clock.forward(60)
    restore_command(lambda: target, clock)(tmp_path / "copy")
    second = open_sqlite(target.data_dir)
    entries = second.write_sync(audit.page)
    checked = second.write_sync(audit.check)
    second._close()
    assert [entry.what for entry in entries] == ["backup.restored"], "its own entry came after the copy"
    assert entries[0].details == {"made": str(made.at), "keys": "1"}
    assert checked.broken is None
    assert not any("copy" in str(entry) for entry in (made, *entries))


def test_the_commands_say_what_is_missing(tmp_path: Path, clock: FakeClock) -> None:
    settings = settings_in(tmp_path)
    with pytest.raises(BackupError, match="There is nothing to back up"):
        backup_command(lambda: settings, clock)(tmp_path / "copy")
    with pytest.raises(BackupError, match="There is no file"):
        restore_command(lambda: settings, clock)(tmp_path / "copy")
    open_sqlite(settings.data_dir)._close()
    backup_command(lambda: settings, clock)(tmp_path / "copy", tmp_path / "apart")
    with pytest.raises(BackupError, match="give the newest copy of the keys with --keys"):
        restore_command(lambda: settings, clock)(tmp_path / "copy")
    restore_command(lambda: settings, clock)(tmp_path / "copy", tmp_path / "apart", check=True)
    assert not (tmp_path / "copy.part").exists()
    whole, target = (tmp_path / "copy").read_bytes(), settings_in(tmp_path, data_dir=tmp_path / "new")
    (tmp_path / "copy").write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(BackupError, match="was changed, damaged or cut short"):
        restore_command(lambda: target, clock)(tmp_path / "copy", tmp_path / "apart")
    assert not target.data_dir.exists(), "nothing was touched"
