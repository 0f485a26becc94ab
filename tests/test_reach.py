"""I11: no address that a user or an employer gave is ever fetched: only what the settings name is reached."""

from __future__ import annotations

import ast
from pathlib import Path

import bot

CLIENTS = (
    *("aiohttp", "aiosmtplib", "ftplib", "http.client", "httpx", "imaplib", "requests", "smtplib"),
    *("telnetlib", "urllib.request", "urllib3", "websockets", "xmlrpc.client"),
)
"""Libraries that reach out to an address."""
REACHING = {
    "channels/mail/channel.py": "the mail server of RAFIQ_SMTP_HOST",
    "channels/mail/faults.py": "the errors of the same",
    "channels/telegram/request.py": "the Bot API of RAFIQ_TELEGRAM_API",
    "channels/telegram/transport.py": "the connections to the same, which follow no redirect",
}
"""Who may, and where to: the settings say it, nobody who writes or fills in a form does."""


def imported(source: str) -> set[str]:
    """Every module that a file imports, at its top or within a function."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module} | {f"{node.module}.{name.name}" for name in node.names}
    return found


def reaches_out(source: str) -> bool:
    return any(
        name == client or name.startswith(f"{client}.") for name in imported(source) for client in CLIENTS
    )


def test_I11_only_mail_and_telegram_reach_out_and_both_to_the_servers_of_the_settings() -> None:
    root = Path(bot.__file__).parent
    found = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if reaches_out(path.read_text(encoding="utf-8"))
    }
    assert found == REACHING.keys()


def test_I11_the_look_sees_a_client_however_it_is_imported() -> None:
    """The control."""
    for source in (
        "import httpx",
        "def fetch():\n    from urllib import request",
        "import urllib.request as r",
        "from aiohttp.client import ClientSession",
    ):
        assert reaches_out(source)
    assert not reaches_out("from urllib.parse import urlsplit\nfrom http import HTTPStatus")
