"""Danger in words that no row foresaw: is a text more like messages of people in danger than like calm ones?

The messages stand in content/urgent/LANG.yaml. Each group of letters and pair of words (hashed_features)
weighs what it says for danger: how much oftener such messages have it than calm texts (a naive Bayes
classifier). What a text must exceed is learnt too, from the calm texts, each as though it were unknown.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import Self

from bot.features.library.hashed_features import features_of, score, weights_of
from bot.features.library.latin_reading import Known
from bot.features.library.stretches import stretches
from bot.language.normal import fold

STRETCH, STEP = 20, 5
"""A longer text is weighed by so many words at a time, each stretch so many after the last: of two sentences
the one that tells of danger is heard whatever the other asks."""
FEWEST_WORDS = 3
"""Words of a sentence or a clause that is weighed alone, too."""
PIECE, PIECE_STEP = 12, 2
"""Words of a text that are weighed alone, where nobody sets a stop, each piece so many after the last."""
ALONE = 5.0
"""Logarithm of odds that a part must have more than a text, as the rest might have told what it means. With a
calm question beside them, unparted, 2,015 of 2,284 dangers are heard and 1,949 without all this; with a stop
between 2,115 and 1,949; with a comma and a detail ("she wears a red jacket") 92 of 4,407 and 206 are lost. Of
5,111 calm texts 101 alarm, and some 90 without."""
MESSAGES_AN_ALARM = 22
"""For so many messages one calm text may be taken for danger: who knows more of danger is trusted sooner."""
KNOWN_WELL = 50
"""Calm messages in words of danger from which it is known how much alike the two can be. Where a language has
fewer, no calm text at all may be taken for danger."""
KNOWN = 0.5
"""Share of a text's features that must be known: what is hardly known is in another language, and its few
known features say nothing. Of messages in the language itself it is 0.74 to 0.98 for nine of ten."""
FEWEST = 20
"""Messages from which anything can be learnt."""
CALM: Mapping[str, tuple[int, float]] = {"child": (10, -5.0)}
"""By kind, how many words around what a row says are looked at, and the logarithm of odds below which they
speak for calm whatever the row says: of a missing child people speak in words that all use of children."""
CALM_ELSE = 8, -15.0
"""Of the other kinds. Set on messages kept for checking and on calm ones that were read only afterwards."""
CALM_BESIDE = -5.0
"""Odds below which the words beside those that say a row must speak for calm where these stand close
together: "my son is lost" is no less a danger for all the sons who lost a ball."""
_SMOOTH = 0.1
_LEAST = 2  # messages that a feature must stand in to tell one kind of danger from another


@dataclass(frozen=True, slots=True)
class Learnt:
    """All that was learnt for a language, as it is packed: to learn it anew costs the first question half a
    second and six megabytes of patterns that no other question needs."""

    messages: tuple[tuple[str, str, bytes], ...]
    """Kind, message, and its features, 32 bits each in the order of this machine's bytes."""
    weights: memoryview
    """By feature, a byte each, in STEPS; read where they lie in the packed file."""
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
        self._messages = [(kind, text, array("I", features_of(self._spelt(text)))) for kind, text in enough]
        self._weights: memoryview[int] = memoryview(array("b"))
        self._enough = math.inf
        if self._messages:
            apart = ([array("I", own) for own in self._stretches(self._spelt(text))] for text in calm)
            self._learn(list(apart), close >= KNOWN_WELL)

    @classmethod
    def of(cls, learnt: Learnt, spelling: Callable[[str], str]) -> Self:
        """What was learnt elsewhere, on a machine of the same kind."""
        likeness = cls((), (), spelling)
        likeness._messages = [(kind, text, array("I", features)) for kind, text, features in learnt.messages]
        likeness._weights = learnt.weights.cast("b")
        likeness._enough = learnt.enough
        return likeness

    @property
    def learnt(self) -> Learnt:
        """To be packed, and read by `of`."""
        messages = tuple((kind, text, own.tobytes()) for kind, text, own in self._messages)
        return Learnt(messages, self._weights.cast("B"), self._enough)

    def find(self, folded: str, parts: Sequence[Sequence[int]] = ()) -> tuple[str, str] | None:
        """The kind of danger and the message that is most like a text; None where it is calm. `parts`: after
        how many words its sentences end, or its clauses."""
        if not self._messages:
            return None
        words = self._spelling(folded).split()
        weighed = [(0.0, features) for features in self._stretches(words)]
        weighed += [(ALONE, features) for features in self._parts(words, parts)]
        weighed += [(ALONE, features) for features in self._pieces(words)]
        known = ((less, own) for less, own in weighed if self._known(own) >= KNOWN)
        found = ((score(self._weights, features) - less, features) for less, features in known)
        best, features = max(found, key=itemgetter(0), default=(-math.inf, set()))
        if best <= self._enough:
            return None
        kind = self._likeliest(features, list(dict.fromkeys(kind for kind, _, _ in self._messages)))
        ours = (message for message in self._messages if message[0] == kind)
        return kind, max(ours, key=lambda message: self._shared(features, message[2]))[1]

    def calm(self, kind: str, words: Sequence[str], start: int, end: int, *, close: bool) -> bool:
        """Do the folded words of a text from `start` to `end`, which sound like this kind of danger, speak
        for calm with whichever words beside them? `close`: hardly any other word stands between those of the
        row. Never where nothing was learnt."""
        if not self._messages:
            return False
        near, least = CALM.get(kind, CALM_ELSE)
        size = max(near, end - start)
        first, last = max(0, end - size), max(0, min(start, len(words) - size))
        odds = max(self._odds(words, at, at + size) for at in range(first, last + 1))
        if odds >= least:
            return False
        return not close or odds - self._odds(words, start, end) < CALM_BESIDE

    def likely(self, words: Sequence[str]) -> bool:
        """Are the folded words of a part by themselves likely of danger? Always where nothing was learnt."""
        return not self._messages or self._odds(words, 0, len(words)) > ALONE

    def _odds(self, words: Sequence[str], start: int, end: int) -> float:
        """What some words of a text weigh."""
        spelt = self._spelling(" ".join(words[start:end])).split()
        return score(self._weights, features_of(spelt, part=end - start < len(words)))

    def likeliest(self, folded: str, kinds: Sequence[str]) -> str:
        """Of these kinds of danger, which are not none, that whose messages a text is most like; the first
        where one of them has no messages."""
        return self._likeliest(features_of(self._spelling(folded).split()), kinds)

    def _likeliest(self, features: set[int], kinds: Sequence[str]) -> str:
        """As danger is weighed against calm, so here each kind against the others. Worked out from the
        messages when somebody is in danger: nobody else waits for it, and it needs no room."""
        many = Counter(kind for kind, _, _ in self._messages)
        if not all(many[kind] for kind in kinds):
            return kinds[0]
        own: dict[str, Counter[int]] = {kind: Counter() for kind in many}
        for kind, _, theirs in self._messages:
            own[kind].update(features.intersection(theirs))
        told = sum(own.values(), Counter())
        often = [feature for feature, seen in told.items() if seen >= _LEAST]

        def likelihood(kind: str) -> float:
            here, rest = own[kind], len(self._messages) - many[kind]
            prior = math.log(rest + 2 * _SMOOTH) - math.log(many[kind] + 2 * _SMOOTH)
            odds = (
                (here[feature] + _SMOOTH) / (told[feature] - here[feature] + _SMOOTH) for feature in often
            )
            return sum(math.log(each) + prior for each in odds)

        return max(kinds, key=likelihood)

    def _spelt(self, text: str) -> list[str]:
        return self._spelling(fold(text)).split()

    def _stretches(self, words: Sequence[str]) -> Iterator[set[int]]:
        """The features of a text, piece by piece where it is long."""
        return (features_of(some, part=len(words) > STRETCH) for some in stretches(words, STRETCH, STEP))

    def _parts(self, words: Sequence[str], parts: Sequence[Sequence[int]]) -> Iterator[set[int]]:
        """The features of each sentence or clause of several."""
        for start, end in {span for ends in parts for span in pairwise((0, *ends))}:
            if FEWEST_WORDS <= end - start <= min(STRETCH, len(words) - 1):
                yield features_of(words[start:end])

    def _pieces(self, words: Sequence[str]) -> Iterator[set[int]]:
        """The features of all that stands close together, as where nobody set a stop."""
        if len(words) > PIECE:
            yield from (features_of(some, part=True) for some in stretches(words, PIECE, PIECE_STEP))

    def _learn(self, calm: list[list[array[int]]], known_well: bool) -> None:
        """`calm`: of each text the features of its stretches."""
        danger = Counter(feature for _, _, own in self._messages for feature in own)
        without = Counter(feature for text in calm for feature in set().union(*text))
        many, few = math.log(len(self._messages) + 2 * _SMOOTH), math.log(len(calm) + 2 * _SMOOTH)

        def weight(feature: int, seen: int) -> float:
            heard = danger[feature]
            if not heard + seen:
                return 0.0
            return math.log(heard + _SMOOTH) - many - math.log(seen + _SMOOTH) + few

        scores = sorted(
            max(sum(weight(feature, without[feature] - 1) for feature in features) for features in text)
            for text in calm
        )
        spare = min(len(self._messages) // MESSAGES_AN_ALARM, len(scores) - 1) if known_well else 0
        self._enough = max(0.0, scores[-1 - spare]) if scores else math.inf
        told = danger.keys() | without.keys()
        self._weights = memoryview(
            weights_of({feature: weight(feature, without[feature]) for feature in told})
        )

    def _known(self, features: set[int]) -> float:
        """The share of them that any text that was learnt from has."""
        return sum([self._weights[feature] != 0 for feature in features]) / max(1, len(features))

    def _shared(self, features: set[int], own: array[int]) -> float:
        weights = self._weights
        told = [weight for feature in features.intersection(own) if (weight := weights[feature]) > 0]
        return sum(told) / math.sqrt(len(own))
