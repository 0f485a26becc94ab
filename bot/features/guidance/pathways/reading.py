"""Reads content/pathways/rules.yaml, and notes every fault with its line and what to do."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import date
from pathlib import Path
from typing import Protocol

from bot.conversation.messages import Text
from bot.features.guidance.pathways.model import ASKED, DERIVED, Among, Condition, Need, Rules, Way, Who
from bot.features.library import BrokenContent, Fault, Matter, Notes, read_matter
from bot.language.names import country_codes

RULES_FILE = "pathways/rules.yaml"
CONTEXT = "rules"
"""The gettext context of the texts in the file: its stem."""
GROUP = "pathways"
WHO: tuple[Who, ...] = ("children", "adults", "all")
NOT = "not_"
ENDED = ("closed", "paused")
"""States in which a scheme takes nobody: then its way needs no rules to say no."""
LONGEST = 200
"""Characters of a text, as of an article's summary."""


class Status(Protocol):
    @property
    def state(self) -> str: ...


class Written(Protocol):
    """What has to be known of an article."""

    @property
    def group(self) -> str: ...
    @property
    def status(self) -> Status: ...


def read_rules(content_dir: Path, articles: Mapping[str, Written]) -> Rules:
    """The rules; none where there is no such file. Raises BrokenContent with every fault."""
    rules, faults = load_rules(content_dir, articles)
    if faults:
        raise BrokenContent(faults)
    return rules


def rule_faults(content_dir: Path, articles: Mapping[str, Written]) -> list[Fault]:
    """Every fault, for `rafiq content check`."""
    return load_rules(content_dir, articles)[1]


def load_rules(content_dir: Path, articles: Mapping[str, Written]) -> tuple[Rules, list[Fault]]:
    """The rules as far as they can be read, and every fault."""
    path = content_dir / RULES_FILE
    notes = Notes(f"{content_dir.name}/{RULES_FILE}")
    matter = read_matter(path.read_text(encoding="utf-8"), 0, notes) if path.is_file() else None
    if matter is None:
        return {}, notes.faults
    reader = _RuleReader(notes, articles)
    reader.read_places(matter.part("places"))
    reader.read_needs(matter.part("needs"))
    reader.read_ways(matter.part("ways"))
    no_ways = matter.texts("no_ways") if "no_ways" in matter else ()
    matter.close()
    reader.judge_whole(no_ways)
    return reader.ways, notes.faults


