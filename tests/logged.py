"""Logging as the program has it while a block runs, and afterwards as the tests have it."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import structlog

from bot import logs


@contextmanager
def logging_into(stream: TextIO) -> Iterator[None]:
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    root = logging.getLogger()
    before = root.handlers[:], root.level
    logs.configure(stream=stream)
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
        root.handlers[:] = before[0]
        root.setLevel(before[1])
        logging.captureWarnings(False)
        structlog.reset_defaults()
