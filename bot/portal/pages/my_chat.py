"""My chat: a link, good once, by which an account gets exercises in a chat of its own (A5, A7, I6)."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup
from starlette.responses import Response

from bot.conversation.texts import T
from bot.documents.poster import qr
from bot.features import announcements
from bot.features.announcements.readers import PAYLOAD
from bot.portal.table import Card, Page, roles
from bot.portal.visit import Visit

WHO = roles("announcer", "approver", "manager", "administrator", "case_worker", "vetter", "reviewer")
LEFT = T("portal.my_chat", "Your chat is unlinked. It gets no more exercises.")


@dataclass(frozen=True)
class Way:
    """One address that links a chat, and the same as a picture to scan. Made here of our own token alone, so
    the picture is markup that needs no escaping."""

    address: str
    picture: Markup


async def show_my_chat(visit: Visit) -> Response:
    linked = await visit.read(lambda conn: announcements.reads(conn, visit.me.account))
    return visit.show("my_chat.html", linked=linked, ways=None, command="")


async def make_link(visit: Visit) -> Response:
    """Shown once, and kept nowhere: whoever loses it makes another, which ends this one."""
    desk, me = visit.desk.announcing.desk, visit.me
    token = await visit.write(lambda conn: announcements.link_token(conn, desk, me, visit.now))
    payload, bot = f"{PAYLOAD}{token}", await visit.desk.bot_name()
    linked = await visit.read(lambda conn: announcements.reads(conn, me.account))
    ways = {"web": _way(f"{desk.origin.rstrip('/')}/?start={payload}")}
    if bot:
        ways["telegram"] = _way(f"https://t.me/{bot}?start={payload}")
    return visit.show("my_chat.html", linked=linked, ways=ways, command=f"/start {payload}")


def _way(address: str) -> Way:
    return Way(address, Markup(qr(address)))  # noqa: S704 - segno's own drawing of modules


async def leave(visit: Visit) -> Response:
    desk = visit.desk.announcing.desk
    await visit.write(lambda conn: announcements.leave_reading(conn, desk, visit.me, visit.now))
    return visit.go("/my-chat", LEFT)


_CARD = Card(
    "own",
    T("portal.my_chat", "My chat"),
    T("portal.my_chat", "Get exercises, and large announcements before everybody else, on your own phone."),
)
ROWS = (
    Page("GET", "/my-chat", show_my_chat, WHO, card=_CARD),
    Page("POST", "/my-chat/link", make_link, WHO, fresh=True),
    Page("POST", "/my-chat/leave", leave, WHO),
)
