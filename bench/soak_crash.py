"""A long crash trial: `python -m bench.soak_crash --kills 1000 [--database URL] [--seed N]`; 1 on a fault.

With --database the address of an empty PostgreSQL database is given; else SQLite is used.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from bot.store.migrations import migrate
from bot.store.postgres_store import PostgresStore
from tests.crash.phases import PLACES
from tests.crash.trial import Result, Trial


def main() -> int:
    parser = argparse.ArgumentParser(description="Kill the program again and again and judge its answers.")
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", help="address of an empty PostgreSQL database; SQLite without it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if options.database:
            PostgresStore(options.database).write_sync(migrate)
        result = asyncio.run(Trial(Path(folder), options.database, options.seed).run(options.kills))
    print(f"seed {options.seed}: {result}")
    return report(result)


def report(result: Result) -> int:
    """Name every fault; the exit code."""
    verdict = result.verdict
    for kind, faults in (
        ("lost", verdict.lost),
        ("wrong effects in chat", verdict.wrong_effects),
        ("out of order in chat", verdict.out_of_order),
        ("too many repeats", verdict.too_many_repeats),
        ("never hit", [place for place in PLACES if not verdict.places[place]]),
    ):
        for fault in faults:
            print(f"{kind}: {fault}")
    return 0 if verdict.clean and all(verdict.places[place] for place in PLACES) else 1


if __name__ == "__main__":
    sys.exit(main())
