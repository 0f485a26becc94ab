"""Reads and writes the library's tables, on the connection of the running transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection, delete, func, select

from bot.delivery.sql import inserting
from bot.features.library.tables import feedback, withdrawn


@dataclass(frozen=True, slots=True)
class Tally:
    """How often readers said that an article did or did not help."""

    article: str
    lang: str
    yes: int
    no: int


def keep_feedback(conn: Connection, article: str, lang: str, helped: bool, now: float) -> None:
    """Count one answer. The day is the only time kept, and no person is."""
    day = datetime.fromtimestamp(now, UTC).date().isoformat()
    statement = inserting(conn.dialect.name, feedback).values(
        article=article, lang=lang, day=day, helped=helped, count=1
    )
    conn.execute(
        statement.on_conflict_do_update(
            index_elements=[feedback.c.article, feedback.c.lang, feedback.c.day, feedback.c.helped],
            set_={"count": feedback.c.count + 1},
        )
    )


def read_feedback(conn: Connection) -> list[Tally]:
    """The counts of all days together, the articles that helped least first."""
    rows = conn.execute(
        select(feedback.c.article, feedback.c.lang, feedback.c.helped, func.sum(feedback.c.count)).group_by(
            feedback.c.article, feedback.c.lang, feedback.c.helped
        )
    )
    sums: dict[tuple[str, str], dict[bool, int]] = {}
    for article, lang, helped, count in rows:
        sums.setdefault((article, lang), {})[bool(helped)] = int(count)
    tallies = [
        Tally(article, lang, counts.get(True, 0), counts.get(False, 0))
        for (article, lang), counts in sums.items()
    ]
    return sorted(tallies, key=lambda tally: (tally.yes - tally.no, tally.article, tally.lang))


def feedback_between(conn: Connection, first: date, last: date) -> dict[tuple[str, bool], int]:
    """How often readers of any language said of an article that it helped (True) or did not, from one day to
    another, both included (UTC). The numbers are exact: whoever publishes them hides the small ones (L4)."""
    rows = conn.execute(
        select(feedback.c.article, feedback.c.helped, func.sum(feedback.c.count))
        .where(feedback.c.day >= first.isoformat(), feedback.c.day <= last.isoformat())
        .group_by(feedback.c.article, feedback.c.helped)
    )
    return {(article, bool(helped)): int(count) for article, helped, count in rows}


def withdraw(conn: Connection, article: str, at: float, by: str = "operator") -> bool:
    """Take an article out of lists, search and reading. False where it was withdrawn already."""
    if article in withdrawn_ids(conn):
        return False
    conn.execute(withdrawn.insert().values(article=article, since=int(at), by=by))
    return True


def restore(conn: Connection, article: str) -> bool:
    """Put a withdrawn article back. False where it was not withdrawn."""
    return conn.execute(delete(withdrawn).where(withdrawn.c.article == article)).rowcount > 0


def withdrawn_ids(conn: Connection) -> frozenset[str]:
    return frozenset(conn.execute(select(withdrawn.c.article)).scalars())
