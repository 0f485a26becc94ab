"""A profile in words: its parts with their lines, for the card in the chat and for the CV."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import msgspec

from bot.conversation.messages import Rich, Text
from bot.features.skills import cefr
from bot.features.skills.labels import CHOICES, HEADINGS, LINES
from bot.features.skills.occupations import Occupations
from bot.features.skills.profile import LEVELS, SKILLS, Job, Profile, Tongue
from bot.features.skills.tasks import Tasks, group_of
from bot.language.bidi import isolate
from bot.language.languages import ENGLISH, LANGUAGES
from bot.language.reading import tongue_name

Say = Callable[[Text, str], str]
CountryName = Callable[[str, str], str]

RATED: Mapping[int | None, str] = {
    LEVELS.index("with_help"): "learning",
    LEVELS.index("alone"): "able",
    LEVELS.index("teach"): "able",
}
"""The line that a task stands on, by how well she can do it."""


class Entry(msgspec.Struct, frozen=True, gc=False):
    """A line in bold, what stands beside it, and what is said below it."""

    title: str
    beside: str = ""
    lines: tuple[str, ...] = ()


class Section(msgspec.Struct, frozen=True, gc=False):
    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Portrait:
    """Puts profiles into words. `say`: the catalogs; `country`: names of countries."""

    occupations: Occupations
    tasks: Tasks
    say: Say
    country: CountryName

    def sections(self, profile: Profile, lang: str) -> list[Section]:
        """The parts that have something to say."""
        parts = {
            "jobs": [self._job(job, lang) for job in profile.jobs],
            "tongues": [self._tongue(tongue, lang) for tongue in profile.tongues],
            "school": list(self._school(profile, lang)),
            "practical": list(self._practical(profile, lang)),
            "wishes": list(self._wishes(profile, lang)),
        }
        return [
            Section(self.say(HEADINGS[name], lang), tuple(entries))
            for name, entries in parts.items()
            if entries
        ]

    def _job(self, job: Job, lang: str) -> Entry:
        title = self.occupations.title(job.code, lang).text if job.code else _hers(job.words, lang)
        beside = [self._choice("years", job.years, lang), self._choice("recent", job.recent, lang)]
        lines = []
        for label, tasks in self._rated(job, lang).items():
            if tasks:
                lines.append(f"{self.say(LINES[label], lang)}: {_joined(tasks, lang)}")
        if job.tools:
            lines.append(f"{self.say(LINES['tools'], lang)}: {_hers(job.tools, lang)}")
        return Entry(title, _joined(beside, lang), tuple(lines))

    def work(self, id_: str, lang: str) -> Rich:
        """A work of hers by the id of `changing.id_of`."""
        code, _, words = id_.partition(":")
        return self.occupations.title(code, lang) if code else Rich(words, lang)

    def _rated(self, job: Job, lang: str) -> dict[str, list[str]]:
        """The tasks that she can do, by the line on which they stand."""
        lines: dict[str, list[str]] = {"able": [], "learning": []}
        own = self.tasks.get(lang) or self.tasks[ENGLISH.tag]
        for at, task in enumerate(own.get(group_of(job, own), ())):
            line = RATED.get(job.ratings.get(str(at)))
            if line:
                lines[line].append(task)
        return lines

    def _tongue(self, tongue: Tongue, lang: str) -> Entry:
        name = tongue_name(tongue.tag, lang)
        if tongue.mother:
            return Entry(name, self.say(LINES["mother"], lang))
        levels = [
            f"{self.say(LINES[skill], lang)} {level}"
            for skill in SKILLS
            if skill in tongue.known and (level := cefr.level(tongue.known[skill]))
        ]
        return Entry(name, _joined(levels, lang) or self.say(LINES["none"], lang))

    def _school(self, profile: Profile, lang: str) -> Iterator[Entry]:
        answers = profile.answers
        if "school" in answers:
            yield Entry(self._choice("school", answers["school"], lang))
        if "certificates" in answers:
            papers = self._choice("papers", answers.get("papers", ""), lang)
            beside = f"{self.say(LINES['papers'], lang)}: {papers}" if papers else ""
            yield Entry(_hers(str(answers["certificates"]), lang), beside)

    def _practical(self, profile: Profile, lang: str) -> Iterator[Entry]:
        for can in _several(profile.answers.get("digital")):
            yield Entry(self._choice("digital", can, lang))
        licences = [self._choice("licences", one, lang) for one in _several(profile.answers.get("licences"))]
        if licences:
            yield Entry(self.say(LINES["licences"], lang), _joined(licences, lang))

    def _wishes(self, profile: Profile, lang: str) -> Iterator[Entry]:
        answers = profile.answers
        if "work" in answers:
            yield Entry(self.say(LINES["work"], lang), _hers(str(answers["work"]), lang))
        for question in ("countries", "lives"):
            if question in answers:
                yield Entry(self.say(LINES[question], lang), self.country(str(answers[question]), lang))
        for question, kind in (
            ("start", "start"),
            ("alone", "alone"),
            ("nights", "yes_no"),
            ("training", "yes_no"),
            ("travel", "travel"),
        ):
            if question in answers:
                yield Entry(self.say(LINES[question], lang), self._choice(kind, answers[question], lang))

    def _choice(self, question: str, answer: object, lang: str) -> str:
        text = CHOICES[question].get(str(answer))
        return self.say(text, lang) if text else ""


def _hers(words: str, lang: str) -> str:
    """What she typed, in whatever script: its direction must not touch that of the line."""
    return isolate(words, LANGUAGES[lang])


def _several(answer: object) -> list[str]:
    return [str(one) for one in answer] if isinstance(answer, list) else []


def _joined(words: Iterable[str], lang: str) -> str:
    """With the semicolon of the script."""
    mark = "؛ " if LANGUAGES[lang].direction == "rtl" else "; "
    return mark.join(filter(None, words))
