"""What nobody understood: so that staff see which page is missing, and no person is seen.

Questions are alike where the same article comes nearest, or, where none is near, where the same keyed hash
comes of their sorted content words. Of each kind, different people are counted by a pseudonym that changes
every week. The words themselves are kept only from the tenth different person on, since what ten people ask
in a week names none of them; sealed under a key of the week, which is destroyed after WEEKS (D1, K1).
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, func, select

from bot.delivery.sql import inserting
from bot.features.library.phones import find_phone
from bot.features.library.tables import unanswered
from bot.store.cipher import Unreadable
from bot.store.datakeys import DataKeys

MANY = 10
"""Different people from whom on a text is kept."""
TEXTS = 5
"""Texts of a kind that are kept a week."""
LONGEST = 300
WEEKS = 8
"""Weeks for which the counts are kept."""
_COLUMN = "library_unanswered.text"
_UNKNOWN = "~"
"""Before the hash of questions that no article is near to."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One kind of question: how many different people asked it in a week, and what some of them wrote."""

    week: str
    lang: str
    about: str
    """The nearest article's id, or a hash after `~`."""
    people: int
    texts: tuple[str, ...]


class Unanswered:
    """Notes what was not understood. `secret` keys the hashes: without it nobody can test for a text (K2)."""

    def __init__(self, keys: DataKeys, secret: bytes) -> None:
        self._keys = keys
        self._secret = secret

    def note(
        self,
        conn: Connection,
        person: str,
        lang: str,
        nearest: str | None,
        words: Iterable[str],
        text: str,
        now: float,
    ) -> None:
        """Count a question of a person in the turn's transaction; once a week, however often she asks."""
        content = " ".join(sorted(words))
        if not content:
            return
        week, about = week_of(now), nearest or _UNKNOWN + self._hash("words", lang, content)[:16]
        pseudonym = self._hash("person", week, person)
        alike = (unanswered.c.week == week, unanswered.c.lang == lang, unanswered.c.about == about)
        others = conn.scalar(select(func.count()).where(*alike, unanswered.c.person != pseudonym)) or 0
        kept = conn.scalar(select(func.count(unanswered.c.text)).where(*alike)) or 0
        sealed = None
        if others >= MANY - 1 and kept < TEXTS and _harmless(text):
            row = _row(week, lang, about, pseudonym)
            sealed = self._keys.week_key(conn, week).seal(text.encode(), _COLUMN, row)
        values = {"week": week, "lang": lang, "about": about, "person": pseudonym, "text": sealed}
        conn.execute(inserting(conn.dialect.name, unanswered).values(values).on_conflict_do_nothing())

    def forget(self, conn: Connection, person: str) -> None:
        """Take a person's part out of every count (C6)."""
        for week in conn.scalars(select(unanswered.c.week).distinct()).all():
            pseudonym = self._hash("person", week, person)
            conn.execute(
                delete(unanswered).where(unanswered.c.week == week, unanswered.c.person == pseudonym)
            )

    def sweep(self, conn: Connection, now: float) -> dict[str, int]:
        """Erase the weeks that are past their time, and their keys (D5)."""
        first = week_of(now - timedelta(weeks=WEEKS).total_seconds())
        gone = conn.execute(delete(unanswered).where(unanswered.c.week < first)).rowcount
        return {"unanswered": gone, "week_keys": self._keys.destroy_week_keys_before(conn, first)}

    def read(self, conn: Connection) -> list[Asked]:
        """Every kind of question, the newest week and the most people first."""
        return asked(conn, self._keys)

    def _hash(self, *parts: str) -> str:
        text = "\0".join(("unanswered", *parts))
        return hmac.new(self._secret, text.encode(), "sha256").hexdigest()[:32]


def asked(conn: Connection, keys: DataKeys, weeks: Iterable[str] | None = None) -> list[Asked]:
    """Every kind of question of some weeks (None: of all that are kept), the newest week and the most people
    first. The numbers are exact: whoever publishes them hides the small ones (L4)."""
    columns = (unanswered.c.week, unanswered.c.lang, unanswered.c.about)
    wanted = select(*columns, unanswered.c.person, unanswered.c.text)
    rows = conn.execute(wanted if weeks is None else wanted.where(unanswered.c.week.in_(list(weeks))))
    people: dict[tuple[str, str, str], int] = {}
    texts: dict[tuple[str, str, str], list[str]] = {}
    for week, lang, about, person, sealed in rows:
        kind = (week, lang, about)
        people[kind] = people.get(kind, 0) + 1
        if sealed is not None and (text := _opened(conn, keys, kind, person, sealed)):
            texts.setdefault(kind, []).append(text)
    found = [Asked(*kind, count, tuple(sorted(texts.get(kind, ())))) for kind, count in people.items()]
    found.sort(key=lambda one: (one.people, one.lang, one.about), reverse=True)
    return sorted(found, key=lambda one: one.week, reverse=True)


def _opened(conn: Connection, keys: DataKeys, kind: tuple[str, str, str], person: str, sealed: bytes) -> str:
    try:
        return keys.past_week_key(conn, kind[0]).open_(sealed, _COLUMN, _row(*kind, person)).decode()
    except Unreadable:
        return ""


def week_of(now: float) -> str:
    """The ISO 8601 week (UTC), such as 2026-W47: no day of hers is kept."""
    year, week, _ = datetime.fromtimestamp(now, UTC).isocalendar()
    return f"{year}-W{week:02}"


def _row(*parts: str) -> str:
    return "\0".join(parts)


def _harmless(text: str) -> bool:
    """Short, and without what may be a number or an address of somebody."""
    return len(text) <= LONGEST and find_phone(text) is None and "@" not in text and "://" not in text
