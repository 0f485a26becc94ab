"""One request to one page: who came, what was sent, and the answers that a page can give.

    async def rename(visit: Visit) -> Response:
        form = Form.sent(NAME, visit.sent)
        if not form.bad:
            await visit.write(lambda conn: accounts.rename(conn, visit.me.account, form["name"], visit.now))
            return visit.go("/account", T("portal.account", "Your name was changed."))
        return visit.show("account.html", form=form)

By the time a page runs, guard.py has checked role, object, form token and fresh factor by its row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.conversation.messages import Text, Words
from bot.features.staff import ROLES, SignedIn, sessions
from bot.portal import said
from bot.portal.cookies import form_token
from bot.portal.desk import Desk
from bot.portal.forms import Form
from bot.portal.headers import NONCE
from bot.portal.menu import Menu, menu_of
from bot.portal.sent import Sent
from bot.portal.table import Page
from bot.portal.words import FACTORS, KINDS, STATES
from bot.store.database import Work

R = TypeVar("R")
ROOT = "/portal"
_PATH = re.compile(r"(/|(/[A-Za-z0-9_-]+)+)(\?[A-Za-z0-9_=&.-]*)?", re.ASCII)
WRONG = 422


def own_path(path: str) -> str:
    """A path below /portal that came from outside; "" where it does not look like one of ours."""
    return path if len(path) <= 300 and _PATH.fullmatch(path) else ""


@dataclass
class Visit:
    """`secret` is what the form token is made of: the session, or the visitor's cookie."""

    request: Request
    desk: Desk
    page: Page
    now: float
    lang: str
    secret: str
    signed: SignedIn | None
    sent: Sent
    token: str | None = None
    """A new session that the answer hands out; "" takes the old one away."""

    @property
    def me(self) -> SignedIn:
        """Who is signed in, on pages that are not public."""
        assert self.signed is not None, "only pages that need a session ask"
        return self.signed

    @property
    def params(self) -> Mapping[str, str]:
        """The parameters of the path."""
        return self.request.path_params

    @property
    def path(self) -> str:
        """The present path below /portal, without the query."""
        return self.request.url.path.removeprefix(ROOT)

    @property
    def zone(self) -> str:
        return self.signed.zone if self.signed else "UTC"

    def asked(self, name: str) -> str:
        """A value of the query; "" where there is none."""
        return self.request.query_params.get(name, "")

    def number(self, name: str) -> int | None:
        """A number of the query, such as where a list goes on. Raises HTTPException 400."""
        text = self.asked(name)
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 16):
            raise HTTPException(400)
        return int(text)

    def label(self, text: Words) -> str:
        """A text or a name in the reader's language."""
        return self.desk.renderer.label(text, self.lang)

    async def read(self, work: Work[R]) -> R:
        return await self.desk.store.read(work)

    async def write(self, work: Work[R]) -> R:
        """In a transaction in which her session still holds. Raises SessionOver, which the door answers."""
        if self.signed is None:
            return await self.desk.store.write(work)
        session = self.signed.session

        def held(conn: Connection) -> R:
            sessions.need(conn, session)
            return work(conn)

        return await self.desk.store.write(held)

    def show(self, template: str, status: int = 0, **context: Any) -> Response:
        """A page. A `form` with problems makes its status 422, unless one is given."""
        form = context.get("form")
        wrong = isinstance(form, Form) and form.bad
        heard = said.heard(self.request, self.secret, self.desk.settings)
        html = self.desk.renderer.page(template, self.lang, self.zone, self._shared(heard) | context)
        response = HTMLResponse(html, status or (WRONG if wrong else 200))
        if heard is not None:
            said.forget(response, self.desk.settings)
        return response

    def go(self, path: str, done: Text | None = None) -> Response:
        """After a form: on to another page (303), which says `done` once. "" is the first page."""
        response = RedirectResponse(ROOT + (path or "/"), 303)
        if done is not None:
            said.say(response, done, self.secret, self.desk.settings)
        return response

    async def hold(self, token: str) -> None:
        """From now on this browser holds the session of that token; the door sets the cookie."""
        staff = self.desk.staff
        self.signed = await self.read(lambda conn: sessions.signed_in(conn, staff, token, self.now))
        self.secret = self.token = token
        if self.signed is not None:
            self.lang = self.signed.lang or self.lang

    def let_go(self) -> None:
        """From now on this browser holds no session."""
        self.token = ""

    def _shown_at(self) -> str:
        """The path of the page that this is shown on: a form may be sent to a path that shows nothing."""
        pages = {page.path for page in self.desk.pages if page.method == "GET"}
        row, path = self.page.path, self.path
        while row and row not in pages:
            row, path = row.rpartition("/")[0], path.rpartition("/")[0]
        return path or "/"

    def _shared(self, heard: Text | None) -> dict[str, Any]:
        """What base.html needs on every page."""
        held = frozenset(self.signed.roles) if self.signed else None
        menu = Menu() if held is None else menu_of(self.desk.pages, held, self.path)
        return {
            "visit": self,
            "me": self.signed,
            "token": form_token(self.secret),
            "nonce": self.request.scope[NONCE],
            "demo": self.desk.demo,
            "muted": self.desk.muted,
            "operator": self.desk.settings.operator,
            "menu": menu,
            "said": heard,
            "root": ROOT,
            "role_names": ROLES,
            "state_names": STATES,
            "kind_names": KINDS,
            "factor_names": FACTORS,
            "here": self.path,
            "shown_at": ROOT + self._shown_at(),
        }
