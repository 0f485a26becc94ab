"""What can go wrong between us and the Bot API, and what delivery is told about it (M8, M9).

An error carries a short code of ours and never a text of a library or of the platform: aiohttp puts the
address with the token into its own (L2), Telegram may quote the message (L1).
"""

from __future__ import annotations

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
)

from bot.delivery.ports import Failed, Refused, SendError, TryLater, Uncertain, Unreachable

TOKEN_PAUSE = 60.0
"""Seconds until the next try where the token was refused: no message is given up while it is mended."""


class NotConnected(NetworkError):
    """No connection was made: the request cannot have arrived."""


class Cut(NetworkError):
    """The connection broke, or no whole answer came, after the request may have left."""


class ServerTrouble(NetworkError):
    """A 5xx."""


class Flood(TelegramError):
    """A 429. `after` is in seconds."""

    def __init__(self, after: float) -> None:
        super().__init__("flood")
        self.after = after


# Parts of what the Bot API says with a 400, and the code under which we keep it. The platform documents
# none of these; they are the words of its open source server, compared without case.
_GONE = ("chat not found", "user not found", "peer_id_invalid", "chat_id_invalid", "user_deactivated")
_OURS = (
    ("entit", "entities"),
    ("message is too long", "too_long"),
    ("text is empty", "empty"),
    ("text must be non-empty", "empty"),
    ("button", "buttons"),
    ("reply_markup", "buttons"),
    ("keyboard", "buttons"),
)
_NOT_MODIFIED = "message is not modified"
_NOT_EDITABLE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "no text in the message to edit",
    "message identifier is not specified",
)


def not_modified(error: BadRequest) -> bool:
    """Telegram says so of an edit that changes nothing: the message already shows what it should."""
    return _NOT_MODIFIED in error.message.lower()


def not_editable(error: BadRequest) -> bool:
    """The message to edit is gone, too old or of another kind: the text has to be sent anew."""
    said = error.message.lower()
    return any(words in said for words in _NOT_EDITABLE)


def not_deletable(error: BadRequest) -> bool:
    """Telegram says so of a message that is older than 48 hours, and refuses all that were named with it."""
    return "can't be deleted" in error.message.lower()


def translate(error: TelegramError | SendError) -> SendError:
    """The same trouble in delivery's words. BadRequest is a NetworkError to its library, so it goes first."""
    match error:
        case SendError():
            return error
        case Flood():
            return TryLater("flood", error.after)
        case NotConnected() | Conflict():
            return Failed("not_connected" if isinstance(error, NotConnected) else "conflict")
        case Cut():
            return Uncertain("cut")
        case ServerTrouble():
            return Failed("server_error")
        case Forbidden():
            return Unreachable(_why_forbidden(error.message.lower()))
        case InvalidToken():
            return TryLater("token_refused", TOKEN_PAUSE)
        case ChatMigrated():
            return Refused("chat_migrated")
        case BadRequest():
            return _bad_request(error.message.lower())
        case NetworkError():
            return Failed("http_error")
        case _:
            return Uncertain("unknown")


def _why_forbidden(said: str) -> str:
    reasons = {"blocked": "blocked", "deactivated": "deactivated", "initiate": "not_started"}
    return next((reason for words, reason in reasons.items() if words in said), "forbidden")


def _bad_request(said: str) -> SendError:
    if any(words in said for words in _GONE):
        return Unreachable("chat_not_found")
    for words, reason in _OURS:
        if words in said:
            return Refused(reason)
    return Refused("bad_request")
