"""What may be logged: the fields of `FIELDS`, in the shapes given there, and nothing else (L1).

Everything that is not listed is dropped, and what does not look as it should is replaced by WITHHELD: a name
or a number of someone cannot pass even where a programmer hands it over by mistake; only a single word could,
in `result`, `code` or `reason`: pass no variable there that comes from outside. Messages of libraries lose
their words (which may quote anything) and keep their place in the source. Of errors only types and lines
remain.
"""

from __future__ import annotations

import hmac
import json
import logging
import math
import re
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, TextIO

import structlog

from bot.store.datakeys import day_of

WITHHELD = "withheld"
_SECRET = "[secret]"  # noqa: S105 - it takes the place of one
_BOT_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")
_MOST_FRAMES = 30

Shape = Callable[[Any], bool]


def _text(pattern: str) -> Shape:
    # Five digits in a row may be a telephone number, a chat or an account: no code of ours has them.
    compiled = re.compile(rf"(?!.*\d{{5}})(?:{pattern})", re.ASCII)
    return lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None


def _number(value: Any) -> bool:
    # Accounts and telephone numbers are larger than any count, size or time that we have.
    return isinstance(value, int | float) and math.isfinite(value) and abs(value) < 10_000_000


def _list_of(shape: Shape) -> Shape:
    return lambda value: isinstance(value, list) and all(map(shape, value))


def _counts(value: Any) -> bool:
    return isinstance(value, Mapping) and all(_name(key) and _number(item) for key, item in value.items())


_name = _text(r"[a-z][a-z0-9_]{0,29}(\.[a-z][a-z0-9_]{0,29}){0,3}")
_code = _text(r"[A-Za-z][A-Za-z0-9]{0,29}([_.:][A-Za-z0-9]{1,30}){0,7}")
_line = _text(r"[\w.<>-]+(/[\w.<>-]+){0,5}:\d{1,4}")

FIELDS: dict[str, Shape] = {
    "time": lambda value: isinstance(value, str),  # written here, never by a caller
    "level": _text("debug|info|warning|error|critical"),
    "event": _name,
    "logger": _text(r"[A-Za-z_][\w-]*(\.[\w-]+)*"),
    "where": _line,
    "route": _text(r"/|(/([a-z_.-]{1,24}|\{[a-z_]{1,24}\}))+"),
    "result": lambda value: _code(value) or (isinstance(value, int) and 0 <= value < 1000),
    "code": lambda value: _code(value) or (isinstance(value, int) and 0 <= value < 1000),
    "reason": _code,
    "channel": _text(r"[a-z]{1,20}"),
    "person": _text(r"p(-[0-9a-f]{4}){3}"),
    "count": _number,
    "counts": _counts,
    "tries": _number,
    "resends": _number,
    "length": _number,
    "ms": _number,
    "seconds": _number,
    "dead": lambda value: isinstance(value, bool),
    "alarm": lambda value: isinstance(value, bool),
    "error": _list_of(_text(r"[A-Za-z_]\w{0,79}")),
    "trace": _list_of(_line),
}


