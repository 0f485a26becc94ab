"""The libraries below us log texts, chat ids and addresses with the token in them: not here (L1, L2)."""

from __future__ import annotations

import logging

_LIBRARIES = ("telegram", "aiogram", "aiohttp", "httpx", "httpcore")


def hush() -> None:
    """Let only errors of the libraries through, whatever level the root logger has.

    python-telegram-bot writes each request's parameters at DEBUG; at ERROR it writes nothing on the paths
    that we use.
    """
    for name in _LIBRARIES:
        logging.getLogger(name).setLevel(logging.ERROR)
