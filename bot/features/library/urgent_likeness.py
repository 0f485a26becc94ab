"""Danger in words that no row foresaw: is a text more like messages of people in danger than like calm ones?

The messages stand in content/urgent/LANG.yaml. Each group of letters weighs what it says for danger: how
much oftener such messages have it than calm texts (a naive Bayes classifier). What a text must exceed is
learnt too, from the calm texts, each weighed as though it were unknown.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from sys import intern

from bot.features.library.urgent_rows import LONGEST
from bot.language.normal import fold

GROUP = 4
"""Letters of a group; the space before and after a word counts as one."""
ALARMS = 1 / 300
"""So large a share of the calm texts may be taken for danger."""
FEWEST = 20
"""Messages from which anything can be learnt."""
_SMOOTH = 0.2
_LEAST = 2  # texts that a group of letters must stand in to weigh anything


def groups_of(text: str) -> Iterator[str]:
    """The groups of letters of a folded text, each once."""
    seen = set()
    for word in text.split()[:LONGEST]:
        padded = f" {word} "
        for at in range(max(1, len(padded) - GROUP + 1)):
            group = intern(padded[at : at + GROUP])  # thousands of texts have the same groups
            if group not in seen:
                seen.add(group)
                yield group


class Likeness:
    """Learnt once for a language. Never changes."""

    def __init__(
        self, messages: Sequence[tuple[str, str]], calm: Iterable[str], spelling: Callable[[str], str] = str
    ) -> None:
        """`messages`: pairs of the kind of danger and what was written."""
        self._spelling = spelling
        self._messages = messages if len(messages) >= FEWEST else ()
        self._weights: dict[str, float] = {}
        self._enough = math.inf
        if self._messages:
            self._learn([list(self._groups(text)) for text in calm])

    def find(self, folded: str) -> tuple[str, str] | None:
        """The kind of danger and the message that is most like a text; None where it is calm."""
        groups = set(groups_of(self._spelling(folded)))
        if sum([self._weights.get(group, 0.0) for group in groups]) <= self._enough:
            return None
        return max(self._messages, key=lambda message: self._shared(groups, message[1]))

    def _groups(self, text: str) -> Iterator[str]:
        return groups_of(self._spelling(fold(text)))

    def _learn(self, calm: list[list[str]]) -> None:
        danger = Counter(group for _, text in self._messages for group in self._groups(text))
        without = Counter(group for groups in calm for group in groups)
        many, few = math.log(len(self._messages) + 2 * _SMOOTH), math.log(len(calm) + 2 * _SMOOTH)

        def weight(group: str, seen: int) -> float:
            heard = danger[group]
            if heard + seen < _LEAST:
                return 0.0
            return math.log(heard + _SMOOTH) - many - math.log(seen + _SMOOTH) + few

        scores = sorted(sum(weight(group, without[group] - 1) for group in groups) for groups in calm)
        self._enough = max(0.0, scores[-1 - int(ALARMS * len(scores))]) if scores else math.inf
        known = danger.keys() | without.keys()
        self._weights = {group: found for group in known if (found := weight(group, without[group]))}

    def _shared(self, groups: set[str], message: str) -> float:
        own = set(self._groups(message))
        return sum(max(0.0, self._weights.get(group, 0.0)) for group in groups & own) / math.sqrt(len(own))
