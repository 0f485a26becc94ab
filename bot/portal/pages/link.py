"""One-time links of a demo. Looking at one does not use it up: programs preview links, too."""

from __future__ import annotations

from starlette.responses import Response

from bot.features.staff import StaffRefused, demo
from bot.portal.table import PUBLIC, Page
from bot.portal.visit import Visit


async def show_link(visit: Visit) -> Response:
    staff, token = visit.desk.staff, visit.params["token"]
    name = await visit.read(lambda conn: demo.peek(conn, staff, token, visit.now))
    if name is None:
        return visit.show("link_over.html")
    return visit.show("demo_link.html", name=name, link=token)


async def use_link(visit: Visit) -> Response:
    staff, token = visit.desk.staff, visit.params["token"]
    try:
        session = await visit.write(lambda conn: demo.sign_in(conn, staff, token, visit.now))
    except StaffRefused:
        return visit.show("link_over.html")
    await visit.hold(session)
    return visit.go("")


ROWS = (
    Page("GET", "/link/{token}", show_link, PUBLIC),
    Page("POST", "/link/{token}", use_link, PUBLIC),
)
