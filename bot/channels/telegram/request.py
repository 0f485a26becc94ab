"""python-telegram-bot's HTTP layer on our transport, and its rate limiter that only obeys.

Its own layer (httpx) is eight times slower with 50 sends in flight, its AIORateLimiter bursts and reopens
too early; how fast we send is decided where outbox rows are claimed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Coroutine
from typing import Any

import msgspec
from aiohttp import FormData
from telegram.ext import BaseRateLimiter
from telegram.request import BaseRequest, RequestData

from bot.channels.telegram.faults import Cut, Flood, ServerTrouble
from bot.channels.telegram.transport import AnswerTooLarge, Body, Transport
from bot.delivery.ports import TryLater

UNNAMED_PAUSE = 5.0
"""Seconds to wait after a 429 that names no time."""


class AiohttpRequest(BaseRequest):
    """Answers of the Bot API for ExtBot; 429, 5xx and cut connections as errors of our own.

    ExtBot wraps any error that is not its own into one with a text, so ours derive from its.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    @property
    def read_timeout(self) -> float | None:
        return self._transport.read_seconds

    async def initialize(self) -> None:
        """The transport opens itself at the first request."""

    async def shutdown(self) -> None:
        """The transport is closed by whoever made it."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        body = _body(request_data)
        try:
            status, payload = await self._transport.post(url.rpartition("/")[2], body)
        except AnswerTooLarge:
            raise Cut("answer_too_large") from None
        if status == 429:
            raise Flood(retry_after(payload))
        if status >= 500:
            raise ServerTrouble(f"http_{status}")
        if status < 300 and "result" not in self.parse_json_payload(payload):
            raise Cut("bad_answer")
        return status, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """As the library's, but it never logs what it could not read (L1)."""
        try:
            answer = msgspec.json.decode(payload)
        except (ValueError, RecursionError):
            answer = None
        return answer if isinstance(answer, dict) else {}


def _body(data: RequestData | None) -> Body:
    """JSON, which is cheaper; a form where there is a file to send."""
    if data is None or not data.contains_files:
        return msgspec.json.encode(data.parameters if data else {})
    form = FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (file_name, content, media_type) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=file_name, content_type=media_type)
    return form


class _Parameters(msgspec.Struct):
    retry_after: float = 0.0


class _Trouble(msgspec.Struct):
    parameters: _Parameters | None = None


def retry_after(payload: bytes) -> float:
    """The seconds that a 429 asks to wait; they can be hours."""
    try:
        trouble = msgspec.json.decode(payload, type=_Trouble)
    except (ValueError, RecursionError):
        return UNNAMED_PAUSE
    return (trouble.parameters.retry_after if trouble.parameters else 0.0) or UNNAMED_PAUSE


class ObeyRetryAfter(BaseRateLimiter[None]):
    """Raises TryLater until the time that a 429 named has passed, for the whole bot (M7).

    Requests already under way never reopen the gate. A 429 to a change of commands or descriptions closes
    nothing: those have limits of their own, of hours, which say nothing about messages.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._until = float("-inf")

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to end."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, bool | dict[str, Any] | list[dict[str, Any]]]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> bool | dict[str, Any] | list[dict[str, Any]]:
        wait = self._until - self._now()
        if wait > 0:
            raise TryLater("flood", wait)
        try:
            return await callback(*args, **kwargs)
        except Flood as flood:
            after = flood.after
        if not endpoint.startswith(("setMy", "getMy")):
            self._until = max(self._until, self._now() + after)
        raise TryLater("flood", after)
