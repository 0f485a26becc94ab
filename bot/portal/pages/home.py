"""The first page: a card for each page that the reader may use."""

from __future__ import annotations

from starlette.responses import Response

from bot.portal.table import SIGNED_IN, Page
from bot.portal.visit import Visit


async def show_home(visit: Visit) -> Response:
    return visit.show("home.html")


ROWS = (Page("GET", "/", show_home, SIGNED_IN),)
