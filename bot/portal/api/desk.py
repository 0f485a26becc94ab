"""What all calls of the API share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from bot.adverts import Adverts
from bot.channels.web import Labels, WebSettings
from bot.delivery.ports import Clock
from bot.features.staff import Note, Staff
from bot.features.staff.api import Caller
from bot.hiring import Hiring
from bot.portal.api.limits import Limits
from bot.store.database import Store


@dataclass(frozen=True)
class Desk:
    """Made once by `build`. `labels`: texts and names in words."""

    store: Store
    staff: Staff
    hiring: Hiring
    adverts: Adverts
    clock: Clock
    labels: Labels
    settings: WebSettings
    limits: Limits = field(default_factory=Limits)


def hiring_for(hiring: Hiring, caller: Caller) -> Hiring:
    """The same parts, whose notes in the audit log name the key beside the account (L3)."""
    note: Note = hiring.desk.note

    def with_key(
        conn: Connection, actor: str, what: str, about: str, details: Mapping[str, str], now: float
    ) -> None:
        named = {**details, "key": caller.key} if actor == caller.account else details
        note(conn, actor, what, about, named, now)

    return replace(
        hiring,
        desk=replace(hiring.desk, note=with_key),
        slots=replace(hiring.slots, note=with_key),
        ports=replace(hiring.ports, note=with_key),
        results=replace(hiring.results, note=with_key),
    )
