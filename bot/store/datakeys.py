"""A data key for each person, each organisation or record of staff (owner), each day's inbox and each week's
questions, wrapped by the master key (K3).

Destroying a key erases all that was sealed under it, in every copy of the data (C7). This process forgets it
with the call; other processes, and transactions that run at the same moment, may use a key that they have
just read for `LIFE` more.
"""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from threading import Lock

from sqlalchemy import Connection

from bot.store.cipher import KEY_BYTES, KEY_ID_BYTES, Cipher, Unreadable, key_id_of
from bot.store.database import scratch
from bot.store.key_rows import rows_of
from bot.store.keyring import Keyring, KeyringError

LIFE = 0.9
"""Seconds that an unwrapped key may be used before it is looked up again: under the second of C4."""
MOST_CACHED = 5_000
_COLUMN = "data_keys.wrapped"
PERSON, OWNER, DAY, WEEK = "person:", "owner:", "day:", "week:"
_ALL = (PERSON, OWNER, DAY, WEEK)


def day_of(now: float) -> date:
    """The day (UTC) of a time in seconds since 1970: it chooses the key of what arrives then."""
    return datetime.fromtimestamp(now, UTC).date()


class KeyDestroyed(Unreadable):
    """There is no such key (any more): what was sealed under it is erased."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the data key of this {name.partition(':')[0]} is destroyed")


class DataKeys:
    """The data keys of one installation. Thread-safe; `monotonic` counts seconds."""

    def __init__(
        self,
        ring: Keyring,
        monotonic: Callable[[], float] = time.monotonic,
        fresh: Callable[[], Keyring | None] = lambda: None,
    ) -> None:
        """`fresh`: the keys where they have changed since it was last asked (K4)."""
        self._fresh, self._looked = fresh, float("-inf")
        self._take(ring)
        self._monotonic = monotonic
        self._cache: OrderedDict[str, tuple[Cipher, float]] = OrderedDict()
        self._lock = Lock()

    def create_person_key(self, conn: Connection, person_id: str) -> Cipher:
        """Make the key of a new person, in the transaction that makes the person."""
        return self._create(conn, PERSON + person_id)

    def for_person(self, conn: Connection, person_id: str) -> Cipher:
        """The key of a person, or KeyDestroyed."""
        return self._get(conn, PERSON + person_id)

    def for_persons(self, conn: Connection, person_ids: Iterable[str]) -> dict[str, Cipher]:
        """The keys of many people with one query; those whose key is destroyed are left out."""
        names = {PERSON + person_id: person_id for person_id in person_ids}
        found = {name: known for name in names if (known := self._known(conn, name)) is not None}
        for name, wrapped in rows_of(conn).get_many(names.keys() - found.keys()).items():
            found[name] = self._keep(name, self._unwrap(name, wrapped))
        return {names[name]: cipher for name, cipher in found.items()}

    def destroy_person_key(self, conn: Connection, person_id: str) -> None:
        """Make everything sealed for this person unreadable for good (C7)."""
        self._destroy(conn, [PERSON + person_id])

    def destroy_person_keys(self, conn: Connection, person_ids: Iterable[str]) -> None:
        """As `destroy_person_key`, for many."""
        self._destroy(conn, [PERSON + person_id for person_id in person_ids])

    def create_owner_key(self, conn: Connection, owner_id: str) -> Cipher:
        """Make the key of what is no person in a chat: an employer, a report. Retention leaves it alone."""
        return self._create(conn, OWNER + owner_id)

    def for_owner(self, conn: Connection, owner_id: str) -> Cipher:
        """The key of such an owner, or KeyDestroyed."""
        return self._get(conn, OWNER + owner_id)

    def destroy_owner_keys(self, conn: Connection, owner_ids: Iterable[str]) -> None:
        """Make everything sealed for these owners unreadable for good."""
        self._destroy(conn, [OWNER + owner_id for owner_id in owner_ids])

    def day_key(self, conn: Connection, day: date) -> Cipher:
        """The key for what arrives on this day (UTC), made when the first of it comes.

        A day whose key was destroyed gets a new one: ask for past days with `past_day_key`.
        """
        return self._get_or_create(conn, DAY + day.isoformat())

    def past_day_key(self, conn: Connection, day: date) -> Cipher:
        """The key that a stored body of this day was sealed under, or KeyDestroyed."""
        return self._get(conn, DAY + day.isoformat())

    def destroy_day_keys_before(self, conn: Connection, day: date, keep: Iterable[date] = ()) -> int:
        """Destroy the keys of all earlier days but those in `keep`; how many that were."""
        kept = {DAY + held.isoformat() for held in keep}
        past = [name for name in rows_of(conn).names(DAY) if name < DAY + day.isoformat()]
        doomed = [name for name in past if name not in kept]
        self._destroy(conn, doomed)
        return len(doomed)

    def week_key(self, conn: Connection, week: str) -> Cipher:
        """The key for what is kept of a week (ISO 8601, such as 2026-W47), made when it is first needed."""
        return self._get_or_create(conn, WEEK + week)

    def past_week_key(self, conn: Connection, week: str) -> Cipher:
        """The key that something of this week was sealed under, or KeyDestroyed."""
        return self._get(conn, WEEK + week)

    def destroy_week_keys_before(self, conn: Connection, week: str) -> int:
        """Destroy the keys of all earlier weeks; how many that were."""
        doomed = [name for name in rows_of(conn).names(WEEK) if name < WEEK + week]
        self._destroy(conn, doomed)
        return len(doomed)

    def rewrap(self, conn: Connection, names: Iterable[str]) -> int:
        """Wrap those of these keys that are under another master key under the newest; how many (K4)."""
        older = [
            (name, wrapped, self._master.seal(self._opened(name, wrapped), _COLUMN, name))
            for name, wrapped in rows_of(conn).get_many(names).items()
            if key_id_of(wrapped) != self._master.key_id
        ]
        return rows_of(conn).replace(older) if older else 0

    def destroy_all(self, conn: Connection) -> int:
        """Destroy every data key there is (K7); how many that were. `remaining` confirms it afterwards."""
        doomed = all_names(conn)
        self._destroy(conn, doomed)
        with self._lock:
            self._cache.clear()
        return len(doomed)

    def remaining(self, conn: Connection) -> bool:
        """True while there is any data key left."""
        return any(rows_of(conn).names(prefix, limit=1) for prefix in _ALL)

    def person_ids(self, conn: Connection, after: str, limit: int) -> list[str]:
        """Ids of people with a key, in order, beginning after `after`."""
        names = rows_of(conn).names(PERSON, after=PERSON + after, limit=limit)
        return [name.removeprefix(PERSON) for name in names]

    def check(self, conn: Connection) -> None:
        """Raise KeyringError if the data were written with another key file than this."""
        for prefix in _ALL:
            for name, wrapped in rows_of(conn).get_many(rows_of(conn).names(prefix, limit=1)).items():
                self._unwrap(name, wrapped)

    def _get_or_create(self, conn: Connection, name: str) -> Cipher:
        known = self._known(conn, name)
        if known is not None:
            return known
        wrapped = rows_of(conn).get(name)
        return self._create(conn, name) if wrapped is None else self._keep(name, self._unwrap(name, wrapped))

    def _create(self, conn: Connection, name: str) -> Cipher:
        if self._monotonic() >= self._looked + LIFE:
            self._learn()
        key_id, key = secrets.token_bytes(KEY_ID_BYTES), secrets.token_bytes(KEY_BYTES)
        wrapped = self._master.seal(key_id + key, _COLUMN, name)
        stored = rows_of(conn).put(name, wrapped)
        cipher = Cipher(key_id, key) if stored == wrapped else self._unwrap(name, stored)
        # Only for this transaction: if it is rolled back, nobody else may have sealed under this key.
        scratch(conn)[name] = cipher
        return cipher

    def _get(self, conn: Connection, name: str) -> Cipher:
        known = self._known(conn, name)
        if known is not None:
            return known
        wrapped = rows_of(conn).get(name)
        if wrapped is None:
            raise KeyDestroyed(name)
        return self._keep(name, self._unwrap(name, wrapped))

    def _destroy(self, conn: Connection, names: list[str]) -> None:
        rows_of(conn).remove(names)
        for name in names:
            scratch(conn)[name] = None
            with self._lock:
                self._cache.pop(name, None)

    def _known(self, conn: Connection, name: str) -> Cipher | None:
        notes = scratch(conn)
        if name in notes:
            noted: Cipher | None = notes[name]
            return noted
        with self._lock:
            cipher, until = self._cache.get(name, (None, 0.0))
        return cipher if self._monotonic() < until else None

    def _keep(self, name: str, cipher: Cipher) -> Cipher:
        with self._lock:
            self._cache[name] = (cipher, self._monotonic() + LIFE)
            self._cache.move_to_end(name)
            if len(self._cache) > MOST_CACHED:
                self._cache.popitem(last=False)
        return cipher

    def _take(self, ring: Keyring) -> None:
        self._masters = {key.id: Cipher(key.id, key.secret) for key in ring.keys["master"]}
        self._master = self._masters[ring.newest("master").id]

    def _learn(self) -> None:
        """The key file may have been changed while this process runs."""
        self._looked = self._monotonic()
        ring = self._fresh()
        if ring is not None:
            self._take(ring)

    def _unwrap(self, name: str, wrapped: bytes) -> Cipher:
        plain = self._opened(name, wrapped)
        return Cipher(plain[:KEY_ID_BYTES], plain[KEY_ID_BYTES:])

    def _opened(self, name: str, wrapped: bytes) -> bytes:
        master = self._masters.get(key_id_of(wrapped))
        if master is None:
            self._learn()
            master = self._masters.get(key_id_of(wrapped))
        if master is None:
            raise KeyringError(
                f"The data were written with master key {key_id_of(wrapped).hex()}, which is not in the key "
                "file. Restore the key file that belongs to these data, or begin with an empty data folder."
            )
        return master.open_(wrapped, _COLUMN, name)


def all_names(conn: Connection) -> list[str]:
    """The names of all data keys of all kinds."""
    return [name for prefix in _ALL for name in _all_of(conn, prefix)]


def _all_of(conn: Connection, prefix: str) -> list[str]:
    names: list[str] = []
    while page := rows_of(conn).names(prefix, after=names[-1] if names else ""):
        names += page
    return names
