"""Which addresses cannot leave this machine: only these may be spoken to without TLS (K8)."""

from __future__ import annotations

import ipaddress


def is_local(host: str) -> bool:
    """True for loopback addresses and `localhost`; a name that would have to be looked up is not local."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
