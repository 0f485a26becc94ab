"""From raw updates to the inbox: nothing is 'received' before it is committed (M1)."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from bot.channels.telegram.raw import external_id
from bot.channels.telegram.reading import Broken, Deed, Meaning, Presence, Reading, read
from bot.delivery.ports import Reception
from bot.store.database import StoreUnavailable

log = structlog.get_logger("telegram")

MOST_TRIES = 5
"""After so many failures that are not the store's, one update is a dead letter and its neighbours go on."""
_ALBUMS = 1000

OnPresence = Callable[[str, str, bool], Awaitable[None]]
"""Told (channel, address, reachable) when a person blocks the bot or takes it back (M8)."""
Follow = Callable[[Reading], None]
"""Told of each reading once it is committed, and of it only: answers to presses, words to a group."""


class NotCommitted(Exception):
    """The update is not in the inbox: the platform must bring it again."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One raw update, opened: its meaning, or the reason why it has none."""

    external_id: str
    length: int
    reading: Reading | None
    reason: str = ""

    @property
    def address(self) -> str:
        """Whose turn it is, so that one person's updates keep their order; "" where it is nobody's."""
        meaning = self.reading.meaning if self.reading else None
        return meaning.address if isinstance(meaning, Deed | Presence) else ""


def open_parcel(raw: bytes) -> Parcel:
    """Never raises: what reading trips over is one update's trouble and not its neighbours' (I4)."""
    try:
        return Parcel(external_id(raw), len(raw), read(raw))
    except Broken as broken:
        reason = broken.reason
    except Exception as error:
        log.error("telegram.reading_failed", reason=type(error).__name__)
        reason = "unreadable"
    return Parcel(external_id(raw), len(raw), None, reason)


class Intake:
    """Commits parcels, whichever way they came."""

    def __init__(
        self, channel: str, reception: Reception, follow: Follow, on_presence: OnPresence | None = None
    ) -> None:
        self._channel = channel
        self._reception = reception
        self._follow = follow
        self._on_presence = on_presence
        self._failures: Counter[str] = Counter()
        self._albums: OrderedDict[str, str] = OrderedDict()

    async def commit(self, parcel: Parcel) -> None:
        """Return once the parcel needs never be brought again. Raises NotCommitted."""
        try:
            await self._commit(parcel)
        except StoreUnavailable:
            log.warning("telegram.store_unavailable")
            raise NotCommitted from None
        except Exception as error:
            await self._give_up(parcel, error)
        self._failures.pop(parcel.external_id, None)
        if parcel.reading is not None:
            self._follow_up(parcel.reading)

    def _follow_up(self, reading: Reading) -> None:
        """It is committed whatever happens here."""
        try:
            self._follow(reading)
        except Exception as error:
            log.error("telegram.follow_up_failed", reason=type(error).__name__)

    async def _commit(self, parcel: Parcel) -> None:
        if parcel.reading is None:
            await self._reject(parcel.external_id, parcel.length, parcel.reason)
        else:
            await self._act(parcel.external_id, parcel.reading.meaning)

    async def _act(self, external: str, meaning: Meaning) -> None:
        match meaning:
            case Deed(address, incoming, album):
                if self._speaks_for(album, external):
                    await self._reception.accept(self._channel, external, address, incoming)
            case Presence(address, reachable) if self._on_presence is not None:
                await self._on_presence(self._channel, address, reachable)
            case _:
                pass

    async def _reject(self, external: str, length: int, reason: str) -> None:
        await self._reception.reject(self._channel, external, length, reason)

    async def _give_up(self, parcel: Parcel, error: Exception) -> None:
        """Hold the update back for another try, in the end as a dead letter. Raises NotCommitted."""
        self._failures[parcel.external_id] += 1
        log.error("telegram.update_failed", reason=type(error).__name__)
        if self._failures[parcel.external_id] < MOST_TRIES:
            raise NotCommitted from None
        try:
            await self._reject(parcel.external_id, parcel.length, "failed")
        except Exception as again:  # then it was not this update's fault after all
            log.error("telegram.reject_failed", reason=type(again).__name__)
            raise NotCommitted from None

    def _speaks_for(self, album: str, external: str) -> bool:
        """One answer for all pictures of an album: the update that came first speaks for it, also when it
        is brought again."""
        if not album:
            return True
        first = self._albums.setdefault(album, external)
        while len(self._albums) > _ALBUMS:
            self._albums.popitem(last=False)
        return first == external
