"""What the passkey script and the server tell each other (static/passkeys.js, templates/passkey.html)."""

from __future__ import annotations

import json

from starlette.responses import JSONResponse, Response

from bot.conversation.texts import T
from bot.features.staff.challenges import Asked
from bot.portal.forms import Field

_ANSWER = T("portal.passkey", "Passkey")
PASSKEY = (
    Field("challenge", _ANSWER, "hidden", required=False, longest=22),
    Field("answer", _ANSWER, "hidden", required=False, longest=20_000),
)
"""The two fields that the script fills in: which question it was, and the device's answer as JSON."""
LABEL = Field(
    "label",
    T("portal.passkey", "Name of this passkey"),
    hint=T("portal.passkey", "So that you know it again, such as: my phone."),
    longest=80,
)


def asked(question: Asked) -> Response:
    """What the script puts to the device."""
    return JSONResponse({"challenge": question.id, "options": json.loads(question.options)})
