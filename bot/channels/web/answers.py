"""What is said of a check code, as the page shows it, and who may ask how often."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request

BURST, RATE = 60, 5.0
"""Checks of one bucket that pass at once, and then a second."""
BUCKETS = 4_096


@dataclass(frozen=True, slots=True)
class Checked:
    """What is said of a code; `said` are the words of the message, in `said_lang`, or ""."""

    verdict: str
    said: str = ""
    said_lang: str = "en"


Check = Callable[[str, str], Awaitable[Checked]]
"""(typed code, language): what is said of it. Raises StoreUnavailable."""


class Door:
    """Who may ask how often."""

    def __init__(self, key: bytes | None = None) -> None:
        """`key`: that the processes of a fleet share; a new one at every start where there are none."""
        self._key = key or secrets.token_bytes(32)

    def bucket(self, request: Request) -> int:
        """The bucket of an address: many share one, so it tells nobody's (D2)."""
        host = request.client.host if request.client else ""
        digest = hashlib.blake2b(host.encode(), key=self._key, digest_size=4).digest()
        return int.from_bytes(digest, "big") % BUCKETS
