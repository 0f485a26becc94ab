"""Hiding on a terminal: its screen and what was scrolled away go (C12)."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels import console as console_channel
from bot.channels.console import CLEAR, Console
from bot.conversation.messages import Incoming, Outgoing
from tests.channels.web.reception import MemoryReception


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def answer(incoming: Incoming) -> list[Outgoing]:
    return [Outgoing("Cleared.", "en", clears=True) if incoming.text == "hide" else Outgoing("Answer", "en")]


@pytest.mark.parametrize("out", [Terminal(), io.StringIO()])
async def test_C12_a_terminal_is_emptied_before_the_line_and_a_file_is_left_alone(
    out: io.StringIO, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console_channel, "CHANNEL", "web")  # whose reception in memory this is
    console = Console(MemoryReception(answer), "her", "en", out, lambda text, tag: text.msg, folder=tmp_path)

    async def lines() -> AsyncIterator[str]:
        yield "hide"

    await console.run(lines())
    shown = out.getvalue()
    assert shown.startswith("Answer") and shown.endswith("Cleared.\n\n")
    assert shown.count(CLEAR) == out.isatty()
    assert not out.isatty() or f"{CLEAR}Cleared." in shown
