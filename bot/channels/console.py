"""The terminal: one conversation on standard input and output, scriptable.

    printf 'menu\n1\n' | rafiq chat --lang so

Choices are taken by number or by their words; the ways in brackets ([Menu]) by their words.
"""

from __future__ import annotations

import asyncio
import secrets
import sys
from collections.abc import AsyncIterator, Callable
from typing import TextIO

from bot.conversation.messages import Incoming, Outgoing
from bot.delivery.ports import Reception

CHANNEL = "console"
PATIENCE = 10.0
"""Seconds to wait for an answer before the next line is read."""
QUIET = 0.05
"""Seconds without a further message after which an answer is complete."""


class Console:
    """One person at one terminal."""

    def __init__(self, reception: Reception, address: str, hint: str, out: TextIO) -> None:
        self._reception = reception
        self._address = address
        self._hint = hint
        self._out = out

    async def run(self, lines: AsyncIterator[str]) -> None:
        """Begin or go on with the conversation, then answer line by line until they end."""
        with self._reception.listen(CHANNEL, self._address) as event:
            await self._tell(Incoming("open", hint=self._hint), event)
            async for line in lines:
                words = line.strip()
                if words:
                    await self._tell(self._incoming(words), event)

    def _incoming(self, words: str) -> Incoming:
        if words.startswith("/start"):
            return Incoming("start", words.removeprefix("/start").strip(), hint=self._hint)
        if words.startswith("/"):
            return Incoming("command", words[1:].split()[0] if words[1:].split() else "", hint=self._hint)
        return Incoming("text", words[:4096], hint=self._hint)

    async def _tell(self, incoming: Incoming, event: asyncio.Event) -> None:
        event.clear()
        await self._reception.accept(CHANNEL, secrets.token_urlsafe(16), self._address, incoming)
        patience = PATIENCE
        while True:
            try:
                await asyncio.wait_for(event.wait(), patience)
            except TimeoutError:
                return
            event.clear()
            if await self._print_waiting():
                patience = QUIET

    async def _print_waiting(self) -> bool:
        messages = await self._reception.waiting(CHANNEL, self._address)
        for _, message in messages:
            self._out.write(as_lines(message))
        self._out.flush()
        if messages:
            await self._reception.shown(CHANNEL, self._address, [number for number, _ in messages])
        return bool(messages)


def as_lines(message: Outgoing) -> str:
    """A message as plain lines; links keep their address."""
    text = message.text
    for span in sorted(message.spans, key=lambda span: -span.start):
        if span.href:
            text = f"{text[: span.end]} <{span.href}>{text[span.end :]}"
    choices = [button.label for button in message.buttons if not button.nav]
    nav = [f"[{button.label}]" for button in message.buttons if button.nav]
    lines = [text, *(f"  {number}. {label}" for number, label in enumerate(choices, 1))]
    if nav:
        lines.append("  " + " ".join(nav))
    return "\n".join(lines) + "\n\n"


async def stdin_lines(prompt: Callable[[], None] = lambda: None) -> AsyncIterator[str]:
    """Lines of standard input as they come, without blocking the conversation."""
    loop = asyncio.get_running_loop()
    while True:
        prompt()
        line = await loop.run_in_executor(None, sys.stdin.readline)
        if not line:
            return
        yield line
