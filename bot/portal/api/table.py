"""What a row of the table of calls says: which scope a key needs, and whose the object is (S4).

A call takes four steps: its models in `*models.py`, its endpoint and its row in `resources/NAME.py`, the
module in `routes.py`, and for a path with a parameter a sample in tests/portal/samples.py. The endpoint is an
async function of an `Ask`; what it does to the database is a synchronous function that the page uses too.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel
from sqlalchemy import Connection
from starlette.responses import Response

from bot.features.staff.api import SCOPES

ROOT = "/api/v1"
Owner = Callable[[Connection, Mapping[str, str]], str | None]
"""The organisation of the object in the path; None where there is none."""
Endpoint = Callable[..., Awaitable[Response]]


@dataclass(frozen=True)
class Call:
    """One row. `scope` None: any key. `owner`: for a path with parameters.

    `always`: also for an organisation that is frozen or not admitted. `repeats`: doing it once more changes
    nothing, and its answer is not kept (a profile may be taken back within the day, C4).
    """

    method: Literal["GET", "POST", "PUT"]
    path: str
    endpoint: Endpoint
    scope: str | None
    answer: type[BaseModel]
    status: int = 200
    owner: Owner | None = None
    always: bool = False
    repeats: bool = False
    problems: tuple[int, ...] = ()
    """Statuses that it can answer besides those that every call can."""

    def __post_init__(self) -> None:
        if "{" in self.path and self.owner is None:
            raise ValueError(f"{self.path}: a row with an object has to say whose it is (S4)")
        if self.scope is not None and self.scope not in SCOPES:
            raise ValueError(f"{self.path}: there is no scope {self.scope}")
        if self.method != "GET" and self.scope is None:
            raise ValueError(f"{self.path}: what writes needs a scope (S4)")
