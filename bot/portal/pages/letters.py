"""Messages that were given up: tried again or discarded by who is signed in (M10). No text is shown."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.conversation.messages import Text
from bot.conversation.texts import T
from bot.delivery import dead_letters
from bot.delivery.dead_letters import NoSuchLetter
from bot.features.staff import audit
from bot.portal.table import Card, Endpoint, Page, everyone_who_may, roles
from bot.portal.visit import Visit

WHO = roles("administrator")
LIMIT = 200
Decision = Callable[[Connection, str, str, float], None]


async def show_letters(visit: Visit) -> Response:
    found = await visit.read(lambda conn: dead_letters.listed(conn, LIMIT))
    return visit.show("letters.html", letters=found)


def _decide(decision: Decision, what: str, done: Text) -> Endpoint:
    async def endpoint(visit: Visit) -> Response:
        name, me = visit.params["letter"], visit.me

        def do(conn: Connection) -> None:
            decision(conn, name, me.account, visit.now)
            audit.note(conn, me.account, what, name, {}, visit.now)

        try:
            await visit.write(do)
        except NoSuchLetter:
            raise HTTPException(404) from None
        return visit.go("/letters", done)

    return endpoint


retry = _decide(
    dead_letters.retry, "letter.retried", T("portal.letters", "It will be tried again within seconds.")
)
discard = _decide(
    dead_letters.discard,
    "letter.discarded",
    T("portal.letters", "It is discarded, and what it said is erased."),
)

_CARD = Card(
    "service",
    T("portal.letters", "Undelivered"),
    T("portal.letters", "Messages that could not be delivered or understood: try again, or discard."),
)
ROWS = (
    Page("GET", "/letters", show_letters, WHO, card=_CARD),
    Page("POST", "/letters/{letter}/retry", retry, WHO, everyone_who_may, fresh=True),
    Page("POST", "/letters/{letter}/discard", discard, WHO, everyone_who_may, fresh=True),
)
