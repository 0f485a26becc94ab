"""(a) The engine: session bytes and an event in, new session bytes and formatted Arabic texts out.

Every turn of the committed transcripts is recorded once, with what its actions answered, then played again
and again. Turns that bring a file are apart: a page is set there, which takes as long as a hundred texts.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.conversation.engine import advance
from bot.conversation.events import Event, Happened, Say
from bot.conversation.session import decode, encode
from bot.delivery.actions import Action, Outcome, Turning
from bot.delivery.rendering import render
from bot.delivery.turns import Turns
from bot.flows_commands import TRANSCRIPTS, begin, rehearsing
from bot.mind import Mind
from bot.rehearsal import read_transcript

LANG = "ar"


@dataclass(frozen=True)
class Recorded:
    """One turn: the session as bytes, and all events of the turn."""

    place: bytes | None
    answers: bytes | None
    lang: str | None
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
    session = decode(recorded.place, recorded.answers)
    if recorded.lang and not session.place.lang:
        session.place.lang = recorded.lang
    says: list[Say] = []
    for event in recorded.events:
        turn = advance(session, event, mind.world, recorded.now)
        says.extend(turn.says)
    messages = render(says, session.place.lang or LANG, mind.wording)
    encode(session)
    return len(messages)


def _record(mind: Mind) -> Iterator[Recorded]:
    """The turns of all transcripts in Arabic, but for those on withdrawn articles, whose pages are gone."""
    happened: list[Event] = []
    actions = [_noting(action, happened) for action in mind.actions]
    turns = Turns(mind.world, mind.wording, actions, before=mind.library.refresh)
    for file in sorted(TRANSCRIPTS.glob("*.yaml")):
        rehearsal = begin(mind, LANG)
        rehearsal.turns = turns
        for move in read_transcript(file):
            if "withdraw" in move:
                break
            happened.clear()
            seen = rehearsal.move(move)
            if seen.did is not None:
                state, events = seen.before, (seen.did, *happened)
                brings = any(message.attachment for message in seen.messages)
                yield Recorded(state.place, state.answers, state.lang, events, rehearsal.now, brings)


def _noting(action: Action, happened: list[Event]) -> Action:
    """The same action, which also notes how it ended."""

    def run(turning: Turning, values: Mapping[str, Any]) -> Outcome:
        outcome = action.run(turning, values)
        happened.append(Happened(outcome.name, outcome.data))
        return outcome

    return Action(action.name, action.outcomes, run)
