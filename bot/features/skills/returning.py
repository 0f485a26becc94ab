"""A code that brings a profile back on another phone or in another channel, where the first was lost.

128 random bits, written as the twelve words of BIP-0039 (English list): whole words survive being copied by
hand and read out, and the last one checks the others. Only a keyed hash of it is kept (K2); it works once.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable

from mnemonic import Mnemonic
from sqlalchemy import Connection, delete, insert, select

from bot.features.skills import records
from bot.features.skills.profile import Profile, Saved, unheard
from bot.features.skills.tables import returns
from bot.language.normal import fold
from bot.store.datakeys import DataKeys, KeyDestroyed

BITS = 128
_PREFIX = 4
"""Letters by which every word of the list is told from the others."""
_LIST = "english"


class Returning:
    """Makes and takes codes. `secret` keys their hashes, `chance` gives so many random bytes."""

    def __init__(
        self,
        keys: DataKeys,
        secret: bytes,
        chance: Callable[[int], bytes] = secrets.token_bytes,
        saved: Saved = unheard,
    ) -> None:
        self._chance = chance
        self._keys = keys
        self._saved = saved
        self._secret = secret
        self._words = Mnemonic(_LIST)
        self._by_prefix = {word[:_PREFIX]: word for word in self._words.wordlist}

    def code(self, conn: Connection, person: str) -> str:
        """A new code for her profile; an earlier one is of no use any more."""
        words = self._words.to_mnemonic(self._chance(BITS // 8))
        conn.execute(delete(returns).where(returns.c.person_id == person))
        conn.execute(insert(returns).values(person_id=person, hash=self._hash(words)))
        return words

    def bring(self, conn: Connection, person: str, typed: str, now: float) -> bool:
        """Move the profile that a code stands for to this person, who allowed it. False: no such code.

        Nothing of it stays behind, and the code is spent.
        """
        words = self._read(typed)
        owner = self._owner(conn, words) if words else None
        profile = self._profile(conn, owner) if owner else None
        if owner is None or profile is None:
            return False
        conn.execute(delete(returns).where(returns.c.person_id == owner))
        if owner != person:
            records.forget(conn, owner)
            cipher = self._keys.for_person(conn, person)
            records.save(conn, cipher, person, profile, now, self._saved)
        return True

    def spend(self, conn: Connection, person: str, typed: str) -> bool:
        """Prove with a code that this person is its owner: it is spent. False: it is none of hers."""
        words = self._read(typed)
        if not words or self._owner(conn, words) != person:
            return False
        conn.execute(delete(returns).where(returns.c.person_id == person))
        return True

    def _owner(self, conn: Connection, words: str) -> str | None:
        return conn.scalar(select(returns.c.person_id).where(returns.c.hash == self._hash(words)))

    def _profile(self, conn: Connection, owner: str) -> Profile | None:
        try:
            return records.load(conn, self._keys.for_person(conn, owner), owner)
        except KeyDestroyed:
            return None

    def _read(self, typed: str) -> str:
        """The twelve words that were meant, or ""; a slip after a word's fourth letter is forgiven."""
        words = [self._by_prefix.get(word[:_PREFIX], "") for word in fold(typed).split()]
        meant = " ".join(words)
        return meant if self._words.check(meant) else ""

    def _hash(self, words: str) -> bytes:
        return hmac.digest(self._secret, f"skills.return\0{words}".encode(), "sha256")
