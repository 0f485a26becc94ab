"""Reads content/guidance/family.yaml. Every fault is noted with its line and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from pathlib import Path

from bot.conversation.answers.choice import MOST
from bot.features.guidance.family.day_words import DAYS
from bot.features.guidance.family.model import ANY, EU, FROM, STATUSES, WHO, Limit, Paper, Rule, Rules, Source
from bot.features.guidance.family.paper_words import INSTEAD, PAPERS
from bot.features.guidance.family.words import NEEDS, NOTES, WAYS
from bot.features.library import BrokenContent, Fault, Matter, Notes, host_of, read_matter
from bot.language.languages import ENGLISH
from bot.language.names import is_country

FILE = "guidance/family.yaml"
LONGEST = 120
"""Months; a longer time limit is a slip of the pen."""
BUTTONS = MOST - 1
"""Countries on buttons; the last button skips the question."""
NOTHING = Rules((), (), frozenset(), ())


def load_rules(content_dir: Path) -> Rules:
    """The rules, or BrokenContent with every fault that stops a start."""
    rules, faults = read_rules(content_dir, date.min)
    errors = [fault for fault in faults if fault.level == "error"]
    if errors:
        raise BrokenContent(errors)
    return rules


def check_rules(content_dir: Path, today: date) -> list[Fault]:
    """Every fault, work that is due among them, for `rafiq content check`."""
    return read_rules(content_dir, today)[1]


def read_rules(content_dir: Path, today: date) -> tuple[Rules, list[Fault]]:
    path = content_dir / FILE
    notes = Notes(f"{content_dir.name}/{FILE}")
    if not path.is_file():
        notes.error(1, "this file is missing: put it back")
        return NOTHING, notes.faults
    matter = read_matter(path.read_text(encoding="utf-8"), 0, notes)
    if matter is None:
        return NOTHING, notes.faults
    rules = _Reading(matter, content_dir, today).rules()
    return rules, sorted(notes.faults)


class _Reading:
    """One reading of the file."""

    def __init__(self, matter: Matter, content_dir: Path, today: date) -> None:
        self._matter, self._content, self._today = matter, content_dir, today
        self._notes = matter.notes
        self._sources = dict(self._read_sources())

    def rules(self) -> Rules:
        matter = self._matter
        bound = frozenset(self._countries(matter, "bound"))
        offered = self._countries(matter, "offered")
        if len(offered) > BUTTONS:
            self._notes.error(
                matter.line("offered"),
                f"{len(offered)} countries, {BUTTONS} at most fit on buttons: take some out",
            )
        review_by = matter.day("review_by")
        if review_by is not None and review_by < self._today:
            line = matter.line("review_by")
            self._notes.due(line, f"the review was due on {review_by}: check the rules, then renew the days")
        rules = tuple(rule for part in matter.parts("rules") if (rule := self._rule(part)) is not None)
        papers = tuple(self._paper(part) for part in matter.parts("papers"))
        matter.close()
        whole = Rules(rules, papers, bound, offered, review_by or date.max)
        self._judge_whole(whole)
        return whole

    def _read_sources(self) -> Iterator[tuple[str, Source]]:
        table = self._matter.part("sources")
        for key in table.names() if table is not None else ():
            part = table.part(key) if table is not None else None
            if part is None:
                continue
            source = Source(
                part.text("title"), part.text("publisher"), part.text("url"), part.number("year", 1950, 2100)
            )
            part.close()
            if source.url and not host_of(source.url):
                self._notes.error(part.line("url"), f"'{source.url}' must be https:// and a plain host name")
            yield key, source

    def _rule(self, part: Matter) -> Rule | None:
        where = self._where(part)
        status, who = _some(part, "status", STATUSES), _some(part, "who", WHO)
        way, checked = part.choice("way", tuple(WAYS)), part.day("checked")
        day = part.choice("day", tuple(DAYS)) if "day" in part else "unknown"
        limit, wait = self._limit(part), 12 * (part.number("wait_years", 1, LONGEST // 12) or 0)
        notes = _some(part, "notes", tuple(NOTES)) if "notes" in part else ()
        articles, sources = self._articles(part), self._named_sources(part)
        days = {key: part.day(key) for key in ("since", "until") if key in part}
        part.close()
        self._judge(part, way, days, limit is not None and wait > 0)
        if not (way and checked):
            return None
        return Rule(
            frozenset(where), frozenset(status), frozenset(who), way, notes, articles, sources, checked,
            day, limit, wait, days.get("since"), days.get("until"),
        )  # fmt: skip

    def _judge(self, part: Matter, way: str, days: Mapping[str, date | None], both: bool) -> None:
        if way in NEEDS and NEEDS[way] not in days:
            self._notes.error(part.line("way"), f"the way '{way}' needs '{NEEDS[way]}': add the day")
        if both:
            self._notes.error(part.at, "a rule has a limit or a waiting time, not both: keep one")
        until = days.get("until")
        if until is not None and until < self._today:
            self._notes.due(part.line("until"), f"this ended on {until}: find out what holds now")

    def _where(self, part: Matter) -> tuple[str, ...]:
        words = part.texts("where", at_least=1)
        for word in words:
            if word not in (EU, ANY):
                self._country(part, "where", word)
        return words

    def _countries(self, part: Matter, key: str) -> tuple[str, ...]:
        codes = part.texts(key, at_least=1)
        for code in codes:
            self._country(part, key, code)
        return codes

    def _country(self, part: Matter, key: str, code: str) -> None:
        if not is_country(code):
            self._notes.error(part.line(key), f"'{code}' is no country: write two letters, such as DE")

    def _limit(self, part: Matter) -> Limit | None:
        if "limit" not in part:
            return None
        inner = part.part("limit")
        if inner is None:
            return None
        months, counts = inner.number("months", 1, LONGEST), inner.choice("from", FROM)
        late = inner.choice("late", ("proof", "ask"))
        if "months" not in inner:
            self._notes.error(inner.at, "'months' is missing: add it")
        inner.close()
        return Limit(months, counts, late) if months and counts and late else None

    def _articles(self, part: Matter) -> tuple[str, ...]:
        articles = part.texts("articles", at_least=1)
        for article in articles:
            if not (self._content / article / f"{ENGLISH.tag}.md").is_file():
                self._notes.error(part.line("articles"), f"there is no article {article}: correct its name")
        return articles

    def _named_sources(self, part: Matter) -> tuple[Source, ...]:
        keys = part.texts("sources", at_least=1)
        for key in keys:
            if key not in self._sources:
                self._notes.error(part.line("sources"), f"'{key}' is no source: add it under 'sources'")
        return tuple(self._sources[key] for key in keys if key in self._sources)

    def _paper(self, part: Matter) -> Paper:
        paper = Paper(
            part.choice("id", tuple(PAPERS)),
            frozenset(_some(part, "who", WHO)),
            frozenset(_some(part, "status", STATUSES)),
            part.choice("instead", tuple(INSTEAD)),
        )
        part.close()
        return paper

    def _judge_whole(self, whole: Rules) -> None:
        """No two rules for the same people; one rule and at least one paper for everybody."""
        seen: set[tuple[str, str, str]] = set()
        line = self._matter.line("rules")
        for rule in whole.rules:
            for key in sorted(product(rule.where, rule.status, rule.who)):
                if key in seen:
                    self._notes.error(line, f"two rules are for {', '.join(key)}: keep one")
                seen.add(key)
        for status, who in product(STATUSES, WHO):
            if (ANY, status, who) not in seen:
                self._notes.error(line, f"no rule is for {ANY}, {status}, {who}: add one")
            if not whole.papers_for(status, who):
                self._notes.error(self._matter.line("papers"), f"no paper is for {status}, {who}: add one")


def _some(part: Matter, key: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    """A list of words that are known; `[all]` stands for every one."""
    words = part.texts(key, at_least=1)
    if words == ("all",):
        return allowed
    for word in words:
        if word not in allowed:
            part.notes.error(part.line(key), f"'{key}' has '{word}', but may have only: {', '.join(allowed)}")
    return tuple(word for word in words if word in allowed)
