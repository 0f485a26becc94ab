"""I13 for a fleet: two processes with one Redis hold to one limit, and without it each to its own (M5)."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from bot.channels.web import Checked, WebSettings, build
from bot.channels.web.answers import BURST
from bot.channels.web.pace import Limit, Pace
from bot.delivery.redis.pace import SharedPace
from tests.channels.web.reception import MemoryReception
from tests.channels.web.words import SmallLabels, SmallPages, converse
from tests.sharing import processes
from tests.valkey import Valkey, valkey

SLOW = WebSettings(burst=3, rate=0.01, new_chats_burst=2, new_chats_rate=0.01, patience=0, form_wait=0)
SECRET = "s" * 32
HOURS_24 = 24 * 3600


async def _check(code: str, lang: str) -> Checked:
    return Checked("I do not know it.")


def phone(shared: SharedPace | None) -> httpx.AsyncClient:
    """A browser at one process. All have the same address."""
    app = build(MemoryReception(converse), SmallPages(), SmallLabels(), SLOW, _check, shared)
    transport = httpx.ASGITransport(app=app, client=("192.0.2.1", 1))
    return httpx.AsyncClient(
        transport=transport, base_url="http://localhost", headers={"sec-fetch-site": "same-origin"}
    )


async def said(phones: list[httpx.AsyncClient], count: int) -> list[int]:
    """The answers to so many messages of one chat, to each process in turn."""
    form = {"do": "text", "text": "hello", "token": "", "lang": "en"}
    return [
        (
            await phones[number % 2].post(
                "/chat/say", data=form | {"id": f"{number:022}"}, headers={"cookie": f"rafiq={SECRET}"}
            )
        ).status_code
        for number in range(count)
    ]


async def begun(phones: list[httpx.AsyncClient], count: int) -> list[int]:
    """The answers to so many phones that begin a chat."""
    answers = []
    for number in range(count):
        phones[number % 2].cookies.clear()
        answers.append((await phones[number % 2].post("/chat/start")).status_code)
    return answers


@pytest.fixture
async def two(redis_server: Valkey) -> AsyncIterator[list[httpx.AsyncClient]]:
    async with processes(redis_server.url) as both:
        yield [phone(shared) for shared in both]


async def test_I13_a_chat_has_one_limit_whichever_process_it_meets(two: list[httpx.AsyncClient]) -> None:
    assert await said(two, 5) == [200, 200, 200, 429, 429]


async def test_I13_chats_that_begin_are_counted_for_all_processes(two: list[httpx.AsyncClient]) -> None:
    assert await begun(two, 4) == [204, 204, 429, 429]


async def test_I13_guesses_of_check_codes_are_counted_for_all_processes(
    two: list[httpx.AsyncClient],
) -> None:
    seen = [
        (await two[number % 2].get("/check", params={"code": "x"})).status_code for number in range(BURST + 6)
    ]
    assert seen[:BURST] == [200] * BURST
    assert 429 in seen


async def test_I13_the_control_two_processes_without_redis_let_twice_as_many_through() -> None:
    two = [phone(None), phone(None)]
    assert await said(two, 8) == [200] * 6 + [429] * 2
    assert await begun(two, 6) == [204] * 4 + [429] * 2


async def test_M5_nobody_is_refused_because_redis_is_away() -> None:
    with valkey() as server:
        async with processes(server.url) as both:
            two = [phone(shared) for shared in both]
            assert await said(two, 2) == [200, 200]
            server.kill()
            # Each knows what it let through itself: no second burst, and no refusal before its own limit.
            assert await said(two, 6) == [200] * 4 + [429] * 2


async def test_D7_what_is_counted_ends_by_itself_and_names_nobody(redis_server: Valkey) -> None:
    redis_server.flush()
    async with processes(redis_server.url, 1) as (one,):
        two = [phone(one), phone(one)]
        await said(two, 1)
        await begun(two, 1)
        await two[0].get("/check", params={"code": "K7M-4HX-Q3N"})
        feed = Limit("feed", Pace(20, 1 / 60), one)
        for _ in range(25):
            await feed.wait("account-of-amina", 5)
    ends = redis_server.ends()
    assert len(ends) == 4
    assert all(0 < seconds <= HOURS_24 for seconds in ends.values())
    with redis_server.client() as client:
        held = b" ".join(part for name in ends for part in (name.encode(), client.get(name) or b""))
    for word in (SECRET, "192.0.2.1", "K7M", "amina", "check"):
        assert word.encode() not in held


async def test_I13_who_is_held_back_is_counted_and_who_is_refused_is_not(redis_server: Valkey) -> None:
    """As in one process (test_pace.py): waits grow by one call each, and a refused call costs nothing."""
    async with processes(redis_server.url) as both:
        limits = [Limit("chat", Pace(2, 0.1), shared) for shared in both]
        waits = [await limits[number % 2].wait("a", 25) for number in range(7)]
    assert [round(wait, -1) for wait in waits] == [0, 0, 10, 20, 30, 30, 30]
