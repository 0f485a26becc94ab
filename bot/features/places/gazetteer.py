"""The register in memory: words for places, finding one by its name, and whom to call there.

Turns and pages need a name for every button, so a process reads the register once and again after each
change; it holds a few thousand places at most.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from rapidfuzz import fuzz, process
from sqlalchemy import Connection

from bot.features.library import Contact as Number
from bot.features.library import Local
from bot.features.places import choices, records
from bot.features.places.model import DEPTH, KINDS, Contact, Place
from bot.language.normal import fold

FRESH_SECONDS = 1.0
"""How long the register may be used before its revision is looked at again."""
MOST = 7
"""Places that a typed name may mean."""
_LONGEST = 100  # characters
_SHORTEST = 4  # letters of a name that is taken with a slip, or found within a sentence
_MOST_WORDS = 8  # of a text in which a name is looked for
_NAME_WORDS = 4  # of one name
_LIKE = 80.0  # of 100: at least this much alike
_CLOSE = 8.0  # a name so much less alike than the best is no candidate
_ARTICLE = "ال"

Country = Callable[[str], Local | None]
"""The numbers of a country (ISO 3166-1 alpha-2) as content/places.yaml has them."""


@dataclass(frozen=True)
class _View:
    """What holds until the register changes; replaced as a whole."""

    revision: int = -1
    places: Mapping[str, Place] = field(default_factory=dict)
    below: Mapping[str, Sequence[str]] = field(default_factory=dict)
    contacts: Mapping[str, tuple[Contact, ...]] = field(default_factory=dict)
    by_name: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Gazetteer:
    """May be read from several threads; `refresh` is called by the one that writes."""

    def __init__(self, country: Country = lambda code: None) -> None:
        self._country = country
        self._view = _View()
        self._looked = float("-inf")

    def refresh(self, conn: Connection, now: float) -> None:
        """Learn what was changed; asks the database once a second at most."""
        if 0 <= now - self._looked < FRESH_SECONDS:
            return
        revision = records.revision(conn)
        if revision != self._view.revision:
            self._view = _laid_out(revision, records.listed(conn), records.contacts_of_all(conn))
        self._looked = now

    def forget(self) -> None:
        """Read everything anew next time: the database is another one (a rehearsal)."""
        self._view, self._looked = _View(), float("-inf")

    def place(self, id: str) -> Place | None:
        """A place, also one out of use."""
        return self._view.places.get(id)

    def by_code(self, code: str) -> Place | None:
        """The place in use of this code."""
        return next((one for one in self._view.places.values() if one.code == code and one.active), None)

    def countries(self) -> list[str]:
        """The codes of the countries with a place in use."""
        return sorted({place.country for place in self._view.places.values() if place.active})

    def tops(self, country: str) -> list[str]:
        """The ids of the places in use that lie in no other of their country, by kind and code."""
        return list(self._view.below.get(country, ()))

    def below(self, id: str) -> list[str]:
        """The ids of the places in use that lie directly in this one, by kind and code."""
        return list(self._view.below.get(id, ()))

    def above(self, id: str) -> list[Place]:
        """The place itself, then those that it lies in, the widest last; [] for none."""
        chain: list[Place] = []
        place = self.place(id)
        while place is not None and len(chain) < DEPTH:
            chain.append(place)
            place = self.place(place.parent) if place.parent else None
        return chain

    def near(self, place: str) -> Local | None:
        """Whom to call at a place: its own numbers, else those of the nearest place above it, else its
        country's; without numbers where none is known, since another country's would mislead. None: no
        such place."""
        chain = self.above(place)
        for one in chain:
            contacts = self._view.contacts.get(one.id)
            if contacts:
                return _local(one.id, contacts)
        if not chain:
            return None
        country = chain[0].country
        return self._country(country) or Local(country, (), "", date.min)

    def place_of(self, conn: Connection, person: str) -> str:
        """The id of the place that she chose, or ""."""
        place = choices.of(conn, person)
        return place.id if place else ""

    def find(self, text: str, lang: str) -> tuple[str, ...]:
        """The ids of the places in use that a typed name may mean, best first, at most MOST; () for none.

        A name in any language that is right goes before one that stands in the text or begins so, and that
        before one with slips.
        """
        if len(text) > _LONGEST:
            return ()
        query = _key(text)
        names = self._view.by_name
        if not query or not names:
            return ()
        found = names.get(query) or _within(query, names) or _beginning(query, names) or _alike(query, names)
        return tuple(dict.fromkeys(found))[:MOST]


def _laid_out(revision: int, places: Iterable[Place], contacts: Mapping[str, tuple[Contact, ...]]) -> _View:
    known = {place.id: place for place in places}
    order = list(KINDS)
    used = sorted(
        (place for place in known.values() if place.active),
        key=lambda place: (order.index(place.kind), place.code),
    )
    below: dict[str, list[str]] = {}
    by_name: dict[str, dict[str, None]] = {}
    for place in used:
        above = known.get(place.parent)
        # What lay in a place that is out of use is found in its country.
        below.setdefault(place.parent if above and above.active else place.country, []).append(place.id)
        for name in (*place.names.values(), place.code):
            by_name.setdefault(_key(name), {})[place.id] = None
    return _View(revision, known, below, contacts, {name: tuple(ids) for name, ids in by_name.items()})


def _key(name: str) -> str:
    """A name as it is compared: folded, without the Arabic article of its words."""
    return " ".join(
        word.removeprefix(_ARTICLE) if len(word) > len(_ARTICLE) + 2 else word for word in fold(name).split()
    )


def _within(query: str, names: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Places whose whole name stands in what was typed ("I am in Kakuma camp"), the longest name first."""
    return [id for span in _spans(query) for id in names.get(span, ())]


def _spans(query: str) -> list[str]:
    """What stands in a text: the whole, then every stretch of words that may be a name, the longest first."""
    words = query.split()[:_MOST_WORDS]
    spans = [
        " ".join(words[start:end])
        for start in range(len(words))
        for end in range(start + 1, min(start + _NAME_WORDS, len(words)) + 1)
    ]
    long = sorted((span for span in spans if len(span) >= _SHORTEST), key=len, reverse=True)
    return list(dict.fromkeys((query, *long)))


def _beginning(query: str, names: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Places of whose name a word begins with what was typed."""
    if len(query) < _SHORTEST - 1:
        return []
    return [id for name, ids in names.items() if name.startswith(query) or f" {query}" in name for id in ids]


def _alike(query: str, names: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Places whose name is nearly what was typed, or a stretch of it."""
    scores: dict[str, float] = {}
    for part in _spans(query):
        if len(part) < _SHORTEST:
            continue
        for name, score, _ in process.extract(
            part, names.keys(), scorer=fuzz.ratio, score_cutoff=_LIKE, limit=MOST
        ):
            for id in names[name]:
                scores[id] = max(scores.get(id, 0.0), score)
    best = max(scores.values(), default=0.0)
    return sorted((id for id in scores if scores[id] > best - _CLOSE), key=lambda id: -scores[id])


def _local(id: str, contacts: Sequence[Contact]) -> Local:
    """The day shown is the oldest one: none of the numbers was checked before."""
    numbers = tuple(Number(one.service, one.number) for one in contacts)
    sources = dict.fromkeys(f"{one.title} ({one.publisher}, {one.url})" for one in contacts)
    return Local(id, numbers, "; ".join(sources), min(one.checked for one in contacts))
