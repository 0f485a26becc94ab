"""What all requests of the web channel share: the reception, the words, the pages, the limits."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.requests import HTTPConnection

from bot.channels.web.answers import Check, Door
from bot.channels.web.assets import Assets
from bot.channels.web.chat import pace_key
from bot.channels.web.pace import Limit
from bot.channels.web.pages import Labels, Pages
from bot.channels.web.render import Renderer
from bot.channels.web.settings import WebSettings
from bot.channels.web.sockets import Sockets
from bot.delivery.ports import Reception


@dataclass(frozen=True)
class Desk:
    """Made once by `build` and found again in every request."""

    reception: Reception
    pages: Pages
    labels: Labels
    settings: WebSettings
    assets: Assets
    renderer: Renderer
    sockets: Sockets
    chats: Limit
    new_chats: Limit
    checks: Limit
    check_door: Door
    check: Check | None
    """What a check code is about; None where nobody announces anything."""
    tick: Callable[[], float] = field(default=time.monotonic)
    """Seconds of a clock that never runs backwards; used for waits only."""

    async def wait_for_turn(self, secret: str) -> float:
        """Seconds to hold the next message of this chat back; over `patience` means not now (I13)."""
        return await self.chats.wait(pace_key(secret), self.settings.patience)

    async def may_begin(self) -> bool:
        """Whether one more chat may begin now: cookies are cheap, so their number in all is limited too."""
        return await self.new_chats.wait("all", 0) == 0


def desk_of(conn: HTTPConnection) -> Desk:
    """The desk that this request stands at."""
    found = conn.app.state.desk
    assert isinstance(found, Desk)
    return found
