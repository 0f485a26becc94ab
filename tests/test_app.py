"""The joined program: over HTTP, stopped, killed, started again."""

from __future__ import annotations

import asyncio
import io
import json
import os
import signal
import time
from functools import partial
from pathlib import Path

import httpx
import pytest
import structlog.testing

from bot import app
from bot.app import Assistant, assistant
from bot.conversation.messages import Incoming
from bot.features.library import records
from bot.features.statistics import publishing, weeks
from bot.settings import SettingsError
from bot.store import durability
from bot.store.opening import open_sqlite
from tests.channels.contract import ANSWER, MENU, QUESTION, begins_in_english
from tests.channels.web_phone import WebPhone
from tests.logged import logging_into
from tests.program import answers, environment, free_port, process, process_anew, serving, settings_in

WITHDRAWN = "rights/recruitment-fees"
TITLE = "Recruitment fees"
NOT_KNOWN = "I do not know this"


async def test_the_pages_are_there_and_the_health_is_told(tmp_path: Path) -> None:
    async with serving(settings_in(tmp_path, port=free_port())) as url, httpx.AsyncClient() as client:
        assert (await client.get(f"{url}/healthz")).text == "ok"
        page = await client.get(f"{url}/?lang=ar")
        assert 'dir="rtl"' in page.text
        assert "demo: nobody answers here" in page.text or "عرض تجريبي" in page.text
        topics = await client.get(f"{url}/read/en")
        assert "Your rights at work" in topics.text


async def test_an_article_that_another_process_withdraws_is_gone_within_2_seconds(tmp_path: Path) -> None:
    """Nobody chats meanwhile: only the pages to read are asked for."""
    async with serving(settings_in(tmp_path, port=free_port())) as url, httpx.AsyncClient() as client:

        async def stands() -> bool:
            return WITHDRAWN.rpartition("/")[2] in (await client.get(f"{url}/read/en/rights")).text

        assert await stands()
        await asyncio.to_thread(withdraw, tmp_path / "data")
        since, looks = time.monotonic(), 0
        async with asyncio.timeout(60):
            while await stands():
                looks += 1
                await asyncio.sleep(0.05)
        # Two seconds, and one for a busy machine; on one where a page takes that long, a few pages.
        assert time.monotonic() - since < 3.0 or looks < 10, looks


async def test_what_was_withdrawn_before_the_start_is_never_shown(tmp_path: Path) -> None:
    await asyncio.to_thread(withdraw, tmp_path / "data")
    async with serving(settings_in(tmp_path, port=free_port())) as url, httpx.AsyncClient() as client:
        assert WITHDRAWN.rpartition("/")[2] not in (await client.get(f"{url}/read/en/rights")).text


def withdraw(data_dir: Path) -> None:
    store = open_sqlite(data_dir)
    assert store.write_sync(lambda conn: records.withdraw(conn, WITHDRAWN, time.time()))
    asyncio.run(store.close())


async def test_O3_a_stop_is_clean_and_a_restart_goes_on_where_she_was(tmp_path: Path) -> None:
    port = free_port()
    env = environment(tmp_path, port=str(port))
    phone = WebPhone(tmp_path)
    with process_anew(env) as first:
        await answers(f"http://127.0.0.1:{port}")
        async with phone.on(port):
            await begins_in_english(phone)
            await phone.says(QUESTION)
            await phone.sees(ANSWER)
            since = time.monotonic()
            first.send_signal(signal.SIGTERM)
            assert await asyncio.to_thread(first.wait, 30) == 0
            print(f"stopped in {time.monotonic() - since:.1f} s, with one chat open")
    with process(env):
        await answers(f"http://127.0.0.1:{port}")
        async with phone.on(port):
            await phone.sees("Welcome back")
            await phone.presses("Go on")
            await phone.sees(ANSWER)
    assert phone.times(ANSWER) == 2


async def test_M1_a_kill_in_the_middle_of_a_chat_loses_nothing(tmp_path: Path) -> None:
    """Questions without a pause, and kill -9 while they are answered; twice."""
    port = free_port()
    env = environment(tmp_path, port=str(port))
    phone = WebPhone(tmp_path)
    phone.repeats_allowed = True
    asked = 0
    for kill in range(2):
        with process(env) as server:
            await answers(f"http://127.0.0.1:{port}")
            async with phone.on(port):
                if not kill:
                    await begins_in_english(phone)
                for _ in range(5):
                    asked += 1
                    await phone.says(f"qqqq zzzz xxxx {'w' * asked}")
                await phone.until(partial(_answered, phone, asked - 3), "the first answers")
                server.kill()
                await asyncio.to_thread(server.wait)
    with process(env):
        await answers(f"http://127.0.0.1:{port}")
        async with phone.on(port):
            await phone.until(lambda: phone.acknowledged and _answered(phone, asked), "all answers")
            await phone.says("menu")
            await phone.sees(MENU)
    assert phone.times(NOT_KNOWN) == asked == 10


