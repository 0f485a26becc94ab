"""How far a message in several parts got, so that a new try does not show the first parts twice."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import blake2b

import msgspec

from bot.conversation.messages import Outgoing

KEPT_SECONDS = 3600.0
KEPT_MESSAGES = 256


class Progress:
    """Remembers, in this process only, the ids of parts already sent of messages that then failed.

    After a crash the parts are sent again: Telegram offers no way to know.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._halfway: OrderedDict[bytes, tuple[float, list[str]]] = OrderedDict()

    @contextmanager
    def of(self, chat: int, message: Outgoing) -> Iterator[list[str]]:
        """The ids sent so far, to be added to. Forgotten when the block ends well."""
        key = blake2b(msgspec.json.encode((chat, message)), digest_size=16).digest()
        since, sent = self._halfway.pop(key, (self._now(), []))
        if self._now() - since > KEPT_SECONDS:
            sent = []
        try:
            yield sent
        except BaseException:
            if sent:
                self._halfway[key] = (self._now(), sent)
                while len(self._halfway) > KEPT_MESSAGES:
                    self._halfway.popitem(last=False)
            raise
