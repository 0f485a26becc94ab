"""What can go wrong between us and a mail server, and what delivery is told about it (M8, M9).

Only codes are kept: servers quote addresses in their words (D8, L1).
"""

from __future__ import annotations

import re
import ssl

from aiosmtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from bot.delivery.ports import Failed, Refused, SendError, TryLater, Unreachable

SETUP_PAUSE = 60.0
"""Seconds until the next try where login, TLS or sender are refused: no mail is given up meanwhile."""
GREYLIST_PAUSE = 300.0
"""Seconds after which a mailbox that is "busy" may take it: greylisting wants some minutes (RFC 6647)."""

_CLOSING = 421
_ENHANCED = re.compile(r"\s*[245]\.(\d{1,3})\.(\d{1,3})\b")
_NO_MAILBOX = (550, 551, 553)


class NoTls(Exception):
    """The server offers no encryption, and it is not on this machine (K8)."""


def translate(error: Exception) -> SendError:
    """A fault from before the text had left, in delivery's words: nothing was shown."""
    match error:
        case SendError():
            return error
        case NoTls():
            return TryLater("no_tls", SETUP_PAUSE)
        case ssl.SSLError():
            return TryLater("tls_failed", SETUP_PAUSE)
        case SMTPAuthenticationError():
            return _pause_or_fail("login_refused", error)
        case SMTPSenderRefused():
            return _pause_or_fail("sender_refused", error)
        case SMTPRecipientRefused():
            return _recipient(error)
        case SMTPDataError():
            return answered(error)
        case SMTPResponseException():
            return _by_code("greeting", error)
        case SMTPException() if isinstance(error.__cause__, ssl.SSLError):
            return TryLater("tls_failed", SETUP_PAUSE)
        case _:
            return Failed("not_connected")


def answered(error: SMTPDataError) -> SendError:
    """The server read the mail and said no."""
    if error.code == _CLOSING:
        return TryLater("closing", SETUP_PAUSE)
    return Failed(_code("data", error)) if error.code < 500 else Refused(_code("data", error))


def _recipient(error: SMTPRecipientRefused) -> SendError:
    if error.code == _CLOSING:
        return TryLater("closing", SETUP_PAUSE)
    reason = _code("mailbox", error)
    if error.code < 500:
        return (
            TryLater(reason, GREYLIST_PAUSE, everyone=False) if error.code in (450, 451) else Failed(reason)
        )
    subject, detail = _enhanced(error)
    if subject == 7:  # security or policy: of our mails, not of the mailbox
        return Refused(reason)
    if (subject, detail) == (2, 2):  # full: it may be emptied
        return Failed(reason)
    gone = error.code in _NO_MAILBOX or subject == 1
    return Unreachable(reason) if gone else Refused(reason)


def _pause_or_fail(reason: str, error: SMTPResponseException) -> SendError:
    """A fault of how we are set up holds for every mail: all wait, none is given up."""
    return TryLater(_code(reason, error), SETUP_PAUSE)


def _by_code(reason: str, error: SMTPResponseException) -> SendError:
    return TryLater("closing", SETUP_PAUSE) if error.code == _CLOSING else Failed(_code(reason, error))


def _enhanced(error: SMTPResponseException) -> tuple[int, int]:
    """Subject and detail of an enhanced status code (RFC 3463), or zeros."""
    found = _ENHANCED.match(error.message)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _code(reason: str, error: SMTPResponseException) -> str:
    return f"{reason}_{error.code}" if 100 <= error.code <= 599 else reason
