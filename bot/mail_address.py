"""What counts as a mail address here: one that any mail server takes and that can break no header (I5)."""

from __future__ import annotations

import re

# RFC 5321's dot-string and domain. Quoted local parts, comments and address literals are left out: nobody
# has such an address, and each of them is a way to smuggle something.
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?P<local>{_LOCAL})@(?P<domain>{_LABEL}(?:\.{_LABEL})*)", re.ASCII)


def is_address(text: str) -> bool:
    """True for a plain ASCII address such as name@example.org, at most 254 characters."""
    if len(text) > 254:
        return False
    found = _ADDRESS.fullmatch(text)
    return found is not None and len(found["local"]) <= 64