class _RuleReader:
    """Grows the rules part by part, and notes what is wrong."""

    def __init__(self, notes: Notes, articles: Mapping[str, Written]) -> None:
        self.ways: dict[str, Way] = {}
        self._notes = notes
        self._articles = articles
        self._places: dict[str, frozenset[str]] = {}
        self._needs: dict[str, Need] = {}
        self._lines: dict[str, int] = {}
        self._used: set[str] = set()
        self._used_places: set[str] = set()

    def read_places(self, part: Matter | None) -> None:
        for name in part.names() if part else ():
            row = part.part(name) if part else None
            if row is None:
                continue
            codes = row.texts("countries", 1)
            row.text("source")
            row.day("checked")
            row.close()
            self._known(codes, country_codes(), row, "countries", "an ISO 3166-1 code")
            self._places[name] = frozenset(codes)
            self._lines[name] = row.at

    def read_needs(self, part: Matter | None) -> None:
        for name in part.names() if part else ():
            row = part.part(name) if part else None
            if row is not None:
                self._lines[name] = row.at
                self._need(name, row)

    def _need(self, name: str, row: Matter) -> None:
        met, unsure = self._condition(row, "when"), self._condition(row, "open_when")
        no, question = self._text(row, "no", required=False), self._text(row, "open")
        source, checked = row.text("source"), row.day("checked")
        read = row.text("read") if "read" in row else ""
        row.close()
        if read and read not in self._articles:
            row.notes.error(row.line("read"), f"there is no article '{read}': correct its name")
        if no is not None and not met and not unsure:
            row.notes.error(
                row.line("no"), "this would always fail: say in 'when' or 'open_when' when it does not"
            )
        if no is None and unsure:
            row.notes.error(row.line("open_when"), "without 'no' all else is open anyway: take this out")
        if question is not None:
            self._needs[name] = Need(name, met, unsure, no, question, source, checked or date.min, read)

    def _condition(self, row: Matter, key: str) -> Condition:
        return tuple(self._row(part) for part in row.one_or_more(key))

    def _row(self, part: Matter) -> tuple[Among, ...]:
        found = []
        for key in part.names():
            answer = key.removeprefix(NOT)
            values = part.texts(key, 1)
            found.append(Among(answer, self._values(answer, values, part, key), key.startswith(NOT)))
        part.close()
        return tuple(found)

    def _values(self, answer: str, values: tuple[str, ...], part: Matter, key: str) -> frozenset[str]:
        allowed = ASKED.get(answer, DERIVED.get(answer))
        if allowed is None:
            known = ", ".join((*ASKED, *DERIVED))
            part.notes.error(part.line(key), f"nobody asks for '{answer}'; known: {known}")
            return frozenset()
        if allowed:
            self._known(values, allowed, part, key, f"an answer to '{answer}'")
            return frozenset(values)
        self._used_places.update(values)
        codes = {code for value in values for code in self._places.get(value, (value,))}
        self._known(tuple(codes), country_codes(), part, key, "a country's code or a name below 'places'")
        return frozenset(codes)

    def _known(
        self, values: tuple[str, ...], allowed: Container[str], part: Matter, key: str, what: str
    ) -> None:
        for value in values:
            if value not in allowed:
                part.notes.error(part.line(key), f"'{value}' is not {what}: correct it")

    def _text(self, row: Matter, key: str, required: bool = True) -> Text | None:
        words = row.marked(key, required=required)
        if len(words) > LONGEST:
            row.notes.error(
                row.line(key), f"'{key}' has {len(words)} characters, {LONGEST} at most: shorten it"
            )
        return Text(CONTEXT, words) if words else None

    def read_ways(self, part: Matter | None) -> None:
        for name in part.names() if part else ():
            row = part.part(name) if part else None
            if row is not None:
                self._way(name, row)

    def _way(self, name: str, row: Matter) -> None:
        article, who = row.text("article"), row.choice("who", WHO)
        names, todo = row.texts("needs"), self._text(row, "next")
        row.close()
        self._judge_article(article, bool(names), row)
        for need in names:
            if need not in self._needs:
                row.notes.error(row.line("needs"), f"there is no need '{need}': write it below 'needs'")
        self._used.update(names)
        if todo is not None:
            needs = tuple(self._needs[need] for need in names if need in self._needs)
            kind: Who = "children" if who == "children" else "adults" if who == "adults" else "all"
            self.ways[name] = Way(name, article, kind, needs, todo)

    def _judge_article(self, article: str, has_needs: bool, row: Matter) -> None:
        found = self._articles.get(article)
        if found is None:
            row.notes.error(row.line("article"), f"there is no article '{article}': correct its name")
        elif not has_needs and found.status.state not in ENDED:
            row.notes.error(
                row.line("needs"), f"{article} is {found.status.state}, not closed: say what it needs"
            )

    def judge_whole(self, no_ways: tuple[str, ...]) -> None:
        """What only shows when all is read: needs that nobody uses, articles that were forgotten."""
        for name in self._needs.keys() - self._used:
            self._notes.error(self._lines[name], f"no way uses the need '{name}': take it out")
        for name in self._places.keys() - self._used_places:
            self._notes.error(self._lines[name], f"no need uses the place '{name}': take it out")
        for name in no_ways:
            if name not in self._articles:
                self._notes.error(1, f"there is no article '{name}': correct its name")
        ruled = {way.article for way in self.ways.values()}
        for id, article in self._articles.items():
            scheme = article.status.state != "not-applicable"
            if id not in ruled and (scheme or (article.group == GROUP and id not in no_ways)):
                self._notes.error(1, f"{id} has no way here: write its rules, or name it below 'no_ways'")
