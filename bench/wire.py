"""The bytes that one answer of the web chat moves, counted on the wire in both directions.

A question is sent over the chat's live connection to the real program, the answer comes back and is said to
be shown; the longest first page of the library in Arabic is asked for. No compression is used.
"""

from __future__ import annotations

import asyncio
import http.client
import json

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin

from bot.flows_commands import rehearsing
from tests.channels.web.meter import Meter

LANG = "ar"
OWN_NAME = "العربية"
PATIENCE = 10.0
QUIET = 0.3
"""Seconds without anything new after which an exchange has ended."""


def answer_bytes(port: int) -> int:
    """Bytes of the whole exchange, with a program that listens on this port."""
    return asyncio.run(_measure(port))


async def _measure(port: int) -> int:
    mind = rehearsing()
    longest = max(mind.library.articles, key=lambda id_: len(mind.library.piece(id_, 0, LANG).text.encode()))
    question, _ = mind.library.title(longest, LANG)
    async with Meter(port) as meter:
        cookie = await asyncio.to_thread(_cookie, meter.port)
        origin = Origin(f"http://127.0.0.1:{meter.port}")
        address = f"ws://127.0.0.1:{meter.port}/chat/ws"
        async with connect(
            address, origin=origin, additional_headers={"Cookie": cookie}, compression=None
        ) as chat:
            await _say(chat, 1, "open", "")
            await _say(chat, 2, "text", OWN_NAME)
            meter.bytes = 0
            said = await _say(chat, 3, "text", question)
            assert question[:20] in said, said
            return meter.bytes


async def _say(chat: ClientConnection, number: int, kind: str, text: str) -> str:
    """Send, take everything that comes, and tell that it is shown; returns what came."""
    frame = {"id": f"bench-message-number-{number}", "kind": kind}
    await chat.send(json.dumps(frame | ({"text": text} if text else {}), ensure_ascii=False))
    came: list[object] = []
    wait = PATIENCE
    while True:
        try:
            frame_ = json.loads(await asyncio.wait_for(chat.recv(), wait))
        except TimeoutError:
            return json.dumps(came, ensure_ascii=False)
        if "say" in frame_:
            came.append(frame_)
            wait = QUIET
            await chat.send(json.dumps({"shown": [frame_["say"]["id"]]}))


def _cookie(port: int) -> str:
    page = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    page.request("POST", "/chat/start", headers={"Sec-Fetch-Site": "same-origin"})
    return (page.getresponse().getheader("Set-Cookie") or "").partition(";")[0]
