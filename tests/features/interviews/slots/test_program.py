"""B3 with the whole program: chat, pages and API at once on one time, as they come in life."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.features.interviews.slots import Slot, tables
from bot.store.database import Store
from bot.store.keyring import Keyring
from tests.features.interviews.slots.arena import Arena, Many, arena
from tests.features.interviews.slots.comers import Comer, OnAPage, OnPhone, Program
from tests.features.interviews.slots.racing import drop_the_key

SOAK = bool(os.environ.get("RAFIQ_SOAK"))
CLIENTS, ROUNDS = (1_000, 20) if SOAK else (200, 5)
PART = 4 if SOAK else 6
"""Of so many clients one comes by the pages, and one by the API: each costs as much as three who chat."""
SPARE = 4
"""Times beyond the rounds, so that the last to lose is offered others too."""
FIRST = (OnPhone, OnAPage, Program)
"""Who comes a little earlier, by turns: a press is quicker than a form, and would always win."""
HEAD_START = 0.2
"""Seconds."""
WITHOUT = 3
"""Rounds at most without the key: who comes after the first has won sees it, so some have one winner."""


@pytest.fixture
def servers(store: Store, request: pytest.FixtureRequest) -> list[dict[str, str]]:
    """Two processes of `rafiq serve` on the same database: with PostgreSQL a fleet, with its Redis."""
    if store.dialect == "sqlite":
        return [{}, {}]
    address, redis = request.getfixturevalue("postgres_address"), request.getfixturevalue("redis_server")
    shared = {"database_url": address, "redis_url": redis.url, "operator": "Trial", "contact": "Trial desk"}
    return [shared, shared]


async def race(
    comers: list[Comer], wanted: Slot, first: type[Comer] | None = None
) -> tuple[dict[str, list[Comer]], list[str]]:
    """All take this time at once, or one kind a little earlier: who was told what, and what went wrong."""
    told: dict[str, list[Comer]] = {"done": [], "taken": []}
    errors: list[str] = []

    async def come(one: Comer) -> None:
        if first is not None and type(one) is not first:
            await asyncio.sleep(HEAD_START)
        try:
            told[await one.take(wanted)].append(one)
        except Exception as error:
            errors.append(f"{type(one).__name__}: {type(error).__name__}: {error}"[:2_000])

    await asyncio.gather(*(come(one) for one in comers))
    return told, errors


async def booked_at(store: Store, wanted: Slot) -> int:
    count = select(func.count()).where(
        tables.bookings.c.state == "booked", tables.bookings.c.slot == wanted.id
    )
    return await store.read(lambda conn: conn.scalar(count) or 0)


async def test_B3_of_all_who_come_by_chat_page_and_API_exactly_one_wins(
    store: Store, keyring: Keyring, servers: list[dict[str, str]], tmp_path: Path
) -> None:
    """In each round; the others are told "taken" with the next free times, and take one of these in the next.

    Afterwards the control: without the key of the cells the same comers have several winners.
    """
    part = CLIENTS // PART
    many = Many(chats=CLIENTS - 2 * part, pages=part + ROUNDS, programs=part)
    async with arena(store, keyring, tmp_path, many, ROUNDS + WITHOUT + SPARE, servers) as made:
        waiting, won, began = list(made.comers), Counter[str](), time.monotonic()
        for number in range(ROUNDS):
            comers = random.Random(number).sample(waiting, CLIENTS)
            told, errors = await race(comers, made.times[number], FIRST[number % len(FIRST)])
            assert errors == []
            assert (len(told["done"]), len(told["taken"])) == (1, CLIENTS - 1)
            assert await booked_at(store, made.times[number]) == 1
            waiting.remove(told["done"][0])
            won[type(told["done"][0]).__name__] += 1
        assert "locked" not in made.printed and "Traceback" not in made.printed
        seconds = round(time.monotonic() - began, 1)
        print(f"{store.dialect}: {CLIENTS} clients, {ROUNDS} rounds, {seconds} s, won by {dict(won)}")
        await store.write(drop_the_key)
        assert await most_winners(store, made, waiting) > 1


async def most_winners(store: Store, made: Arena, waiting: list[Comer]) -> int:
    """In a round without the key: each was told that the time is theirs, and has it."""
    for wanted in made.times[ROUNDS : ROUNDS + WITHOUT]:
        told, _ = await race(waiting, wanted)
        if len(told["done"]) > 1:
            return await booked_at(store, wanted)
        waiting = told["taken"]
    return 1
