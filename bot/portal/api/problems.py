"""What went wrong, as RFC 9457 problem details: a code that stays, and a sentence that says what to do.

In English, as all of the API: programs read the code, their makers the sentence. Words of ours that people
read on pages come from the catalogs, also here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"

CODES: Mapping[str, tuple[int, str]] = {
    "no_key": (401, "A key is needed: send it as 'Authorization: Bearer rfq_...'."),
    "bad_key": (401, "This key is not known or has ended. Make a new one in the portal, under API."),
    "missing_scope": (403, "This key may not do that. Make a key with the scope that is named."),
    "not_admitted": (403, "Your organisation is not admitted at the moment. Staff of the NGO check it."),
    "frozen": (403, "Your organisation is stopped while staff look at a report. They will contact you."),
    "not_found": (404, "There is no such thing for your organisation. Check the address and the id."),
    "no_method": (405, "This address does not take this method. The OpenAPI document lists those it takes."),
    "not_now": (409, "The state it is in does not allow that. Read it again to see its state."),
    "changed": (412, "It was changed since you read it. Read it again, and send If-Match with its new ETag."),
    "taken": (409, "This time is taken meanwhile. The next free times are in 'alternatives'."),
    "overlaps": (409, "The candidate has another interview then. Free times are in 'alternatives'."),
    "no_longer_valid": (409, "The interview was changed, cancelled or is over. Read it again."),
    "too_early": (409, "The interview has not begun. Call again afterwards."),
    "not_released": (409, "The advert is not released now, so no candidates are shown for it."),
    "not_shared": (403, "This person has not agreed to show your organisation the profile."),
    "gone": (410, "This person is not looking for work any more, or was never shown to you."),
    "profile_limit": (429, "30 profiles were opened today. Ask staff for more, or go on tomorrow (UTC)."),
    "no_idempotency_key": (
        400,
        "Send an Idempotency-Key with every POST: 1 to 128 visible ASCII signs, a new one for each call.",
    ),
    "idempotency_conflict": (
        409,
        "This Idempotency-Key belongs to another call of the last 24 hours. Take a new one for a new call.",
    ),
    "no_if_match": (
        428,
        "Send If-Match with the ETag of the advert that you read, so that no change is lost.",
    ),
    "bad_json": (400, "The body cannot be read as JSON. Check it, and send it as UTF-8."),
    "too_deep": (400, "The body is nested deeper than 32 levels. Send the fields of the document only."),
    "too_large": (413, "The body is larger than 64 KiB. Send less at once."),
    "bad_type": (415, "Send the body with 'Content-Type: application/json'."),
    "invalid": (422, "Some fields need something else; 'errors' says which and what."),
    "slow_down": (429, "Too many calls. Wait as many seconds as Retry-After says."),
    "failed": (500, "Something failed here, and nothing was changed. Staff see it; try again later."),
    "busy": (503, "The service cannot be used at the moment. Try again in a few seconds."),
}
"""By the code: the status and the sentence."""
TITLES = {
    400: "Bad request",
    401: "Not authorised",
    403: "Not allowed",
    404: "Not found",
    405: "No such method",
    409: "Conflict",
    410: "Gone",
    412: "Changed meanwhile",
    413: "Too large",
    415: "Unsupported media type",
    422: "Invalid",
    428: "Condition needed",
    429: "Slow down",
    500: "Failed",
    503: "Busy",
}


class FieldError(BaseModel):
    """What is wrong with one field. `pointer`: RFC 6901 into the body; `parameter`: of the address."""

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
        detail: str = "",
        *,
        errors: list[FieldError] | None = None,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.status, sentence = CODES[code]
        self.headers = dict(headers or {})
        self.details = ProblemDetails(
            title=TITLES[self.status],
            status=self.status,
            detail=detail or sentence,
            code=code,
            errors=errors,
            **more,
        )

    def response(self) -> Response:
        """The answer that says so."""
        body = self.details.model_dump_json(exclude_none=True)
        return Response(body, self.status, self.headers, MEDIA_TYPE)
