"""Limits by the second, in tests: on a slow machine nobody would ever be too fast."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any


@contextmanager
def no_time_passes(app: Any) -> Iterator[Any]:
    """While open, the clock of an app's limits (web chat, portal) stands still; its desk meanwhile."""
    before = app.state.desk
    now = before.tick()
    app.state.desk = replace(before, tick=lambda: now)
    try:
        yield app.state.desk
    finally:
        app.state.desk = before
