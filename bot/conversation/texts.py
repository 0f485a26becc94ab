"""Markers for texts that stand in Python: extracted into the catalogs, looked up when shown."""

from __future__ import annotations

from typing import Any

from bot.conversation.messages import Text


def T(ctxt: str, msg: str, /, **values: Any) -> Text:
    """A text with its gettext context; `values` fill its placeholders."""
    return Text(ctxt, msg, values)


def TN(ctxt: str, one: str, other: str, /, n: int, **values: Any) -> Text:
    """A text that differs by number; `n` chooses the form and fills {n}."""
    return Text(ctxt, one, {**values, "n": n}, plural=other, count="n")