class Pseudonyms:
    """A person's name in logs: another one every day (UTC); without the key nobody finds back to her."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def of(self, person_id: str, now: float) -> str:
        digest = hmac.digest(self._secret, f"{day_of(now)} {person_id}".encode(), "sha256").hex()
        return f"p-{digest[:4]}-{digest[4:8]}-{digest[8:12]}"


def configure(secrets: Iterable[str] = (), stream: TextIO | None = None, level: int = logging.INFO) -> None:
    """Send everything that is logged, by us and by libraries, through the list. One JSON object a line.

    `secrets` are taken out of every line once more, as a last net (L2). `stream` is stderr by default.
    """
    write = _Writer([secret for secret in secrets if len(secret) >= 8], stream)

    def render(_: Any, method: str, event: Mapping[str, Any]) -> str:
        return write.line({**event, "level": "error" if method == "exception" else method})

    structlog.configure(
        processors=[render],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.WriteLogger(write.stream),
        cache_logger_on_first_use=False,
    )
    _take_over_libraries(write)
    _take_over_crashes()


class _Writer:
    def __init__(self, secrets: list[str], stream: TextIO | None) -> None:
        self._secrets = secrets
        self._stream = stream

    @property
    def stream(self) -> TextIO:
        return self._stream or sys.stderr

    def line(self, event: Mapping[str, Any]) -> str:
        text = json.dumps(allowed(event), ensure_ascii=True)
        for secret in self._secrets:
            text = text.replace(secret, _SECRET)
        return _BOT_TOKEN.sub(_SECRET, text)


def allowed(event: Mapping[str, Any]) -> dict[str, Any]:
    """The part of an event that may be written."""
    values = {**event, **_error_of(event.get("exc_info"))}
    if isinstance(values.get("channel"), str):
        values["channel"] = values["channel"].partition(":")[0]  # the rest is an account's number
    values["time"] = datetime.now(UTC).isoformat(timespec="milliseconds")
    return {
        name: values[name] if shape(values[name]) else WITHHELD
        for name, shape in FIELDS.items()
        if values.get(name) is not None
    }


def _error_of(given: Any) -> dict[str, list[str]]:
    """Types and lines of an error and of those that led to it; no message, for it may quote values."""
    if given is True:
        given = sys.exc_info()[1]
    error = given[1] if isinstance(given, tuple) else given
    types: list[str] = []
    lines: list[str] = []
    while isinstance(error, BaseException) and len(types) < 10:
        types.append(type(error).__name__)
        lines += _lines(error.__traceback__)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return {"error": types, "trace": lines[-_MOST_FRAMES:]} if types else {}


def _lines(trace: TracebackType | None) -> Iterable[str]:
    while trace is not None:
        yield _place(trace.tb_frame.f_code.co_filename, trace.tb_lineno)
        trace = trace.tb_next


def _place(path: str, line: int) -> str:
    """The last three parts of a path: enough to find it, without the machine's folders."""
    return "/".join(path.replace("\\", "/").split("/")[-3:]) + f":{line}"


class _Library(logging.Handler):
    """Standard logging, of libraries and of ours. Never formats a record: its arguments may hold anything."""

    def __init__(self, write: _Writer) -> None:
        super().__init__()
        self._write = write

    def emit(self, record: logging.LogRecord) -> None:
        # The first word of one of our own templates is its event; the words of others are theirs.
        own = str(record.msg).partition(" ")[0] if record.name.partition(".")[0] == "bot" else ""
        event = {
            "level": record.levelname.lower(),
            "event": own if "." in own and _name(own) else "library.message",
            "logger": record.name,
            "where": _place(record.pathname, record.lineno),
            "exc_info": record.exc_info,
        }
        self._write.stream.write(self._write.line(event) + "\n")

    def handleError(self, record: logging.LogRecord) -> None:
        """Python's own prints the record with its arguments."""


def _take_over_libraries(write: _Writer) -> None:
    root = logging.getLogger()
    root.handlers[:] = [_Library(write)]
    root.setLevel(logging.WARNING)
    for name in list(logging.root.manager.loggerDict):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
        logger.setLevel(logging.NOTSET)
    logging.getLogger("bot").setLevel(logging.INFO)
    logging.captureWarnings(True)


def _take_over_crashes() -> None:
    """Python prints an error that nobody caught with its message; here it goes the way of all others."""
    log = structlog.get_logger()
    sys.excepthook = lambda kind, error, trace: log.critical("crash", exc_info=error)
    threading.excepthook = lambda crash: log.critical("crash.thread", exc_info=crash.exc_value)
    sys.unraisablehook = lambda crash: log.error("crash.unraisable", exc_info=crash.exc_value)
