"""Danger in words that no row foresaw: is a text more like messages of people in danger than like calm ones?

The messages stand in content/urgent/LANG.yaml. Each group of letters weighs what it says for danger: how
much oftener such messages have it than calm texts (a naive Bayes classifier). What a text must exceed is
learnt too, from the calm texts, each weighed as though it were unknown. Groups are told apart by a hash
alone (Weinberger et al., Feature Hashing for Large Scale Multitask Learning, 2009): all eight languages'
weights lie in two megabytes, where a dictionary of each language's groups took as much for one.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Self
from zlib import crc32

from bot.features.library.latin_reading import Known
from bot.features.library.stretches import stretches
from bot.language.normal import fold

GROUP = 4
"""Letters of a group; the space before and after a word counts as one."""
STRETCH, STEP = 20, 5
"""A longer text is weighed by so many words at a time, each stretch so many after the last: of two sentences
the one that tells of danger is heard whatever the other asks."""
MESSAGES_AN_ALARM = 25
"""For so many messages one calm text may be taken for danger: who knows more of danger is trusted sooner."""
KNOWN_WELL = 50
"""Calm messages in words of danger from which it is known how much alike the two can be. Where a language has
fewer, no calm text at all may be taken for danger."""
FEWEST = 20
"""Messages from which anything can be learnt."""
CALM = -7.0
"""Logarithm of odds below which words speak for calm, whatever a row says: set on the messages kept for
checking, where it takes back one false alarm of nine and no danger of 2,118. One sentence of danger beside a
calm one is lost in 3 of 793."""
_SMOOTH = 0.2
_LEAST = 2  # texts that a group of letters must stand in to weigh anything


SLOTS = 1 << 16
"""A language has some ten thousand groups: few share a slot, and those are mostly rare."""


def groups_of(words: Iterable[str]) -> set[int]:
    """The groups of letters of folded words, each by its number below SLOTS, alike in every process."""
    apart = (f" {word} " for word in words)
    return {
        crc32(word[at : at + GROUP].encode()) % SLOTS
        for word in apart
        for at in range(max(1, len(word) - GROUP + 1))
    }


@dataclass(frozen=True, slots=True)
class Learnt:
    """All that was learnt for a language, as it is packed: to learn it anew costs the first question half a
    second and six megabytes of patterns that no other question needs."""

    messages: tuple[tuple[str, str, bytes], ...]
    """Kind, message, and its groups, 16 bits each in the order of this machine's bytes."""
    weights: memoryview
    """SLOTS floats of 32 bits in that order, as bytes; read where they lie in the packed file."""
    enough: float
    known: Known | None = None
    """The words of a language that people type in Latin letters, too."""


