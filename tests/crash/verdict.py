"""Comparing what was accepted with what was answered."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tests.crash.phases import BEFORE_COMMIT, BEFORE_MARK, BEFORE_SEND
from tests.crash.platform import Platform, Shown

Message = tuple[int, int]
"""Chat, and number of what the person wrote."""


@dataclass(frozen=True, slots=True)
class Kill:
    """What was so at the moment of one kill."""

    life: int
    active: int
    """Chats that the process was doing something for."""
    sends_in_flight: int
    uncommitted: frozenset[int]
    unanswered: frozenset[Message]


@dataclass(slots=True)
class Verdict:
    """All that is wrong with the answers, and where the kills fell."""

    lost: list[Message] = field(default_factory=list)
    """Acknowledged, and never answered."""
    wrong_effects: list[int] = field(default_factory=list)
    """Chats whose effects were not exactly one for each message, in order."""
    out_of_order: list[int] = field(default_factory=list)
    """Chats whose answers came in another order than their messages."""
    too_many_repeats: list[str] = field(default_factory=list)
    """Kills after which more was repeated than was in flight, or more than one message of a chat."""
    repeats: int = 0
    places: Counter[str] = field(default_factory=Counter)
    """Kills by where they fell; one kill hits several chats, so also several places."""

    @property
    def clean(self) -> bool:
        """True where the promise was kept."""
        return not (self.lost or self.wrong_effects or self.out_of_order or self.too_many_repeats)


def judge(platform: Platform, kills: list[Kill], by_hand: int) -> Verdict:
    """The verdict on a trial in which so many dead letters were sent again by hand."""
    verdict = Verdict()
    answers: dict[Message, list[Shown]] = {}
    for shown in platform.shown:
        answers.setdefault((shown.chat, shown.number), []).append(shown)
    verdict.lost = sorted(platform.acknowledged - answers.keys())
    for chat in range(platform.chats):
        _judge_chat(platform, chat, answers, verdict)
    thirds = sum(len(all_shown) > 2 for all_shown in answers.values())
    if thirds > by_hand:
        verdict.too_many_repeats.append(f"{thirds} a third time, {by_hand} of them by hand")
    for kill in kills:
        _judge_kill(kill, answers, verdict)
    return verdict


def _judge_chat(platform: Platform, chat: int, answers: dict[Message, list[Shown]], verdict: Verdict) -> None:
    effects = {(shown.number, shown.effect) for shown in platform.shown if shown.chat == chat}
    # Each person's messages are handled in order, so her n-th message is her n-th effect.
    if any(number != effect for number, effect in effects):
        verdict.wrong_effects.append(chat)
    firsts = [
        shown.number
        for shown in platform.shown
        if shown.chat == chat
        and answers[chat, shown.number][0] is shown
        # What two processes died over was sent again by hand: late, so out of order, but not lost.
        and shown.send_life < shown.turn_life + 2
    ]
    if firsts != sorted(firsts):
        verdict.out_of_order.append(chat)


def _judge_kill(kill: Kill, answers: dict[Message, list[Shown]], verdict: Verdict) -> None:
    repeated = [
        message
        for message, all_shown in answers.items()
        if all_shown[0].send_life == kill.life and len(all_shown) > 1
    ]
    verdict.repeats += len(repeated)
    chats = Counter(chat for chat, _ in repeated)
    if len(repeated) > kill.sends_in_flight:
        verdict.too_many_repeats.append(f"{len(repeated)} of {kill.sends_in_flight} after life {kill.life}")
    if any(count > 1 for count in chats.values()):
        verdict.too_many_repeats.append(f"twice in one chat after life {kill.life}")
    if repeated:
        verdict.places[BEFORE_MARK] += 1
    open_answers = [answers[message][0] for message in kill.unanswered if message in answers]
    if any(shown.turn_life == kill.life < shown.send_life for shown in open_answers):
        verdict.places[BEFORE_SEND] += 1
    if any(shown.turn_life > kill.life and shown.chat in kill.uncommitted for shown in open_answers):
        verdict.places[BEFORE_COMMIT] += 1
