"""Comparing what was accepted and enqueued with what arrived."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from tests.fleet.platform import Platform, Shown


@dataclass(frozen=True, slots=True)
class Trouble:
    """A moment at which sends were cut off from their marks: those that arrived from `since` to `until`, sent
    by one of these `lives`, to one of these `chats` (any, where they cannot be known)."""

    what: str
    lives: frozenset[int]
    since: float
    until: float
    chats: frozenset[int] | None = None

    def cut_off(self, shown: Shown) -> bool:
        return (
            shown.life in self.lives
            and self.since <= shown.at <= self.until
            and (self.chats is None or shown.chat in self.chats)
        )


@dataclass(slots=True)
class Verdict:
    """All that is wrong with what arrived."""

    missed: list[int] = field(default_factory=list)
    """Recipients who never got the broadcast."""
    lost: list[str] = field(default_factory=list)
    """Accepted messages that were never answered."""
    wrong_effects: list[str] = field(default_factory=list)
    out_of_order: list[int] = field(default_factory=list)
    too_many_repeats: list[str] = field(default_factory=list)
    repeats: int = 0
    most_in_a_second: int = 0

    @property
    def clean(self) -> bool:
        return not (
            self.missed or self.lost or self.wrong_effects or self.out_of_order or self.too_many_repeats
        )


def judge(platform: Platform, recipients: list[int], broadcast: str, troubles: list[Trouble]) -> Verdict:
    verdict = Verdict()
    arrived: dict[tuple[int, str], list[Shown]] = defaultdict(list)
    for shown in platform.shown:
        arrived[shown.chat, shown.text].append(shown)
    text = f"broadcast {broadcast}"
    verdict.missed = [chat for chat in recipients if not arrived.get((chat, text))]
    for chat, accepted in sorted(platform.accepted.items()):
        _judge_chat(chat, accepted, platform, verdict)
    _judge_repeats(arrived, troubles, verdict)
    times = sorted(shown.at for shown in platform.shown)
    begin = 0
    for end, at in enumerate(times):
        while at - times[begin] >= 1.0:
            begin += 1
        verdict.most_in_a_second = max(verdict.most_in_a_second, end - begin + 1)
    return verdict


def _judge_chat(chat: int, accepted: int, platform: Platform, verdict: Verdict) -> None:
    firsts: list[int] = []
    for shown in platform.shown:
        if shown.chat != chat or shown.text.count(":") != 2:
            continue
        _, number, effect = (int(part) for part in shown.text.split(":"))
        if number != effect:
            verdict.wrong_effects.append(shown.text)
        if number not in firsts:
            firsts.append(number)
    verdict.lost += [f"{chat}:{number}" for number in range(1, accepted + 1) if number not in firsts]
    if firsts != sorted(firsts):
        verdict.out_of_order.append(chat)


def _judge_repeats(
    arrived: dict[tuple[int, str], list[Shown]], troubles: list[Trouble], verdict: Verdict
) -> None:
    """Each repeat has to belong to a trouble that cut its first sending off; one a person and trouble."""
    charged: Counter[tuple[int, int]] = Counter()
    for (chat, text), all_shown in arrived.items():
        for before, _ in itertools.pairwise(all_shown):
            verdict.repeats += 1
            causes = [number for number, trouble in enumerate(troubles) if trouble.cut_off(before)]
            if not causes:
                verdict.too_many_repeats.append(f"{text} again, without a cause")
                continue
            charged[causes[0], chat] += 1
            if charged[causes[0], chat] > 1:
                verdict.too_many_repeats.append(
                    f"{text}: two of chat {chat} after one {troubles[causes[0]].what}"
                )