class Likeness:
    """Learnt once for a language. Never changes."""

    def __init__(
        self,
        messages: Sequence[tuple[str, str]],
        calm: Iterable[str],
        spelling: Callable[[str], str] = str,
        close: int = KNOWN_WELL,
    ) -> None:
        """`messages`: pairs of the kind of danger and what was written. `close`: how many of the calm texts
        use words of danger."""
        self._spelling = spelling
        enough = messages if len(messages) >= FEWEST else ()
        self._messages = [(kind, text, array("H", self._groups(text))) for kind, text in enough]
        self._weights: memoryview[float] = memoryview(array("f"))
        self._enough = math.inf
        if self._messages:
            apart = ([array("H", own) for own in self._stretches(fold(text))] for text in calm)
            self._learn(list(apart), close >= KNOWN_WELL)

    @classmethod
    def of(cls, learnt: Learnt, spelling: Callable[[str], str]) -> Self:
        """What was learnt elsewhere, on a machine of the same kind."""
        likeness = cls((), (), spelling)
        likeness._messages = [(kind, text, array("H", groups)) for kind, text, groups in learnt.messages]
        likeness._weights = learnt.weights.cast("f")
        likeness._enough = learnt.enough
        return likeness

    @property
    def learnt(self) -> Learnt:
        """To be packed, and read by `of`."""
        messages = tuple((kind, text, own.tobytes()) for kind, text, own in self._messages)
        return Learnt(messages, self._weights.cast("B"), self._enough)

    def find(self, folded: str) -> tuple[str, str] | None:
        """The kind of danger and the message that is most like a text; None where it is calm."""
        if not self._messages:
            return None
        weights = self._weights
        score, groups = max(
            ((sum([weights[group] for group in groups]), groups) for groups in self._stretches(folded)),
            key=itemgetter(0),
        )
        if score <= self._enough:
            return None
        kind = self._likeliest(groups, list(dict.fromkeys(kind for kind, _, _ in self._messages)))
        ours = (message for message in self._messages if message[0] == kind)
        return kind, max(ours, key=lambda message: self._shared(groups, message[2]))[1]

    def calm(self, words: Sequence[str]) -> bool:
        """Do folded words speak clearly for calm? Never where nothing was learnt."""
        groups = groups_of(self._spelling(" ".join(words)).split())
        return bool(self._messages) and sum([self._weights[group] for group in groups]) < CALM

    def likeliest(self, folded: str, kinds: Sequence[str]) -> str:
        """Of these kinds of danger, which are not none, that whose messages a text is most like; the first
        where one of them has no messages."""
        return self._likeliest(groups_of(self._spelling(folded).split()), kinds)

    def _likeliest(self, groups: set[int], kinds: Sequence[str]) -> str:
        """As danger is weighed against calm, so here each kind against the others. Worked out from the
        messages when somebody is in danger: nobody else waits for it, and it needs no room."""
        many = Counter(kind for kind, _, _ in self._messages)
        if not all(many[kind] for kind in kinds):
            return kinds[0]
        own: dict[str, Counter[int]] = {kind: Counter() for kind in many}
        for kind, _, theirs in self._messages:
            own[kind].update(groups.intersection(theirs))
        told = sum(own.values(), Counter())
        often = [group for group, seen in told.items() if seen >= _LEAST]

        def score(kind: str) -> float:
            here, rest = own[kind], len(self._messages) - many[kind]
            prior = math.log(rest + 2 * _SMOOTH) - math.log(many[kind] + 2 * _SMOOTH)
            odds = ((here[group] + _SMOOTH) / (told[group] - here[group] + _SMOOTH) for group in often)
            return sum(math.log(each) + prior for each in odds)

        return max(kinds, key=score)

    def _groups(self, text: str) -> set[int]:
        return groups_of(self._spelling(fold(text)).split())

    def _stretches(self, folded: str) -> Iterator[set[int]]:
        return map(groups_of, stretches(self._spelling(folded).split(), STRETCH, STEP))

    def _learn(self, calm: list[list[array[int]]], known_well: bool) -> None:
        """`calm`: of each text the groups of its stretches."""
        danger = Counter(group for _, _, own in self._messages for group in own)
        without = Counter(group for text in calm for group in set().union(*text))
        many, few = math.log(len(self._messages) + 2 * _SMOOTH), math.log(len(calm) + 2 * _SMOOTH)

        def weight(group: int, seen: int) -> float:
            heard = danger[group]
            if heard + seen < _LEAST:
                return 0.0
            return math.log(heard + _SMOOTH) - many - math.log(seen + _SMOOTH) + few

        scores = sorted(
            max(sum(weight(group, without[group] - 1) for group in groups) for groups in text)
            for text in calm
        )
        spare = min(len(self._messages) // MESSAGES_AN_ALARM, len(scores) - 1) if known_well else 0
        self._enough = max(0.0, scores[-1 - spare]) if scores else math.inf
        weights = array("f", bytes(4 * SLOTS))
        for group in danger.keys() | without.keys():
            weights[group] = weight(group, without[group])
        self._weights = memoryview(weights)

    def _shared(self, groups: set[int], own: array[int]) -> float:
        weights = self._weights
        told = [weight for group in groups.intersection(own) if (weight := weights[group]) > 0]
        return sum(told) / math.sqrt(len(own))
