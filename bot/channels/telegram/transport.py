"""Requests to the Bot API over aiohttp: the one place that knows the token's address."""

from __future__ import annotations

import ssl
from types import SimpleNamespace

import aiohttp
from yarl import URL

from bot.channels.telegram.faults import Cut, NotConnected

CONNECT_SECONDS = 5.0
READ_SECONDS = 12.0
"""Together less than delivery gives a send, so that we learn by ourselves whether the request left."""
ANSWER_BYTES = 16 * 1024 * 1024
"""More than a hundred updates of the largest kind; an answer beyond it is cut off."""


Body = bytes | aiohttp.FormData
"""JSON, or a form with a file."""
_JSON = {"Content-Type": "application/json"}


class AnswerTooLarge(Exception):
    """The answer was longer than `limit`; `head` is what came before."""

    def __init__(self, head: bytes) -> None:
        super().__init__("answer too large")
        self.head = head


class Transport:
    """Posts to one bot's methods, with certificates checked, TLS 1.2 or newer and no redirects (K8, I11).

    Use it within one running event loop; `close` it at the end.
    """

    def __init__(
        self,
        base: str,
        token: str,
        *,
        connect_seconds: float = CONNECT_SECONDS,
        read_seconds: float = READ_SECONDS,
    ) -> None:
        self._address = f"{base.rstrip('/')}/bot{token}/"
        self.connect_seconds = connect_seconds
        self.read_seconds = read_seconds
        self._session: aiohttp.ClientSession | None = None

    async def post(
        self, method: str, body: Body, *, read_seconds: float | None = None, limit: int = ANSWER_BYTES
    ) -> tuple[int, bytes]:
        """Status and answer. Raises NotConnected where nothing can have arrived, else Cut (M9)."""
        trip = SimpleNamespace(connected=False)
        try:
            return await self._post(method, body, read_seconds or self.read_seconds, limit, trip)
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            code = type(error).__name__
        # Raised out here so that no chain of causes leads to aiohttp's error, which names the token (L2).
        raise Cut(code) if trip.connected else NotConnected(code)

    async def _post(
        self, method: str, body: Body, read_seconds: float, limit: int, trip: SimpleNamespace
    ) -> tuple[int, bytes]:
        async with self._open_session().post(
            URL(self._address + method, encoded=True),
            data=body,
            headers=_JSON if isinstance(body, bytes) else None,
            timeout=aiohttp.ClientTimeout(sock_connect=self.connect_seconds, sock_read=read_seconds),
            allow_redirects=False,
            trace_request_ctx=trip,
        ) as answer:
            taken = bytearray()
            async for chunk in answer.content.iter_any():
                taken += chunk
                if len(taken) > limit:
                    raise AnswerTooLarge(bytes(taken[:limit]))
            return answer.status, bytes(taken)

    def _open_session(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(ssl=_tls()), trace_configs=[_watch_connection()]
            )
        return self._session

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None


def _tls() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _watch_connection() -> aiohttp.TraceConfig:
    """Notes on each request's `trip` that it got a connection: from then on it may have left."""

    async def connected(_session: object, context: SimpleNamespace, _params: object) -> None:
        context.trace_request_ctx.connected = True

    config = aiohttp.TraceConfig()
    config.on_connection_create_end.append(connected)
    config.on_connection_reuseconn.append(connected)
    return config
