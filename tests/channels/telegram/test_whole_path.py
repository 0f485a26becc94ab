"""The whole program on Telegram: real store, flows, articles and runner; only Telegram is a stand-in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select

from bot.app import Assistant, assistant
from bot.delivery.tables import inbox, outbox, persons
from bot.settings import Settings
from tests.channels.telegram.conftest import SECRET
from tests.channels.telegram.stand_in import StandIn
from tests.channels.telegram.trouble import Answer, Cut

AMINA = 93700123456


@asynccontextmanager
async def rafiq(folder: Path, server: StandIn) -> AsyncIterator[Assistant]:
    """The program, taking updates by polling. Started again on the same folder, it goes on."""
    settings = Settings(
        data_dir=folder / "data",
        keys_file=folder / "keys",
        telegram_token=SecretStr(server.token),
        telegram_api=server.url,
        telegram_secret=SecretStr(SECRET),
    )
    async with assistant(settings) as running:
        assert running.telegram is not None
        job = asyncio.create_task(running.telegram.run())
        try:
            yield running
        finally:
            job.cancel()
            await asyncio.gather(job, return_exceptions=True)


@pytest.fixture(autouse=True)
def amina(server: StandIn) -> None:
    server.chat(AMINA, language="ar", name="Amina Secretname")


async def choose_english(server: StandIn) -> None:
    server.says(AMINA, "/start")
    await server.until(lambda: bool(server.chat(AMINA).shown))
    server.presses(AMINA, "English")
    await server.shows(AMINA, "What do you want to know?")


async def test_she_chooses_her_language_and_asks_in_her_own_words(tmp_path: Path, server: StandIn) -> None:
    async with rafiq(tmp_path, server):
        server.says(AMINA, "/start")
        await server.until(lambda: bool(server.chat(AMINA).shown))
        assert server.sees(AMINA).buttons[0] == "العربية", "the phone's language is offered first"
        server.presses(AMINA, "English")
        await server.shows(AMINA, "What do you want to know?")
        server.says(AMINA, "Is the Canada EMPP still open?")
        shown = await server.shows(AMINA, "Canada")
    assert shown.buttons


async def test_menus_are_redrawn_in_place(tmp_path: Path, server: StandIn) -> None:
    async with rafiq(tmp_path, server):
        await choose_english(server)
        messages = len(server.chat(AMINA).shown)
        server.presses(AMINA, "Topics")
        await server.until(lambda: server.sees(AMINA).edits == 1)
    assert len(server.chat(AMINA).shown) == messages


async def test_M1_what_was_said_while_it_was_away_is_answered(tmp_path: Path, server: StandIn) -> None:
    async with rafiq(tmp_path, server):
        await choose_english(server)
    server.says(AMINA, "/menu")
    answers = len(server.chat(AMINA).shown)
    async with rafiq(tmp_path, server):
        await server.until(lambda: len(server.chat(AMINA).shown) > answers)


async def test_M2_updates_brought_twice_are_answered_once(tmp_path: Path, server: StandIn) -> None:
    server.updates.repeats = 3
    async with rafiq(tmp_path, server) as running:
        server.says(AMINA, "/start")
        await server.until(lambda: server.updates.repeats == 0)
        last = server.says(AMINA, "/start again")
        await server.until(lambda: server.called("getUpdates")[-1].get("offset") == last + 1)
        assert (
            await running.store.read(lambda conn: conn.scalar(select(func.count()).select_from(inbox))) == 2
        )


async def test_I4_a_broken_update_is_a_dead_letter_among_answered_ones(
    tmp_path: Path, server: StandIn
) -> None:
    number = server.updates.put_raw(b'{"update_id":%d,"message":"?"}' % server.updates.next_id)
    async with rafiq(tmp_path, server) as running:
        await choose_english(server)
        dead = await running.store.read(
            lambda conn: conn.execute(select(inbox).where(inbox.c.state == "dead")).one()
        )
    assert (dead.external_id, dead.reason, dead.body, dead.person_id) == (
        str(number),
        "malformed",
        None,
        None,
    )


async def test_M8_who_blocked_the_bot_is_reachable_again_once_she_writes(
    tmp_path: Path, server: StandIn
) -> None:
    async with rafiq(tmp_path, server) as running:
        await choose_english(server)

        async def reachable() -> bool:
            return bool(await running.store.read(lambda conn: conn.scalar(select(persons.c.reachable))))

        server.trouble("sendMessage", Answer(403, "Forbidden: bot was blocked by the user"))
        server.trouble("editMessageText", Answer(403, "Forbidden: bot was blocked by the user"))
        server.says(AMINA, "/menu")
        async with asyncio.timeout(60):
            while await reachable():
                await asyncio.sleep(0.01)
        server.says(AMINA, "/menu")
        async with asyncio.timeout(60):
            while not await reachable():
                await asyncio.sleep(0.01)


async def test_M9_a_cut_send_is_marked_unknown(tmp_path: Path, server: StandIn) -> None:
    async with rafiq(tmp_path, server) as running:
        server.trouble("sendMessage", Cut(after=True))
        server.says(AMINA, "/start")
        await server.until(lambda: bool(server.chat(AMINA).shown))

        async def state() -> str | None:
            return await running.store.read(lambda conn: conn.scalar(select(outbox.c.state)))

        async with asyncio.timeout(60):
            while await state() != "unknown":
                await asyncio.sleep(0.01)


async def test_D2_no_trace_of_her_is_on_the_disk(tmp_path: Path, server: StandIn) -> None:
    """Her name, user name, number, words and place, searched in every byte of every file."""
    async with rafiq(tmp_path, server):
        await choose_english(server)
        server.brings(AMINA, contact={"phone_number": "+93799888777", "first_name": "Amina Secretname"})
        server.brings(AMINA, location={"latitude": 31.41592, "longitude": 34.4})
        last = server.says(AMINA, "my secret question about canaries")
        await server.until(lambda: server.called("getUpdates")[-1].get("offset") == last + 1)
        files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert any(b"SQLite" in content for content in files)
    for trace in ("Secretname", "amina_phone", "93799888777", "31.41592", "canaries", str(AMINA)):
        assert not any(trace.encode() in content for content in files), trace


async def test_C12_hiding_empties_the_chat_and_the_line_goes_with_the_next_answer(
    tmp_path: Path, server: StandIn
) -> None:
    """In the middle of a guide, by a word of her language; old buttons lead nowhere afterwards."""
    async with rafiq(tmp_path, server) as running:
        await choose_english(server)
        server.presses(AMINA, "Help step by step")
        await server.until(lambda: server.sees(AMINA).edits == 1)
        old = server.sees(AMINA)
        server.says(AMINA, "Is the Canada EMPP still open?")
        await server.shows(AMINA, "Canada")
        server.says(AMINA, "hide")
        line = await server.shows(AMINA, "Cleared.")
        chat = server.chat(AMINA)
        assert [shown.id for shown in chat.shown] == [line.id]
        assert chat.typed == {} and line.silent and not line.buttons
        assert not any(word in line.text for word in ("Rafiq", "refugee", "NGO"))
        server.presses_data(AMINA, old.data_of("Is this job offer real?"), old.id)
        await server.shows(AMINA, "Welcome back.")
        assert len(chat.shown) == 1 and "no longer open" in server.sees(AMINA).text
        server.says(AMINA, "/hide")
        await server.shows(AMINA, "Cleared.")
        assert len(chat.shown) == 1
        kept = await running.store.read(lambda conn: conn.scalar(select(func.count()).select_from(persons)))
    assert kept == 1, "nothing that is kept of her is lost"
    assert server.methods.commands["all_private_chats", "ar"][5]["command"] == "hide"
