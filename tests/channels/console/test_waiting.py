"""What comes to a terminal while nothing is typed there."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator

import pytest

from bot.channels import console
from bot.channels.console import Console
from bot.conversation.messages import Outgoing
from tests.channels.phones import working
from tests.channels.web.reception import MemoryReception
from tests.channels.web.words import converse
from tests.delivery.parts import until


async def _nobody_types() -> AsyncIterator[str]:
    await asyncio.Event().wait()
    yield ""


async def test_an_answer_that_took_longer_than_the_patience_is_shown_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On a slow machine: nobody has to press a key to see it."""
    monkeypatch.setattr(console, "PATIENCE", 0.0)
    reception, out = MemoryReception(converse, mute=True), io.StringIO()
    terminal = Console(reception, "amina", "en", out, lambda text, lang: "busy")
    async with working(asyncio.create_task(terminal.run(_nobody_types()))):
        await until(lambda: bool(reception.inbox))
        for _ in range(9):  # by now it waits for a line
            await asyncio.sleep(0.001)
        reception.push("amina", Outgoing("The late answer.", "en"))
        await until(lambda: "The late answer." in out.getvalue())
    assert out.getvalue().count("The late answer.") == 1
