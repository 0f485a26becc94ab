"""One object for each parameter of a path: of the reader's own organisation, and of another one.

A parameter that is not here fails the access test: add what makes one such object, anew for each request.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from sqlalchemy import Connection, insert

from bot.delivery.persons import find_or_add
from bot.delivery.tables import outbox
from tests.portal.world import World

Sample = Callable[[Connection, World, str], str]
"""Makes an object of the given organisation and returns what stands for it in the path."""


def _account(conn: Connection, world: World, organisation: str) -> str:
    role = "employer" if organisation == world.employer else "case_worker"
    return world.account(conn, organisation, role)


def _organisation(conn: Connection, world: World, organisation: str) -> str:
    return organisation


def _letter(conn: Connection, world: World, organisation: str) -> str:
    return dead_letter(conn, world)


def dead_letter(conn: Connection, world: World) -> str:
    """The name of a message that was given up."""
    keys = world.staff.keys
    address = f"letter{next(world.count)}"
    person = find_or_add(conn, keys, "web", address, keys.address_hash("web", address))
    values = {
        "ref": secrets.token_urlsafe(16),
        "person_id": person.id,
        "channel": "web",
        "body": b"sealed",
        "state": "dead",
        "tries": 5,
        "reason": "Refused",
        "due": int(world.now),
        "created": int(world.now),
    }
    (number,) = conn.execute(insert(outbox).values(values).returning(outbox.c.id)).one()
    return f"outbox-{number}"


SAMPLES: dict[str, Sample] = {"account": _account, "organisation": _organisation, "letter": _letter}
