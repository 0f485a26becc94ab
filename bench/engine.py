"""(a) The engine: session bytes and an event in, new session bytes and formatted Arabic texts out.

Every turn of the committed transcripts is recorded once, with what its actions answered, then played again
and again. Turns that bring a file are apart: a page is set there, which takes as long as a hundred texts.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from bot.conversation import privacy
from bot.conversation.engine import advance
from bot.conversation.events import Did, Event, Happened, Say
from bot.conversation.messages import Found, Incoming
from bot.conversation.session import encode
from bot.delivery.actions import Action, Outcome, Turning
from bot.delivery.ports import PersonState, TurnResult
from bot.delivery.rendering import render
from bot.delivery.turns import Turns, rested, restore
from bot.flows_commands import TRANSCRIPTS, begin, rehearsing
from bot.mind import Mind
from bot.rehearsal import read_transcript

LANG = "ar"


@dataclass(frozen=True)
class Recorded:
    """One turn: the session as bytes, and all events of the turn."""

    state: PersonState
    events: tuple[Event, ...]
    now: float
    brings_file: bool


class EngineBench:
    """Holds the recorded turns without a file, or those with one; `round` plays all of them."""

    def __init__(self, *, files: bool = False) -> None:
        self._mind = rehearsing()
        self._turns = [turn for turn in _record(self._mind) if turn.brings_file is files]

    def __len__(self) -> int:
        return len(self._turns)

    def round(self, times: int) -> float:
        """Microseconds of processor time a turn."""
        texts = 0
        begin_at = time.process_time()
        for _ in range(times):
            for turn in self._turns:
                texts += _play(self._mind, turn)
        took = time.process_time() - begin_at
        assert texts > 0
        return took / (times * len(self._turns)) * 1e6


def _play(mind: Mind, recorded: Recorded) -> int:
    session = restore(recorded.state)
    if rested(recorded.state, recorded.now):
        privacy.rest(session, mind.world)
    says: list[Say] = []
    for event in recorded.events:
        turn = advance(session, event, mind.world, recorded.now)
        says.extend(turn.says)
    messages = render(says, session.place.lang or LANG, mind.wording)
    encode(session)
    return len(messages)


class _Recording(Turns):
    """Runs turns as they are, and keeps what went into each and what its actions answered."""

    def __init__(self, mind: Mind) -> None:
        self._happened: list[Event] = []
        self.recorded: list[Recorded] = []
        actions = [_noting(action, self._happened) for action in mind.actions]
        super().__init__(mind.world, mind.wording, actions, mind.refresh)

    def run(
        self, conn: Connection, state: PersonState, incoming: Incoming, found: Found | None, now: float
    ) -> TurnResult:
        self._happened.clear()
        result = super().run(conn, state, incoming, found, now)
        brings = any(message.attachment for message in result.messages)
        self.recorded.append(Recorded(state, (Did(incoming, found), *self._happened), now, brings))
        return result


def _record(mind: Mind) -> list[Recorded]:
    """The turns of all transcripts in Arabic, up to where an article is withdrawn or a place comes to be:
    what stands in memory is not what it was by the time they are played again."""
    turns = _Recording(mind)
    for file in sorted(TRANSCRIPTS.glob("*.yaml")):
        rehearsal = begin(mind, LANG)
        rehearsal.turns = turns
        for move in read_transcript(file):
            if "withdraw" in move or "places" in move:
                break
            rehearsal.move(move)
    return turns.recorded


def _noting(action: Action, happened: list[Event]) -> Action:
    """The same action, which also notes how it ended."""

    def run(turning: Turning, values: Mapping[str, Any]) -> Outcome:
        outcome = action.run(turning, values)
        happened.append(Happened(outcome.name, outcome.data))
        return outcome

    return Action(action.name, action.outcomes, run)
