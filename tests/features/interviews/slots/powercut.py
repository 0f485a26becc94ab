"""Copies of SQLite's files as a power cut could leave them, made while a process books without pause.

The process is stopped (SIGSTOP) at a random moment, so that the files are what had been written by then, to
the byte, also in the middle of a commit or a checkpoint. In the copy everything that was not synced yet is
then lost or spoilt, which is what a power cut may do to it: the write-ahead log is cut at a random byte
behind the last frame that was synced, or has noise there, or is left; pages that a checkpoint was writing
into the database are overwritten with noise. What is synced is told by SQLite itself: it moves `mxFrame` of
the shared index on after the sync of the log, and `nBackfill` after the sync of the database
(https://www.sqlite.org/walformat.html, 2.1). The shared index is not copied: it is gone with the memory.

Not simulated: a disk that says "synced" and is not, or that spoils a sector it was not writing.
"""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import signal
import struct
import time
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from tests.features.interviews.slots.killed import (
    LONGEST,
    Setup,
    Verdict,
    judge,
    lines_in,
    opened,
    start,
)

_HEAD, _FRAME_HEAD = 32, 24
_FILES = ("rafiq.db", "rafiq.db-wal", "keys.db", "keys.db-wal")


@dataclass(slots=True)
class Cuts:
    """What was seen: `torn` copies had bytes behind the synced ones, `checkpoints` one under way."""

    verdict: Verdict
    copies: int = 0
    torn: int = 0
    checkpoints: int = 0


@dataclass(frozen=True, slots=True)
class _Synced:
    """Where the log ends that is safe (bytes), the size of a page, and the frames (from, to) whose pages
    are being written into the database."""

    end: int
    page: int
    backfilling: tuple[int, int]


async def cut_power(setup: Setup, count: int, *, cut_synced: bool = False) -> Cuts:
    """Make so many copies, and judge each; fewer where a booking is lost.

    `cut_synced`, the negative control: what was synced is lost too. The process stands still while its copy
    is judged.
    """
    cuts, chance = Cuts(Verdict()), random.Random(11)
    setup.journal.touch()
    process = start(setup)
    assert process.pid is not None
    try:
        await asyncio.to_thread(_wait_for_lines, setup, 2)
        for number in range(count):
            folder = setup.data_dir.parent / f"cut-{number}"
            await asyncio.sleep(chance.uniform(0.005, 0.06))
            with await asyncio.to_thread(_stopped, process.pid):
                _spoil(folder / "data", _copy(setup, folder), chance, cuts, cut_synced)
                copy = replace(setup, data_dir=folder / "data", journal=folder / "journal")
                store = opened(copy)
                await store.read(lambda conn: judge(conn, copy, cuts.verdict))  # noqa: B023
                await store.close()
            cuts.copies += 1
            shutil.rmtree(folder)
            if cuts.verdict.lost:
                break
    finally:
        process.kill()
        process.join()
    cuts.verdict.presses = lines_in(setup.journal)
    return cuts


def _wait_for_lines(setup: Setup, lines: int) -> None:
    end = time.monotonic() + LONGEST
    while lines_in(setup.journal) < lines:
        assert time.monotonic() < end, "the process does nothing"
        time.sleep(0.005)


def _copy(setup: Setup, folder: Path) -> _Synced:
    (folder / "data").mkdir(parents=True)
    for name in _FILES:
        if (setup.data_dir / name).exists():
            shutil.copyfile(setup.data_dir / name, folder / "data" / name)
    shutil.copyfile(setup.journal, folder / "journal")
    return _synced((setup.data_dir / "rafiq.db-shm").read_bytes())


def _stopped(process: int) -> ExitStack:
    """Stops the process; it goes on at the end of the context."""
    os.kill(process, signal.SIGSTOP)
    while not _stands_still(process):
        time.sleep(0.0005)
    goes_on = ExitStack()
    goes_on.callback(os.kill, process, signal.SIGCONT)
    return goes_on


def _stands_still(process: int) -> bool:
    """Every thread: one that is in the middle of a write comes to its end first."""
    states = [
        (task / "stat").read_text().rpartition(")")[2].split()[0]
        for task in Path(f"/proc/{process}/task").iterdir()
    ]
    return set(states) == {"T"}


def _synced(index: bytes) -> _Synced:
    page: int = struct.unpack_from("=H", index, 14)[0]
    frames: int = struct.unpack_from("=I", index, 16)[0]
    done, attempted = struct.unpack_from("=I", index, 96)[0], struct.unpack_from("=I", index, 128)[0]
    return _Synced(_HEAD + frames * (_FRAME_HEAD + page) if frames else 0, page, (done, attempted))


def _spoil(folder: Path, synced: _Synced, chance: random.Random, cuts: Cuts, cut_synced: bool) -> None:
    log, database = folder / "rafiq.db-wal", folder / "rafiq.db"
    content = log.read_bytes()
    cuts.torn += len(content) > synced.end
    keep = chance.randint(synced.end, max(synced.end, len(content)))
    if cut_synced:
        keep = chance.randint(0, synced.end)
    rest = len(content) - keep
    how = chance.choice(("cut", "noise", "left")) if not cut_synced else "cut"
    tail = {"cut": b"", "noise": chance.randbytes(max(0, rest)), "left": content[keep:]}[how]
    log.write_bytes(content[:keep] + tail)
    done, attempted = synced.backfilling
    if done < attempted and not cut_synced:
        cuts.checkpoints += 1
        _spoil_pages(database, content, range(done, attempted), synced.page, chance)


def _spoil_pages(database: Path, log: bytes, frames: range, size: int, chance: random.Random) -> None:
    """Noise over a random half of the pages whose newest content is still in the log alone."""
    with database.open("r+b") as file:
        for frame in frames:
            if chance.random() < 0.5:
                page: int = struct.unpack_from(">I", log, _HEAD + frame * (_FRAME_HEAD + size))[0]
                file.seek((page - 1) * size)
                file.write(chance.randbytes(chance.randint(1, size)))
