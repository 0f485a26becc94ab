"""May this employer act right now? Asked before anything of it is shown, opened, booked or sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, and_, select

from bot.conversation.messages import Rich, Text
from bot.features.interviews.employers import rows, words
from bot.features.interviews.employers.form import decoded
from bot.features.interviews.employers.model import Standing, state_at
from bot.features.interviews.employers.ports import Desk
from bot.features.interviews.employers.tables import employers
from bot.language import languages
from bot.language.bidi import isolate

_FACTS = ("country", "site", "checked", "no_promise")

Put = Callable[[Text, str], str]
"""A text in words of a language."""


def standing(conn: Connection, employer: str, now: float) -> Standing | None:
    """How it stands; None where there is no such employer."""
    row = conn.execute(select(employers).where(employers.c.id == employer)).first()
    return None if row is None else Standing(row.id, state_at(row.state, row.until, now), row.until)


def may_act(conn: Connection, employer: str, now: float) -> bool:
    """False for everyone who is not admitted at this second, and for ids that nobody has."""
    found = standing(conn, employer, now)
    return found is not None and found.may_act


def acting(now: float) -> ColumnElement[bool]:
    """The same as a condition on the table `employers`, for queries over many."""
    return and_(employers.c.state == "admitted", employers.c.until > int(now))


def face(conn: Connection, desk: Desk, employer: str, lang: str, put: Put, now: float) -> Rich:
    """Who an employer is, for a candidate, with what she must know beforehand (E8)."""
    row = rows.load(conn, desk, employer, now)
    if row is None or row.state != "admitted" or row.until is None:
        return Rich(put(words.FACE["not_now"], lang), lang)
    until = datetime.fromtimestamp(row.until, UTC).date().isoformat()
    values = {"until": until, "country": row.details.country, "host": shown_host(row.details.host)}
    facts = (Text(words.FACE[name].ctxt, words.FACE[name].msg, values) for name in _FACTS)
    lines = [
        isolate(row.details.name, languages.row(lang)),
        *(put(fact, lang) for fact in facts),
        "",
        *beforehand(lang, put),
    ]
    return Rich("\n".join(lines), lang)


def checked(conn: Connection, desk: Desk, employer: str, lang: str, put: Put, now: float) -> str:
    """Whether an employer was checked, in a few words: `face` says how long that holds."""
    return put(words.FACE["is_checked" if may_act(conn, employer, now) else "not_now"], lang)


def shown_host(host: str) -> str:
    """The real host (I10); one with other letters also as it looks, which alone could deceive."""
    looks = decoded(host)
    return host if looks == host else f"{host} ({looks})"


def beforehand(lang: str, put: Put) -> Iterable[str]:
    """What is told to every candidate, in her language (E8)."""
    return (f"• {put(text, lang)}" for text in words.BEFOREHAND)
