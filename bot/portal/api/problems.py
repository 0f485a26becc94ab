"""What went wrong, as RFC 9457 problem details: a code that stays, and a sentence that says what to do.

The sentences are in the language that Accept-Language asks for, where it is one of ours, else in English;
programs read the code, which is the same in all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from bot.channels.web import Labels
from bot.channels.web.languages import accepted
from bot.conversation.messages import Text
from bot.language.languages import negotiate
from bot.portal.api.problem_words import CODES, TITLES

MEDIA_TYPE = "application/problem+json"
LANG = "en"
"""Where no language of ours is asked for."""


@dataclass(frozen=True)
class Tongue:
    """The language of one answer."""

    labels: Labels
    lang: str = LANG

    def say(self, text: Text) -> str:
        return self.labels.label(text, self.lang)


def tongue_of(request: Request, labels: Labels) -> Tongue:
    """The first language of the Accept-Language header that is one of ours (RFC 9110, 12.5.4)."""
    known = filter(None, map(negotiate, accepted(request)))
    return Tongue(labels, next(known, LANG))


@dataclass(frozen=True)
class Wrong:
    """What is wrong with one field. `pointer`: RFC 6901 into the body; `parameter`: of the address."""

    detail: Text
    pointer: str | None = None
    parameter: str | None = None
    code: str | None = None
    choices: list[str] | None = None


class FieldError(BaseModel):
    """What is wrong with one field, in words."""

    model_config = ConfigDict(extra="forbid")

    detail: str
    pointer: str | None = None
    parameter: str | None = None
    code: str | None = None
    choices: list[str] | None = Field(None, description="What can be sent instead.")


class ProblemDetails(BaseModel):
    """RFC 9457. `type` is about:blank: `code` is the name of the problem, and does not change."""

    model_config = ConfigDict(extra="allow")

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldError] | None = None


class Problem(Exception):
    """Raised, it undoes the transaction; returned by the work of a call, what was done stays (E5)."""

    def __init__(
        self,
        code: str,
        detail: Text | None = None,
        *,
        errors: Sequence[Wrong] | None = None,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.status, sentence = CODES[code]
        self.headers = dict(headers or {})
        self._detail = detail or sentence
        self._errors = errors
        self._more = more

    def response(self, tongue: Tongue) -> Response:
        """The answer that says so."""
        errors = None
        if self._errors is not None:
            errors = [
                FieldError(
                    detail=tongue.say(one.detail),
                    pointer=one.pointer,
                    parameter=one.parameter,
                    code=one.code,
                    choices=one.choices,
                )
                for one in self._errors
            ]
        details = ProblemDetails(
            title=tongue.say(TITLES[self.status]),
            status=self.status,
            detail=tongue.say(self._detail),
            code=self.code,
            errors=errors,
            **self._more,
        )
        spoken = {"content-language": tongue.lang, "vary": "Accept-Language"}
        body = details.model_dump_json(exclude_none=True)
        return Response(body, self.status, self.headers | spoken, MEDIA_TYPE)
