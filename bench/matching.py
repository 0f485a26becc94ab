"""100,000 profiles against a vacancy: the page of ten that the database orders, and a full scan in Python.

    python -m bench.matching              # SQLite and PostgreSQL
    python -m bench.matching 20000        # with so many profiles

The floor is the same sum over the same codes, already in memory, sorted in Python: what one would write
first, and what nobody could keep in step with consent.
"""

from __future__ import annotations

import asyncio
import heapq
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, text

from bench.figures import Figure, table
from bot.features.interviews.matching.keeping import LOTS
from bot.features.interviews.matching.model import Codes, Tongue, Wanted
from bot.features.interviews.matching.ranking import TOP, ranked
from bot.features.interviews.matching.scoring import match
from bot.store.database import Store
from bot.store.opening import open_store
from tests.features.interviews.matching.crowd import crowd, store
from tests.servers import postgres

MANY = 100_000
ROUNDS = 9
NOW = 1_795_255_200
AT_ONCE = 10_000
NEEDS = (Tongue("de", 2, 2, 2, 2), Tongue("en", 3, 3, 2, 2))
VACANCIES = {
    name: Wanted(name, "organisation", isco, "DE", languages, 3, ("car",), True, True)
    for name, isco, languages in (
        ("the largest field, two languages", "5223", NEEDS),
        ("a usual field, one language", "7512", NEEDS[:1]),
        ("a rare field, two languages", "2512", NEEDS),
    )
}
PAGES = {"first page": TOP, "a page in the middle": 60 * LOTS, "from other fields of work": 25 * LOTS}


async def filled(folder: Path, address: str | None, many: int) -> Store:
    """A store with so many invented candidates, and fresh statistics."""
    opened = await open_store(folder, address)
    people = crowd(1)
    for _ in range(0, many, AT_ONCE):
        await opened.write(lambda conn: store(conn, people, min(AT_ONCE, many), NOW + 1))
    await opened.write(lambda conn: conn.execute(text("ANALYZE")))
    return opened


async def database(name: str, folder: Path, address: str | None, many: int) -> list[str]:
    opened = await filled(folder, address, many)
    figures = []
    for wanted in VACANCIES.values():
        for page, after in PAGES.items():
            figure = Figure(f"{name}: {wanted.vacancy_id}, {page}")
            for at in range(ROUNDS + 1):
                took = await opened.read(_timed(wanted, after))
                if at:  # the first one warms
                    figure.rounds.append(took)
            figures.append(figure)
    await opened.close()
    return [_line(figure) for figure in figures]


def _timed(wanted: Wanted, after: int) -> Callable[[Connection], float]:
    def work(conn: Connection) -> float:
        begun = _processor(conn)
        assert len(ranked(conn, wanted, NOW, after)) == 10
        return (_processor(conn) - begun) * 1e6

    return work


def _processor(conn: Connection) -> float:
    """Seconds of processor time of whoever does the work, so that a busy machine changes little: this thread,
    and with PostgreSQL the process behind the connection as well (proc(5), fields 14 and 15).
    """
    if conn.dialect.name == "sqlite":
        return time.thread_time()
    process = conn.scalar(text("SELECT pg_backend_pid()"))
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return time.thread_time() + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def floor(many: int) -> list[str]:
    people = dict(enumerate(islice(crowd(1), many)))
    lines = []
    for wanted in VACANCIES.values():
        figure = Figure(f"Python, full scan: {wanted.vacancy_id}")
        for _ in range(3):
            begun = time.thread_time()
            assert len(_scan(people, wanted)) == 10
            figure.rounds.append((time.thread_time() - begun) * 1e6)
        lines.append(_line(figure))
    return lines


def _scan(people: Mapping[int, Codes], wanted: Wanted) -> list[tuple[int, int]]:
    return heapq.nlargest(10, ((match(codes, wanted).points, id_) for id_, codes in people.items()))


def _line(figure: Figure) -> str:
    least, most = min(figure.rounds) / 1e3, max(figure.rounds) / 1e3
    return f"{figure.name:<76} {figure.median / 1e3:>8.1f} ms  ({least:.1f} to {most:.1f})"


def _print(page: str) -> None:
    sys.stdout.write(f"{page}\n")
    sys.stdout.flush()


def main() -> None:
    many = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    _print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    _print(f"{many:,} profiles, processor time; a page under 200 ms is wanted")
    with tempfile.TemporaryDirectory() as folder:
        _print(table("SQLite", asyncio.run(database("SQLite", Path(folder) / "lite", None, many))))
        with postgres() as server, server.database() as address:
            lines = asyncio.run(database("PostgreSQL", Path(folder) / "keys", address, many))
            _print(table("PostgreSQL", lines))
    _print(table("The floor", floor(many)))


if __name__ == "__main__":
    main()
