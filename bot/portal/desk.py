"""What all pages of the portal share: the store, the accounts, the words, the limits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.requests import Request

from bot.adverts import Adverts
from bot.announcing import Announcing
from bot.channels.web import WebSettings
from bot.channels.web.pace import Limit, Pace, Shared
from bot.delivery.ports import Clock
from bot.features.staff import Post, Staff
from bot.hiring import Hiring
from bot.portal.render import Renderer
from bot.portal.table import Page
from bot.store.database import Store

PATIENCE = 5.0
"""The longest that a form of somebody who is not signed in is held back, in seconds (I13)."""


@dataclass(frozen=True)
class Mail:
    """A mail as a demo shows it. `sent` is in seconds since 1970."""

    id: str
    sent: int
    address: str
    subject: str
    text: str
    lang: str


Mails = Callable[[Connection, str | None, tuple[int, str] | None, int], list[Mail]]
"""mails(conn, person id or None: all, (sent, id) of the last one shown or None, how many): newest first."""


BotName = Callable[[], Awaitable[str]]
"""The user name of the bot in Telegram, for start links; "" where there is none, or nobody can tell now."""


async def no_bot() -> str:
    """Where there is no bot."""
    return ""


def limits(shared: Shared | None = None) -> tuple[Limit, Limit]:
    """Of forms of those who are not signed in, and of calendar programs; `shared`: counted for a fleet."""
    return Limit("stranger", Pace(60, 5), shared), Limit("feed", Pace(20, 1 / 60), shared)


@dataclass(frozen=True)
class Desk:
    """Made once by `build`, and handed to every page as `visit.desk`.

    `demo`: whether this database is marked as a demo; then each page says so. `muted`: whether nothing is
    sent from it (O2, O6); then each page says that as well.
    """

    store: Store
    staff: Staff
    post: Post
    clock: Clock
    settings: WebSettings
    renderer: Renderer
    pages: tuple[Page, ...]
    hiring: Hiring
    adverts: Adverts
    announcing: Announcing
    demo: bool
    bot_name: BotName
    strangers: Limit
    feeds: Limit
    """Of calendar programs, by account: they ask every quarter of an hour at most."""
    mails: Mails | None = None
    """Where mails are shown instead of sent; None where they leave."""
    muted: bool = False

    async def wait_as_stranger(self) -> float:
        """Seconds to hold the next form of somebody who is not signed in; over PATIENCE means not now.

        Counted for all together: a cookie is cheap, so there is nothing to tell one stranger from another.
        """
        return await self.strangers.wait("all", PATIENCE)


def desk_of(request: Request) -> Desk:
    """The desk of this application."""
    found = request.app.state.desk
    assert isinstance(found, Desk)
    return found
