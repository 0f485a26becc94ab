"""What matching needs of the other parts around an interview; who joins the program hands it in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.features.interviews.matching.model import Wanted

Note = Callable[[Connection, str, str, str, Mapping[str, str], float], None]
"""Write to the audit log (L3): actor's account, what, about whom, details (codes and ids only), now."""

Freeze = Callable[[Connection, str, float], None]
"""Freeze an organisation within this transaction (E5)."""

Released = Callable[[Connection, str, float], Wanted | None]
"""A vacancy while a person has released it, its employer is admitted and neither is frozen; else None."""

Document = Callable[[Connection, str], str | None]
"""Her whole profile, decrypted, while she allows it."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: an account of an employer's organisation."""

    account: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Ports:
    """All of them together."""

    note: Note
    freeze: Freeze
    released: Released
    document: Document
