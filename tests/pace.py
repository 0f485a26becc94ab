"""Limits by the second, in tests: on a slow machine nobody would ever be too fast."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from typing import Any

from bot.channels.web.pace import Limit


@contextmanager
def no_time_passes(app: Any) -> Iterator[Any]:
    """While open, the clocks of an app's limits (web chat, portal) stand still; its desk meanwhile."""
    before = app.state.desk
    limits = {each.name: getattr(before, each.name) for each in fields(before)}
    app.state.desk = replace(
        before, **{name: _stopped(limit) for name, limit in limits.items() if isinstance(limit, Limit)}
    )
    try:
        yield app.state.desk
    finally:
        app.state.desk = before


def _stopped(limit: Limit) -> Limit:
    found = copy.copy(limit)
    now = found._tick()
    found._tick = lambda: now
    return found
