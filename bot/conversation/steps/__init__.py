"""The kinds of step, by the word that stands for them in a flow file. One kind, one module."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml

from bot.conversation.nodes import Reader
from bot.conversation.steps import article, ask, branch, call, do, end, give, hide, say, show

KINDS: dict[str, Callable[[Reader, str, str, yaml.Node], Any]] = {
    "say": say.read,
    "show": show.read,
    "give": give.read,
    "ask": ask.read,
    "do": do.read,
    "branch": branch.read,
    "call": call.read,
    "article": article.read,
    "hide": hide.read,
    "end": end.read,
}
