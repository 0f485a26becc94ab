"""(a) The engine: session bytes and an event in, new session bytes and formatted Arabic texts out.

Every turn of the committed transcripts is recorded once, with what its actions answered, then played again
and again.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from bot.conversation.engine import advance
from bot.conversation.events import Did, Event, Happened, Say
from bot.conversation.session import decode, encode
from bot.delivery.actions import Turning
from bot.delivery.rendering import render
from bot.flows_commands import TRANSCRIPTS, begin, rehearsing
from bot.mind import Mind
from bot.rehearsal import BEGINNING, empty_database, read_transcript

LANG = "ar"


@dataclass(frozen=True)
class Recorded:
    """One turn: the session as bytes, and all events of the turn."""

    place: bytes | None
    answers: bytes | None
    lang: str | None
    events: tuple[Event, ...]
    now: float


class EngineBench:
    """Holds the recorded turns; `round` plays all of them once."""

    def __init__(self) -> None:
        self._mind = rehearsing()
        self._turns = list(_record(self._mind))

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
    for file in sorted(TRANSCRIPTS.glob("*.yaml")):
        rehearsal = begin(mind, LANG)
        for move in read_transcript(file):
            if "withdraw" in move:
                break
            seen = rehearsal.move(move)
            if seen.did is None:
                continue
            before = seen.before
            events = tuple(_events(mind, rehearsal.lang, before.place, before.answers, before.lang, seen.did))
            yield Recorded(before.place, before.answers, before.lang, events, rehearsal.now)


def _events(
    mind: Mind, lang: str, place: bytes | None, answers: bytes | None, chosen: str | None, did: Did
) -> Iterator[Event]:
    """The event, then each action's outcome as the library gives it."""
    actions = {action.name: action for action in mind.actions}
    session = decode(place, answers)
    event: Event = did
    if chosen and not session.place.lang:
        session.place.lang = chosen
    conn = empty_database()
    while True:
        yield event
        turn = advance(session, event, mind.world, BEGINNING)
        if turn.call is None:
            return
        turning = Turning(conn, "bench", session.place.lang or lang, BEGINNING, did.found)
        outcome = actions[turn.call.action].run(turning, turn.call.args)
        event = Happened(outcome.name, outcome.data)
        if outcome.erased:
            yield event
            return
