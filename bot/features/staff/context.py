"""What every function here is handed: keys for sealing and finding, and the address of the portal."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

from bot.delivery.keys import Keys
from bot.store.datakeys import DataKeys
from bot.store.keyring import Keyring
from bot.store.lookup import Lookup

JOIN_PATH = "/portal/invitation/"
DEMO_PATH = "/portal/link/"
TOKEN_BYTES = 32
"""Of sessions and links: twice what D9 and I6 ask for."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where the portal is: passkeys are bound to it. `origin` is such as https://rafiq.example."""

    origin: str
    rp_id: str
    """The host alone; the relying party of WebAuthn (W3C WebAuthn 3, section 5.1.2)."""
    name: str = "Rafiq"

    @classmethod
    def of(cls, public_url: str, port: int) -> Site:
        """Of the settings. Locally it is localhost: browsers take no bare address as a relying party."""
        origin = public_url or f"http://localhost:{port}"
        parts = urlsplit(origin)
        return cls(f"{parts.scheme}://{parts.netloc}", parts.hostname or "localhost")

    def join_link(self, token: str) -> str:
        """Where an invited person sets up how to sign in."""
        return f"{self.origin}{JOIN_PATH}{token}"

    def demo_link(self, token: str) -> str:
        """Where a demo account signs in."""
        return f"{self.origin}{DEMO_PATH}{token}"


@dataclass(frozen=True)
class Staff:
    """The context. Sessions and links have keys of their own (K5)."""

    keys: Keys
    site: Site
    session_secret: bytes = field(repr=False)
    link_secret: bytes = field(repr=False)

    @classmethod
    def of(cls, ring: Keyring, data_keys: DataKeys, site: Site) -> Staff:
        """Of an installation's key file."""
        return cls(
            Keys(data_keys, Lookup(ring.newest("lookup").secret)),
            site,
            ring.newest("sessions").secret,
            ring.newest("links").secret,
        )

    def session_hash(self, token: str) -> bytes:
        """What stands in the database for a session's token."""
        return hmac.digest(self.session_secret, token.encode("utf-8", "replace"), "sha256")

    @cached_property
    def key_secret(self) -> bytes:
        """Of keys for programs: derived, so that key files stay as they are and no other purpose has it."""
        return hmac.digest(self.link_secret, b"rafiq keys for programs", "sha256")

    @cached_property
    def figures_secret(self) -> bytes:
        """Of what statistics hide: derived as `key_secret` is."""
        return hmac.digest(self.link_secret, b"rafiq statistics", "sha256")

    def key_hash(self, token: str) -> bytes:
        """What stands in the database for a program's key."""
        return hmac.digest(self.key_secret, token.encode("utf-8", "replace"), "sha256")

    def link_hash(self, purpose: str, token: str) -> bytes:
        """What stands in the database for a link's token; another purpose makes it another link (I6)."""
        return hmac.digest(self.link_secret, f"{purpose}:{token}".encode("utf-8", "replace"), "sha256")


def new_token() -> str:
    """A secret for a cookie or a link: 256 random bits, 43 signs of A-Z, a-z, 0-9, - and _."""
    return secrets.token_urlsafe(TOKEN_BYTES)
