"""One process of the fleet: the real `rafiq serve` or `rafiq work`, with a turn that counts and known words.

So that an answer tells which message it is to and how often that had an effect, the conversation is replaced;
store, delivery, budget, bell, web server and Telegram are those of the program.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import structlog
from pydantic import SecretStr
from sqlalchemy import Connection

import bot.channels.telegram  # noqa: F401 - three seconds: before the fork
from bot import app, fleet
from bot import mind as minds
from bot.conversation.messages import Found, Incoming, Outgoing
from bot.delivery import attempt, claims, outbox
from bot.delivery.broadcasts import claims as bulk_claims
from bot.delivery.ports import PersonState, TurnResult
from bot.delivery.runner import Runner
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Setup:
    """What a process is told. `lease`: seconds, shorter than the real ones so that a trial takes no hour."""

    what: str
    values: dict[str, Any]
    lease: int
    per_second: int


def count_up(
    conn: Connection, state: PersonState, incoming: Incoming, found: Found | None, now: float
) -> TurnResult:
    """A turn with an effect that can be counted: the number of turns in the person's place."""
    effect = int(state.place or b"0") + 1
    return TurnResult(str(effect).encode(), None, "en", [Outgoing(f"{incoming.text}:{effect}", "en")])


def words(conn: Connection, broadcast: str, lang: str, channel: str) -> Outgoing:
    return Outgoing(f"broadcast {broadcast}", lang)


def main(setup: Setup) -> None:
    """The whole process, until it is told to stop or killed."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    logging.disable(logging.CRITICAL)
    # Names that each module has made its own, so each is changed where it is read.
    for module in (claims, outbox, bulk_claims):
        vars(module)["LEASE"] = setup.lease
    vars(attempt)["SEND_TIMEOUT"] = setup.lease / 2
    vars(fleet)["PER_SECOND"] = setup.per_second
    vars(app)["Runner"] = lambda *parts, **given: Runner(*parts, **{**given, "words": words})
    build = minds.build
    counting: Any = SimpleNamespace(run=count_up)
    vars(minds)["build"] = lambda **given: replace(build(**given), turns=counting)
    secret = ("telegram_token", "telegram_secret", "database_url", "redis_url")
    values: dict[str, Any] = {
        name: SecretStr(value) if name in secret else value for name, value in setup.values.items()
    }
    run = app.serve if setup.what == "serve" else app.work
    asyncio.run(run(Settings(**values)))
