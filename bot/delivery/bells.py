"""Waking those who wait for work, in this process and in others: the port and its in-process form.

A bell says only "look": what there is to do stands in the database, and sweeps find it without any bell. So
a bell may be lost, doubled or rung for nothing (M5), and ringing never waits and never fails.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

Wake = Callable[[], None]
"""Called on the event loop; returns at once, raises nothing."""


class Bell(Protocol):
    """Joins those who put something into the database with those who wait for it."""

    @property
    def state(self) -> str:
        """`local` (one process), `up` or `down` (others are found by their sweeps alone)."""
        ...

    def ring(self, topic: bytes) -> None:
        """Wake whoever listens to this topic: in this process now, in others as soon as may be."""
        ...

    def listening(self, topic: bytes, wake: Wake) -> AbstractContextManager[None]:
        """While open, `wake` is called when the topic is rung, and whenever a ring may have been missed."""
        ...

    async def start(self) -> None:
        """Begin to hear other processes. Never waits for them."""
        ...

    async def close(self) -> None:
        """Let go of all connections."""
        ...


class LocalBell:
    """The bell of a process that is alone."""

    state = "local"

    def __init__(self) -> None:
        self._wakes: dict[bytes, list[Wake]] = {}

    def ring(self, topic: bytes) -> None:
        for wake in tuple(self._wakes.get(topic, ())):
            wake()

    def ring_all(self) -> None:
        """Wake everybody: nobody knows what was missed."""
        for topic in tuple(self._wakes):
            self.ring(topic)

    @contextmanager
    def listening(self, topic: bytes, wake: Wake) -> Iterator[None]:
        self._wakes.setdefault(topic, []).append(wake)
        try:
            yield
        finally:
            self._wakes[topic].remove(wake)
            if not self._wakes[topic]:
                del self._wakes[topic]

    async def start(self) -> None:
        """There is nobody else."""

    async def close(self) -> None:
        """There is nothing to let go of."""


class Topics:
    """The names of topics: keyed hashes, so that who sees the traffic learns no channel and no reader (D7).

    Other hashes than those of the database: a copy of both cannot be joined without the key.
    """

    def __init__(self, secret: bytes) -> None:
        """`secret`: of the key file."""
        self._secret = secret

    def sending(self, channel: str) -> bytes:
        """Something waits to be sent over this channel."""
        return self._of("sending", channel)

    def reader(self, channel: str, address: str) -> bytes:
        """Something waits for the phone of this person."""
        return self._of("reader", channel, address)

    def due(self) -> bytes:
        """Something has become due, or was put into an inbox by other means than a channel."""
        return self._of("due")

    def calling(self) -> bytes:
        """Who calls how often: the secret that hashes their names."""
        return self._of("calling")

    def installation(self) -> str:
        """Keeps two installations on one server apart."""
        return self._of("installation").hex()[:16]

    def _of(self, *parts: str) -> bytes:
        words = "".join(f"{len(part)}:{part}" for part in ("bell", *parts))
        return hmac.digest(self._secret, words.encode(), "sha256")[:16]


class Wakeups:
    """A bell with the names of what it is rung for: what delivery is given."""

    def __init__(self, bell: Bell, topics: Topics) -> None:
        self.bell = bell
        self._topics = topics

    @classmethod
    def alone(cls) -> Wakeups:
        """For a process that is alone."""
        return cls(LocalBell(), Topics(secrets.token_bytes(32)))

    def ring_sending(self, channel: str) -> None:
        """Something waits to be sent over this channel, and this process may not send it now."""
        self.bell.ring(self._topics.sending(channel))

    def ring_reader(self, channel: str, address: str) -> None:
        """Something waits for this person's phone."""
        self.bell.ring(self._topics.reader(channel, address))

    def ring_due(self) -> None:
        """Look for due work now: reminders, open messages, scheduled starts."""
        self.bell.ring(self._topics.due())

    def on_sending(self, channel: str, wake: Wake) -> AbstractContextManager[None]:
        """While open, `wake` hears `ring_sending`."""
        return self.bell.listening(self._topics.sending(channel), wake)

    def on_reader(self, channel: str, address: str, wake: Wake) -> AbstractContextManager[None]:
        """While open, `wake` hears `ring_reader`."""
        return self.bell.listening(self._topics.reader(channel, address), wake)

    def on_due(self, wake: Wake) -> AbstractContextManager[None]:
        """While open, `wake` hears `ring_due`."""
        return self.bell.listening(self._topics.due(), wake)
