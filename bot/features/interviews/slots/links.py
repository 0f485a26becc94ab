"""Where an interview takes place: a link on a listed video host, or a room of our own server (E6, I10).

A link is never opened by the program (I11).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from bot.store.ids import new_id

VIDEO_HOSTS = (
    "meet.google.com",
    "meet.jit.si",
    "teams.live.com",
    "teams.microsoft.com",
    "webex.com",
    "whereby.com",
    "zoom.us",
)
"""Hosts of video calls that work in a browser without an account; an installation may list others."""
LONGEST = 500  # characters

# Only signs that browsers read the same way: no space, no backslash, no other script (I10).
_PLAIN = re.compile(r"https://[A-Za-z0-9./?=&#%_~:@!$'()*+,;-]+")


class BadLink(ValueError):
    """A link that is not taken. `code`: not_a_link, not_https, other_host."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def checked_link(link: str, hosts: Iterable[str]) -> str:
    """The link, if it is a plain https address on one of these hosts or below it. Raises BadLink."""
    link = link.strip()
    if len(link) > LONGEST or not link.isascii():
        raise BadLink("not_a_link")
    if not link.lower().startswith("https://"):
        raise BadLink("not_https")
    if not _PLAIN.fullmatch("https://" + link[len("https://") :]):
        raise BadLink("not_a_link")
    try:
        parts = urlsplit(link)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise BadLink("not_a_link") from None
    if parts.username is not None or parts.password is not None or port not in (None, 443):
        raise BadLink("other_host")
    if not any(host == listed or host.endswith(f".{listed}") for listed in hosts):
        raise BadLink("other_host")
    return link


def room(jitsi: str) -> str:
    """The address of a new room on the installation's own Jitsi server, which nobody can guess (D9)."""
    return f"{jitsi.rstrip('/')}/rafiq-{new_id()}"
