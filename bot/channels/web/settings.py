"""What the web channel is told about the installation, and the limits that it holds to."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

KIB = 1024


@dataclass(frozen=True, slots=True)
class WebSettings:
    """Settings of the chat pages. Times are in seconds, sizes in bytes."""

    public_url: str = ""
    """The address that people type, such as https://rafiq.example.org; empty for a local demo."""
    operator: str = ""
    """Who runs this installation; empty says "demo: nobody answers here"."""
    contact: str = ""
    """How to reach a human, in words or as an address."""
    default_lang: str = "en"

    body_limit: int = 64 * KIB
    """One form or frame. 4,096 characters of any script in JSON fit; I3 allows up to 1 MiB."""
    sockets_per_chat: int = 4
    """Open connections of one chat; one more closes the oldest, which is often a dead one."""
    sockets_in_all: int = 5_000
    burst: float = 12
    """Messages of one chat that pass at once; after that `rate` a second (I13)."""
    rate: float = 1
    new_chats_burst: float = 200
    new_chats_rate: float = 20
    patience: float = 8
    """The longest that a message is held back for its turn; beyond it the phone is asked to wait."""
    form_wait: float = 4
    """How long a page without JavaScript waits for the answer before it is sent without it."""

    @property
    def secure(self) -> bool:
        """True where people reach the service by https, and only then."""
        return urlsplit(self.public_url).scheme == "https"

    @property
    def public_host(self) -> str:
        """Host and port as browsers send them, in lower case; empty without a public address."""
        return urlsplit(self.public_url).netloc.lower()
