"""What goes over the WebSocket, as typed JSON. Unknown fields are refused, so nothing nests deep (I3, I14).

from the phone   {"id": "Qb3...", "kind": "text", "text": "..."}      something the person did
                 {"shown": ["kX0...", ...]}                           messages that the page shows now
to the phone     {"ack": "Qb3..."}                                    committed; forget it
                 {"id": "Qb3...", "error": "busy", "after": 5}        not taken; keep it, or see `error`
                 {"say": {"id": "kX0...", "lang": "ar", "dir": "rtl", "t": [{"t": "..."}], ...}}
"""

from __future__ import annotations

import re
from base64 import b64encode
from typing import Literal

import msgspec

from bot.channels.web.languages import direction
from bot.channels.web.runs import Run, runs
from bot.conversation.messages import Attachment, Incoming, Outgoing
from bot.language.normal import clean

OWN = "own"
"""Stands for her last words on the page, where a message says what is to be taken away."""
TEXT_LIMIT = 4_096  # characters (I3)
CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{16,32}", re.ASCII)
BUTTON_ID = re.compile(r"[!-~]{1,64}", re.ASCII)
TOKEN = re.compile(r"[A-Za-z0-9_-]{22}", re.ASCII)
COMMAND = re.compile(r"[a-z]{1,16}", re.ASCII)
PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}", re.ASCII)
"""Of a start link: as in Telegram, and as hostile (I5)."""
LANG = re.compile(r"[A-Za-z0-9-]{1,35}", re.ASCII)

Error = Literal["busy", "slow", "long", "bad"]
"""busy: the store takes nothing now; slow: too many at once; both: send again after `after` seconds.
long: the text has over 4,096 characters. bad: not understood, sending it again is of no use."""


class Unreadable(Exception):
    """A frame or form that is not ours. `error` is for the phone, `reason` a short code to store (I4)."""

    def __init__(self, reason: str, error: Error = "bad", client_id: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.error = error
        self.client_id = client_id


class Frame(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that a phone may say; `done` and `tokens` check what the types cannot."""

    id: str = ""
    kind: Literal["text", "press", "command", "start", "open", ""] = ""
    text: str = ""
    button: str = ""
    message: str = ""
    hint: str = ""
    shown: tuple[str, ...] = ()


class Say(msgspec.Struct, frozen=True, omit_defaults=True):
    id: str
    lang: str
    dir: str
    t: tuple[Run, ...]
    buttons: tuple[tuple[str, str, int], ...] = ()  # id, label, 1 where it is navigation
    replaces: str = ""
    pick: bool = False
    file: tuple[str, str, str] | None = None  # name, media type, base64
    removes: bool = False  # what she typed last was a secret: the page shows dots instead
    secret: bool = False  # a secret is asked for: the box shows dots
    private: bool = False  # it goes from the page when nobody uses it for some minutes (C10)
    clears: bool = False  # everything else goes from the page (C12)


_decoder = msgspec.json.Decoder(Frame)
_encoder = msgspec.json.Encoder()


def decode(raw: str | bytes) -> Frame:
    """Raises Unreadable."""
    try:
        frame = _decoder.decode(raw)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise Unreadable("json") from error
    if frame.kind and not CLIENT_ID.fullmatch(frame.id):
        raise Unreadable("id")
    if not frame.kind and not frame.shown:
        raise Unreadable("empty")
    return frame


def incoming(frame: Frame) -> Incoming:
    """What the person did, in the words of the core. Raises Unreadable."""
    match frame.kind:
        case "text":
            return Incoming("text", text=_text(frame), message=OWN, hint=_hint(frame))
        case "press" if BUTTON_ID.fullmatch(frame.button) and _token_or_none(frame.message):
            return Incoming("press", button=frame.button, message=frame.message, hint=_hint(frame))
        case "command" if COMMAND.fullmatch(frame.text):
            return Incoming("command", text=frame.text, hint=_hint(frame))
        case "start" if PAYLOAD.fullmatch(frame.text):
            return Incoming("start", text=frame.text, hint=_hint(frame))
        case "open":
            return Incoming("open", hint=_hint(frame))
    raise Unreadable("fields", client_id=frame.id)


def _text(frame: Frame) -> str:
    text = clean(frame.text).strip()
    if len(text) > TEXT_LIMIT or len(frame.text) > TEXT_LIMIT:
        raise Unreadable("long", "long", frame.id)
    if not text:
        raise Unreadable("no-text", client_id=frame.id)
    return text


def _hint(frame: Frame) -> str:
    return frame.hint if LANG.fullmatch(frame.hint) else ""


def _token_or_none(message: str) -> bool:
    return not message or TOKEN.fullmatch(message) is not None


def say(token: str, message: Outgoing) -> Say:
    """A message in the shape that pages and phones show."""
    return Say(
        token,
        message.lang,
        direction(message.lang),
        runs(message.text, message.spans),
        tuple((b.id, b.label, int(b.nav)) for b in message.keys),
        message.replaces,
        message.pick,
        _file(message.attachment) if message.attachment else None,
        bool(message.removes),
        message.secret,
        message.private,
        message.clears,
    )


def _file(attachment: Attachment) -> tuple[str, str, str]:
    return attachment.name, attachment.media_type, b64encode(attachment.data).decode()


def encode_say(what: Say) -> str:
    return _encoder.encode({"say": what}).decode()


def encode_ack(client_id: str) -> str:
    return _encoder.encode({"ack": client_id}).decode()


def encode_error(client_id: str, error: Error, after: int = 0) -> str:
    """`after` is in seconds; 0 where sending again is of no use."""
    return _encoder.encode({"id": client_id, "error": error, "after": after}).decode()
