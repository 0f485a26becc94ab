"""The portal with many bookings: how long the server takes for the pages of an employer.

    python -m bench.portal [BOOKINGS]

One organisation on SQLite with as many booked interviews (10,000 by default), each of somebody else, and the
pages fetched in turns through the whole application. Prints medians in milliseconds; fails over 100 ms.
"""

from __future__ import annotations

import asyncio
import secrets
import statistics
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import Connection, insert

from bot.delivery.tables import persons
from bot.features.interviews.slots.tables import bookings, slots
from bot.store import keyring as key_files
from bot.store.datakeys import DataKeys
from bot.store.opening import open_sqlite
from tests.clock import FakeClock
from tests.portal import meetings
from tests.portal.samples import vacancy
from tests.portal.world import World, new_world

BOOKINGS = 10_000
ROUNDS = 25
MOST = 100.0
"""Milliseconds."""
HALF = 1_800


def fill(conn: Connection, world: World, many: int) -> None:
    """Copies of one real interview, half an hour apart, as many before now as behind it."""
    made = vacancy(conn, world, world.employer, "released")
    one = meetings.booking(conn, world, world.employer, first=meetings.tomorrow(world), vacancy=made)
    person = dict(conn.execute(persons.select().where(persons.c.id == one.person)).one()._mapping)
    slot = dict(conn.execute(slots.select().where(slots.c.id == one.slot.id)).one()._mapping)
    booked = dict(conn.execute(bookings.select().where(bookings.c.id == one.id)).one()._mapping)
    people, times, rows = [], [], []
    for number in range(many):
        id_, time_, owner = (secrets.token_urlsafe(16) for _ in range(3))
        start = one.slot.start + HALF * (number - many // 2)
        people.append({**person, "id": owner, "address_hash": secrets.token_bytes(32)})
        times.append({**slot, "id": time_, "start": start, "series": time_})
        rows.append({**booked, "id": id_, "slot": time_, "person_id": owner, "uid": id_})
    conn.execute(insert(persons), people)
    conn.execute(insert(slots), times)
    conn.execute(insert(bookings), rows)


async def measured(many: int) -> dict[str, float]:
    """Medians in milliseconds, by page."""
    ring, found = key_files.generate(), {}
    with tempfile.TemporaryDirectory() as folder:
        store = open_sqlite(Path(folder) / "data")
        world = await new_world(store, ring, DataKeys(ring), FakeClock())
        await store.write(lambda conn: fill(conn, world, many))
        app = world.app()
        async with (
            await world.signed_in("employer", app) as host,
            await world.signed_in("case_worker", app) as staff,
        ):
            for path, browser in (
                ("interviews", host),
                ("interviews?past=1", host),
                ("times", host),
                ("today", staff),
            ):
                took = []
                for _ in range(ROUNDS):
                    begin = time.perf_counter()
                    answer = await browser.get(f"/portal/{path}")
                    took.append(1000 * (time.perf_counter() - begin))
                    assert answer.status_code == 200, answer.text
                found[path] = statistics.median(took)
        await store.close()
    return found


def main() -> None:
    many = int(sys.argv[1]) if len(sys.argv) > 1 else BOOKINGS
    found = asyncio.run(measured(many))
    for path, median in found.items():
        print(f"{path:20} {median:7.1f} ms  (median of {ROUNDS}, {many:,} bookings, SQLite)")
    if max(found.values()) > MOST:
        sys.exit(f"slower than {MOST:.0f} ms")


if __name__ == "__main__":
    main()
