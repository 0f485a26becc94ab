"""One call that was let in: who calls, what it may touch, and how effect and answer stay together (M11)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, TypeVar

from fastapi import Depends, Header, Request
from pydantic import BaseModel
from sqlalchemy import Connection
from starlette.responses import Response

from bot.conversation.messages import Text, Words
from bot.features.interviews.matching import Viewer
from bot.features.interviews.slots import By
from bot.features.staff.api import Answer, Caller, Claimed, Repeated, answers, keys
from bot.features.staff.api import Call as Named
from bot.features.staff.api.answers import OtherCall
from bot.hiring import Hiring
from bot.portal.api.allowed import check
from bot.portal.api.desk import Desk, hiring_for
from bot.portal.api.problems import Problem, Tongue, tongue_of
from bot.portal.api.table import ROOT, Call

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a call. `etag` without its quotes; `location` below ROOT."""

    body: BaseModel
    etag: str = ""
    location: str = ""


Work = Callable[[Connection, Hiring], Done | Problem]
"""Within the transaction of the call. A Problem that is raised undoes it; one that is returned does not."""


@dataclass(frozen=True)
class Ask:
    """`body` is the form by which calls are compared; `name` the Idempotency-Key, "" for none."""

    desk: Desk
    row: Call
    caller: Caller
    token: str = field(repr=False)
    now: float
    name: str
    request: Request
    body: bytes = field(repr=False)

    @property
    def by(self) -> By:
        return By("employer", self.caller.account, self.caller.organisation)

    @property
    def viewer(self) -> Viewer:
        """The same account as on the pages: what it opens is counted together (E4)."""
        return Viewer(self.caller.account, self.caller.organisation)

    @property
    def lang(self) -> str:
        """Of names of work, reasons and profiles: the account's."""
        return self.caller.lang

    def say(self, text: Words, lang: str = "") -> str:
        """A text in words, in the account's language where none is given."""
        return self.desk.labels.label(text, lang or self.lang)

    @property
    def tongue(self) -> Tongue:
        """The language in which is said what is wrong."""
        return tongue_of(self.request, self.desk.labels)

    def sentence(self, text: Text) -> str:
        """What is wrong, in words."""
        return self.tongue.say(text)

    async def read(self, work: Callable[[Connection, Hiring], R]) -> R:
        hiring = self.desk.hiring
        return await self.desk.store.read(lambda conn: work(conn, hiring))

    async def answer(self, work: Work) -> Response:
        """The answer to a call that changes nothing."""
        return _sent(self._done(await self.read(work)))

    async def noted(self, work: Work) -> Response:
        """As `answer`, where the audit log keeps that it was looked at (L3)."""
        hiring = hiring_for(self.desk.hiring, self.caller)
        return _sent(self._done(await self.desk.store.write(lambda conn: self._checked(conn, hiring, work))))

    async def write(self, work: Work) -> Response:
        """Do it, once for its Idempotency-Key: effect and answer are one transaction (M4, M11)."""
        hiring, desk = hiring_for(self.desk.hiring, self.caller), self.desk

        def do(conn: Connection) -> Answer:
            claimed = self._claim(conn) if self.name else None
            if isinstance(claimed, Repeated) and claimed.answer is not None:
                return claimed.answer
            result = self._checked(conn, hiring, work)
            mine = claimed if isinstance(claimed, Claimed) else None
            if isinstance(result, Problem):
                if mine is not None:
                    answers.forget(conn, mine)
                return self._of_problem(result)
            answer = self._done(result)
            if mine is not None and not self.row.repeats:
                answers.keep(conn, desk.staff, mine, answer)
            return answer

        return _sent(await desk.store.write(do))

    def _claim(self, conn: Connection) -> Claimed | Repeated:
        request = self.request
        about = (request.method, request.url.path, request.headers.get("if-match", ""))
        parts = (*(part.encode() for part in about), self.body)
        try:
            return answers.claim(conn, self.desk.staff, self.caller, Named(self.name, parts), self.now)
        except OtherCall:
            raise Problem("idempotency_conflict") from None

    def _checked(self, conn: Connection, hiring: Hiring, work: Work) -> Done | Problem:
        """The key may have been ended, or the organisation frozen, since the door (S3, E7)."""
        if keys.caller(conn, self.desk.staff, self.token, self.now) is None:
            raise Problem("bad_key", headers={"WWW-Authenticate": "Bearer"})
        check(conn, self.row, self.caller, self.request.path_params, self.now)
        return work(conn, hiring)

    def _done(self, result: Done | Problem) -> Answer:
        if isinstance(result, Problem):
            return self._of_problem(result)
        headers = {"content-type": "application/json"}
        if result.etag:
            headers["etag"] = f'"{result.etag}"'
        if result.location:
            headers["location"] = self.desk.staff.site.origin + ROOT + result.location
        return Answer(self.row.status, result.body.model_dump_json().encode(), headers)

    def _of_problem(self, problem: Problem) -> Answer:
        response = problem.response(self.tongue)
        return Answer(response.status_code, bytes(response.body), dict(response.headers))


def _sent(answer: Answer) -> Response:
    return Response(answer.body, answer.status, answer.headers)


def _asked(request: Request) -> Ask:
    found = request.state.ask
    assert isinstance(found, Ask)
    return found


_KEY = Header(
    min_length=1,
    max_length=128,
    pattern=r"^[\x21-\x7e]+$",
    description="A new one for each call; the same again for the same call sent again, within 24 hours.",
)
_ETAG = Header(min_length=1, max_length=100, description="The ETag of what was read.")


def _asked_by_post(request: Request, idempotency_key: Annotated[str, _KEY]) -> Ask:
    return _asked(request)


def _asked_by_put(
    request: Request,
    if_match: Annotated[str, _ETAG],
    idempotency_key: Annotated[str | None, _KEY] = None,
) -> Ask:
    return _asked(request)


Read = Annotated[Ask, Depends(_asked)]
Post = Annotated[Ask, Depends(_asked_by_post)]
Put = Annotated[Ask, Depends(_asked_by_put)]
"""How an endpoint is handed its Ask; the headers that it needs stand in the OpenAPI document."""
