"""What is known about bringing a family: rules by country, status and relative, and papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Self

from bot.features.guidance.family.deadlines import months_later

WHO = ("spouse", "children", "both", "parents", "others", "child")
"""Whom she wants to bring; `both` is husband or wife with children, `child` a minor who wants the parents."""
STATUSES = ("refugee", "subsidiary", "waiting", "permit", "unknown")
EU, ANY = "EU", "any"
"""Where a rule holds beside single countries: states bound by Directive 2003/86/EC, and everywhere."""
FROM = ("decision", "arrival", "visa")
"""The day from which time runs."""


@dataclass(frozen=True, slots=True)
class Source:
    title: str
    publisher: str
    url: str
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """Good conditions end so many months after a day. `late`: what holds afterwards, `proof` or `ask`."""

    months: int
    counts_from: str
    late: str


@dataclass(frozen=True, slots=True)
class Rule:
    """How it stands for some people. `way`, `day` and `notes` name texts of words.py."""

    where: frozenset[str]
    status: frozenset[str]
    who: frozenset[str]
    way: str
    notes: tuple[str, ...]
    articles: tuple[str, ...]
    sources: tuple[Source, ...]
    checked: date
    day: str = "unknown"
    """What is said of the last day where there is neither a limit nor a waiting time."""
    limit: Limit | None = None
    wait: int = 0
    """Months after the decision before which nobody can ask; 0 where there is no such time."""
    since: date | None = None
    until: date | None = None

    @property
    def counts_from(self) -> str:
        """The day that has to be known to count; "" where nothing is counted."""
        if self.limit is not None:
            return self.limit.counts_from
        return "decision" if self.wait else ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that is often asked for: of whom, for whom, and which text says what may replace it."""

    id: str
    who: frozenset[str]
    status: frozenset[str]
    instead: str


@dataclass(frozen=True)
class Rules:
    """Everything of content/guidance/family.yaml."""

    rules: tuple[Rule, ...]
    papers: tuple[Paper, ...]
    bound: frozenset[str]
    """Countries bound by Directive 2003/86/EC."""
    offered: tuple[str, ...]
    """Countries that stand on buttons."""
    review_by: date = date.max

    def of(self, country: str, status: str, who: str) -> Rule:
        """The most special rule: the country's own, then the directive's, then what holds everywhere."""
        for where in (country, EU if country in self.bound else "", ANY):
            rule = self._table.get((where, status, who))
            if rule is not None:
                return rule
        return self._table[ANY, "unknown", "others"]

    def papers_for(self, status: str, who: str) -> tuple[Paper, ...]:
        return tuple(paper for paper in self.papers if who in paper.who and status in paper.status)

    @cached_property
    def named(self) -> Mapping[str, Paper]:
        return {paper.id: paper for paper in self.papers}

    @cached_property
    def _table(self) -> Mapping[tuple[str, str, str], Rule]:
        return {
            (where, status, who): rule
            for rule in self.rules
            for where in rule.where
            for status in rule.status
            for who in rule.who
        }


@dataclass(frozen=True, slots=True)
class Case:
    """What somebody answered, and the day on which she did. Travels as one word through a flow."""

    who: str
    country: str
    status: str
    since: date | None
    today: date

    def __str__(self) -> str:
        since = self.since.isoformat() if self.since else ""
        return f"{self.who}/{self.country}/{self.status}/{since}/{self.today.isoformat()}"

    @classmethod
    def read(cls, word: str) -> Self:
        """The case that a word stands for. Raises ValueError for any other word."""
        who, country, status, since, today = word.split("/")
        if who not in WHO or status not in STATUSES:
            raise ValueError(word)
        began = date.fromisoformat(since) if since else None
        return cls(who, country, status, began, date.fromisoformat(today))


@dataclass(frozen=True, slots=True)
class Timing:
    """Where the days stand: `kind` is due, over, later, ripe, open, wait, or a text of the rule's own."""

    kind: str
    day: date | None = None
    rule: Rule | None = field(default=None, compare=False)


def timing(rule: Rule, case: Case) -> Timing:
    """The last day (or the first, after a waiting time) that counts for somebody, as far as it is known."""
    if not rule.counts_from:
        return Timing(rule.day, None, rule)
    if case.since is None:
        return Timing("open" if rule.limit else "wait", None, rule)
    day = months_later(case.since, rule.limit.months if rule.limit else rule.wait)
    if rule.limit:
        return Timing("due" if case.today <= day else "over", day, rule)
    return Timing("later" if case.today < day else "ripe", day, rule)