def _answered(phone: WebPhone, questions: int) -> bool:
    return phone.times(NOT_KNOWN) >= questions


async def test_I13_a_flood_is_slowed_and_answered_and_her_neighbour_is_not_slowed(tmp_path: Path) -> None:
    async with assistant(settings_in(tmp_path)) as running:
        await shown_after(running, "anna", "start", 1)
        began = time.monotonic()
        for number in range(31):
            await running.runner.accept("web", f"anna-{number}", "anna", Incoming("command", "menu"))
        flooded = time.monotonic() - began
        await shown_after(running, "badr", "start", 1)
        neighbour = time.monotonic() - began - flooded
        await shown_after(running, "anna", "", 32)
        slowed = time.monotonic() - began
        again = time.monotonic()
        await shown_after(running, "cyra", "start", 1)
        alone = time.monotonic() - again  # the control: on a busy machine this takes long too
    assert neighbour < max(1.5, 3 * alone), (flooded, neighbour, slowed, alone)
    assert slowed > 1.5, (flooded, neighbour, slowed, alone)


async def test_L4_the_program_publishes_the_week_that_is_over(tmp_path: Path) -> None:
    async with assistant(settings_in(tmp_path)) as running, asyncio.timeout(30):
        week = weeks.last_whole(running.clock.now())
        while not await running.store.read(lambda conn: publishing.is_published(conn, week)):
            await asyncio.sleep(0.02)


async def shown_after(running: Assistant, who: str, kind: str, count: int) -> None:
    """Wait until so many messages wait for a person, who has first done this."""
    with running.runner.listen("web", who) as bell:
        if kind == "start":
            await running.runner.accept("web", f"{who}-start", who, Incoming("start", hint="en"))
        async with asyncio.timeout(100):
            while len(await running.runner.waiting("web", who)) < count:
                await bell.wait()
                bell.clear()


async def test_an_address_in_use_is_told_in_one_sentence(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, port=free_port())
    async with serving(settings):
        with pytest.raises(SettingsError, match=r"port \d+ cannot be used .*RAFIQ_PORT"):
            async with serving(settings):
                pass


async def test_O3_a_stop_during_the_start_is_heard(tmp_path: Path) -> None:
    from bot import app

    job = asyncio.create_task(app.serve(settings_in(tmp_path, port=free_port())))
    await asyncio.sleep(0)  # it has begun, and is nowhere near its end
    os.kill(os.getpid(), signal.SIGTERM)
    async with asyncio.timeout(30):
        await job


def test_M1_a_database_that_may_lose_what_it_kept_is_an_alarm_and_a_sentence_at_the_start() -> None:
    stream, told = io.StringIO(), list[str]()
    with logging_into(stream):
        app._warn((), told.append)
        assert (stream.getvalue(), told) == ("", [])
        app._warn(("fsync",), told.append)
    (line,) = (json.loads(line) for line in stream.getvalue().splitlines())
    assert (line["event"], line["code"], line["alarm"]) == ("store.not_durable", "fsync", True)
    assert told == [durability.sentence("fsync")]


async def test_M5_a_part_that_fails_begins_again_with_longer_and_longer_rests() -> None:
    rests: list[float] = []
    begun = 0

    async def fails() -> None:
        nonlocal begun
        begun += 1
        if begun != 2:  # the second time it ends, which it never should
            raise RuntimeError("the platform said something unheard of")

    async def pause(seconds: float) -> None:
        rests.append(seconds)
        if len(rests) == 8:
            raise asyncio.CancelledError

    with structlog.testing.capture_logs() as logged, pytest.raises(asyncio.CancelledError):
        await app._lasting(fails, pause=pause)
    assert rests == [1, 2, 4, 8, 16, 32, 60, 60]
    assert begun == 8
    assert [(each["event"], each["alarm"]) for each in logged[:2]] == [
        ("app.part_failed", True),
        ("app.part_ended", True),
    ]
    begun = 1
    await app._lasting(fails, for_ever=False, pause=pause)  # ends where it may
    assert len(rests) == 8
