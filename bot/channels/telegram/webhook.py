"""The address that Telegram calls. Who cannot name the secret is not read (I1)."""

from __future__ import annotations

import hmac

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.telegram.intake import Intake, NotCommitted, Parcel, open_parcel
from bot.channels.telegram.raw import MOST_BYTES, external_id

PATH = "/telegram/webhook"
_SECRET_HEADER = b"x-telegram-bot-api-secret-token"


class Webhook:
    """200 only after the commit, 503 where it failed, so that Telegram brings the update again (M1)."""

    def __init__(self, intake: Intake, secret: str) -> None:
        if not secret:
            raise ValueError("a webhook without a secret would take anybody's word")
        self._intake = intake
        self._secret = secret.encode()

    def route(self) -> Route:
        return Route(PATH, self.receive, methods=["POST"], name="telegram-webhook")

    async def receive(self, request: Request) -> Response:
        if not self._authentic(request):
            return Response(status_code=401)
        try:
            body, length = await _limited_body(request)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody is there to read it
        too_large = Parcel(external_id(body), length, None, "too_large")
        try:
            await self._intake.commit(too_large if length > MOST_BYTES else open_parcel(body))
        except NotCommitted:
            return Response(status_code=503)
        return Response(status_code=200)

    def _authentic(self, request: Request) -> bool:
        """Compared as bytes: a text with other letters than ASCII would make compare_digest raise."""
        told = [value for name, value in request.scope["headers"] if name == _SECRET_HEADER]
        return hmac.compare_digest(told[0] if len(told) == 1 else b"", self._secret)


async def _limited_body(request: Request) -> tuple[bytes, int]:
    """The body and its length; of one that is too large only the beginning and the length so far (I3)."""
    taken = bytearray()
    async for chunk in request.stream():
        taken += chunk
        if len(taken) > MOST_BYTES:
            break
    return bytes(taken[:MOST_BYTES]), len(taken)
