"""The fields of a form that was sent, read whole and within limits (I3, I14)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.language.normal import clean

LIMIT = 512 * 1024  # bytes of one form: an announcement in eight languages, each letter as %XX%XX
MOST_FIELDS = 200
TOKEN = "token"  # noqa: S105 - the name of the field
TOKEN_HEADER = "x-rafiq-token"  # noqa: S105 - how HTMX and the passkey script carry the same
KEPT_TO = "kept-to"
KEPT = "kept."
"""A form that waits for its sender to sign in travels through the sign-in forms under these names."""


@dataclass(frozen=True)
class Sent:
    """Values by field, cleaned of hidden characters (I9); `token` is the proof of where it comes from.

    `uncleaned`: how the first value of a field was typed, where cleaning changed it.
    """

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    token: str = ""
    kept_to: str = ""
    kept: tuple[tuple[str, str], ...] = ()
    uncleaned: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """The first value of a field; "" where it was not sent."""
        return next(iter(self.values.get(name, ())), "")

    def pairs(self) -> tuple[tuple[str, str], ...]:
        return tuple((name, value) for name, values in self.values.items() for value in values)


async def read_sent(request: Request) -> Sent:
    """Raises HTTPException 400, 413 or 415."""
    kind = request.headers.get("content-type", "application/x-www-form-urlencoded").partition(";")[0]
    if kind.strip().lower() != "application/x-www-form-urlencoded":
        raise HTTPException(415)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LIMIT:
            raise HTTPException(413)
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise HTTPException(400) from error
    return _sorted(pairs, request.headers.get(TOKEN_HEADER, ""))


def _sorted(pairs: list[tuple[str, str]], token: str) -> Sent:
    values: dict[str, list[str]] = {}
    kept: list[tuple[str, str]] = []
    kept_to = ""
    uncleaned: dict[str, str] = {}
    for name, value in pairs:
        if name == TOKEN:
            token = value
        elif name == KEPT_TO:
            kept_to = value
        elif name.startswith(KEPT):
            kept.append((name.removeprefix(KEPT), clean(value)))
        else:
            tidy = clean(value)
            if tidy != value and name not in values:
                uncleaned[name] = value
            values.setdefault(name, []).append(tidy)
    return Sent({name: tuple(them) for name, them in values.items()}, token, kept_to, tuple(kept), uncleaned)
