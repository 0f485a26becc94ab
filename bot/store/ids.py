"""The ids that rows, people's screens and commands share."""

from __future__ import annotations

import secrets


def new_id() -> str:
    """128 random bits as 22 signs of A-Z, a-z, 0-9, - and _ (SAFETY.md D9), never beginning with a hyphen.

    One in 64 would, and a command line reads such an id as an option (``rafiq announce stop -L9m...``), a
    spreadsheet as a formula: it is drawn again.
    """
    while (id_ := secrets.token_urlsafe(16)).startswith("-"):
        pass
    return id_
