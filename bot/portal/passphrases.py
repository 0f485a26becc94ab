"""Choosing a passphrase and setting up an app for codes, on whichever page it is done."""

from __future__ import annotations

from dataclasses import dataclass

import pyotp
from starlette.exceptions import HTTPException

from bot.conversation.texts import T
from bot.portal.forms import Field, Form
from bot.portal.stepping import CODE

FIELDS = (
    Field(
        "passphrase",
        T("portal.passphrase", "Passphrase"),
        "secret",
        T(
            "portal.passphrase",
            "At least 14 characters. Four or five words that do not belong together are good.",
        ),
        longest=256,
        auto="new-password",
    ),
    Field(
        "again",
        T("portal.passphrase", "The same once more"),
        "secret",
        longest=256,
        auto="new-password",
    ),
    CODE,
    Field("totp", T("portal.passphrase", "Number of the key"), "hidden", longest=22),
    Field("uri", T("portal.passphrase", "Key"), "hidden", longest=600),
)
DIFFERENT = T("portal.passphrase", "This is not the same as above. Please type both once more.")


@dataclass(frozen=True)
class App:
    """What a person brings into the app for codes. `spaced`: the key in groups of four, to be typed."""

    uri: str
    spaced: str


def app_of(form: Form) -> App:
    """The key as it was made for this form. Raises HTTPException 400 for what is no such address."""
    uri = form["uri"]
    try:
        found = pyotp.parse_uri(uri)
    except ValueError as error:
        raise HTTPException(400) from error
    if not isinstance(found, pyotp.TOTP):
        raise HTTPException(400)
    secret = found.secret
    return App(uri, " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)))


def check_same(form: Form) -> None:
    """Say where the two differ."""
    if form["passphrase"] != form["again"]:
        form.wrong("again", DIFFERENT)
