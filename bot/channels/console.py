"""The terminal: one conversation on standard input and output, scriptable.

    printf 'menu\n1\n' | rafiq chat --lang so

Choices are taken by number or by their words; the ways in brackets ([Menu]) by their words.
"""

from __future__ import annotations

import asyncio
import codecs
import contextlib
import itertools
import os
import secrets
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import IO, TextIO, TypeVar

from bot.conversation.messages import Attachment, Incoming, Outgoing, Text
from bot.conversation.texts import T
from bot.delivery.ports import Reception
from bot.language.languages import LANGUAGES
from bot.language.normal import clean
from bot.store.database import StoreUnavailable

CHANNEL = "console"
PATIENCE = 10.0
"""Seconds to wait for an answer before the next line is read."""
QUIET = 0.05
"""Seconds without a further message after which an answer is complete."""
BUSY_PAUSE = 2.0
"""Seconds until what the store could not take is brought to it again."""
BUSY = T("web.chat", "The service is busy. Your words are kept here and will be sent again.")
LONG = T("web.chat", "This text is too long. Please make it shorter and send it again.")
CLEAR = "\x1b[2J\x1b[3J\x1b[H"
"""What empties a terminal: its screen, then what was scrolled away (ECMA-48, xterm)."""
_TEXT_LIMIT = 4_096  # characters (I3)

R = TypeVar("R")
Say = Callable[[Text, str], str]


class Console:
    """One person at one terminal. `pause` waits for seconds; tests hand in one that need not. Files that she
    is given are put into `folder`, without one into the present folder. `chosen` is the shipped language that
    she asked for, where she did; `hint` only says which one is offered first."""

    def __init__(
        self,
        reception: Reception,
        address: str,
        hint: str,
        out: TextIO,
        say: Say,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        folder: Path | None = None,
        chosen: str = "",
    ) -> None:
        self._reception = reception
        self._address = address
        self._hint = hint
        self._out = out
        self._say = say
        self._pause = pause
        self._folder = folder or Path.cwd()
        self._chosen = chosen
        self._lang = hint if hint in LANGUAGES else "en"

    async def run(self, lines: AsyncIterator[str]) -> None:
        """Begin or go on with the conversation, then answer line by line until they end."""
        with self._reception.listen(CHANNEL, self._address) as event:
            await self._tell(Incoming("open", hint=self._hint, lang=self._chosen), event)
            async for line in self._heard_meanwhile(lines, event):
                words = clean(line).strip()
                if len(words) > _TEXT_LIMIT:
                    self._write(self._say(LONG, self._lang) + "\n\n")
                elif words:
                    await self._tell(self._incoming(words), event)

    async def _heard_meanwhile(self, lines: AsyncIterator[str], event: asyncio.Event) -> AsyncIterator[str]:
        """The lines as they come. What arrives for her while none does is shown at once: an answer that took
        longer than PATIENCE, or what she asked to be told at that time."""
        while True:
            reading = asyncio.ensure_future(anext(lines, None))
            try:
                while not reading.done():
                    hearing = asyncio.ensure_future(event.wait())
                    await asyncio.wait({reading, hearing}, return_when=asyncio.FIRST_COMPLETED)
                    hearing.cancel()
                    if event.is_set() and not reading.done():
                        event.clear()
                        await self._print_waiting()
            finally:
                reading.cancel()  # does nothing where a line has come
            line = await reading
            if line is None:
                return
            yield line

    def _incoming(self, words: str) -> Incoming:
        if words.startswith("/start"):
            return Incoming("start", words.removeprefix("/start").strip(), hint=self._hint)
        if words.startswith("/"):
            return Incoming("command", words[1:].split()[0] if words[1:].split() else "", hint=self._hint)
        return Incoming("text", words, hint=self._hint)

    async def _tell(self, incoming: Incoming, event: asyncio.Event) -> None:
        event.clear()
        update = secrets.token_urlsafe(16)
        await self._insist(lambda: self._reception.accept(CHANNEL, update, self._address, incoming))
        patience = PATIENCE
        while True:
            try:
                # Not wait_for: in Python 3.11 it can swallow the Ctrl-C that comes with an answer.
                async with asyncio.timeout(patience):
                    await event.wait()
            except TimeoutError:
                return
            event.clear()
            if await self._print_waiting():
                patience = QUIET

    async def _insist(self, request: Callable[[], Awaitable[R]]) -> R:
        """Nothing that was typed is lost while the store takes nothing: it is brought again (M1, M2)."""
        told = False
        while True:
            try:
                return await request()
            except StoreUnavailable:
                if not told:
                    self._write(self._say(BUSY, self._lang) + "\n\n")
                told = True
                await self._pause(BUSY_PAUSE)

    async def _print_waiting(self) -> bool:
        messages = await self._insist(lambda: self._reception.waiting(CHANNEL, self._address))
        for _, message in messages:
            if message.clears and self._out.isatty():
                self._write(CLEAR)
            self._write(as_lines(message))
            if message.attachment is not None:
                self._write(f"  {keep(message.attachment, self._folder)}\n\n")
            self._lang = message.lang
        if messages:
            ids = [number for number, _ in messages]
            await self._insist(lambda: self._reception.shown(CHANNEL, self._address, ids))
        return bool(messages)

    def _write(self, lines: str) -> None:
        self._out.write(lines)
        self._out.flush()


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


def keep(attachment: Attachment, folder: Path) -> Path:
    """Put a file into a folder, beside those of the same name; where it is now."""
    stem, dot, ending = attachment.name.rpartition(".")
    for number in itertools.count(1):
        path = folder / (attachment.name if number == 1 else f"{stem}-{number}{dot}{ending}")
        with contextlib.suppress(FileExistsError), path.open("xb") as file:
            file.write(attachment.data)
            return path
    raise AssertionError


async def stdin_lines(prompt: Callable[[], None] = lambda: None) -> AsyncIterator[str]:
    """Lines of standard input as they come, without blocking the conversation or its end."""
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str | None] = asyncio.Queue()

    def bring(line: str | None) -> None:
        loop.call_soon_threadsafe(lines.put_nowait, line)

    # A thread that ends with the program: an executor's would hold Ctrl+C up until Enter is pressed.
    threading.Thread(target=_read_lines, args=(sys.stdin.buffer, bring), daemon=True).start()
    while True:
        prompt()
        line = await lines.get()
        if line is None:
            return
        yield line


def _read_lines(source: IO[bytes], bring: Callable[[str | None], None]) -> None:
    """Reads below Python's buffer: a thread that waits inside it would crash the end of the program."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    rest = ""
    with contextlib.suppress(RuntimeError):  # the loop has ended
        while read := os.read(source.fileno(), 65_536):
            *whole, rest = (rest + decoder.decode(read)).split("\n")
            for line in whole:
                bring(line)
        if rest:
            bring(rest)
        bring(None)
