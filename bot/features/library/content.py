"""Loads all articles at once, and judges what only shows when the languages are laid side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.features.library.comparing import compare
from bot.features.library.everyday import WORDS_DIR, Everyday, load_everyday
from bot.features.library.faults import Fault, Notes
from bot.features.library.glossary import GLOSSARY_DIR, load_glossary
from bot.features.library.groups import GROUPS
from bot.features.library.model import Article, Version
from bot.features.library.places import Place, load_places
from bot.features.library.reading import ORIGINAL, Facts, Reading, read_article_file
from bot.features.library.urgent import UrgentWords
from bot.features.library.urgent_reading import URGENT_DIR, load_urgent
from bot.language.languages import Language

GUIDANCE_DIR = "guidance"
"""The data of the guides, which read it themselves."""
OCCUPATIONS_DIR = "occupations"
"""The names of occupations, which the skills read themselves."""
INTERVIEWS_DIR = "interviews"
"""What adverts are held against, which the interviews read themselves."""
ANNOUNCEMENTS_DIR = "announcements"
"""What announcements are held against, which they read themselves."""
NO_GROUPS = {
    GLOSSARY_DIR,
    WORDS_DIR,
    URGENT_DIR,
    GUIDANCE_DIR,
    OCCUPATIONS_DIR,
    INTERVIEWS_DIR,
    ANNOUNCEMENTS_DIR,
}


@dataclass(frozen=True, slots=True)
class Content:
    """Every article that could be read, in the order of groups and folders, and every fault."""

    articles: Mapping[str, Article]
    urgent: UrgentWords
    everyday: Mapping[str, Everyday]
    places: Mapping[str, Place]
    faults: tuple[Fault, ...]

    @property
    def errors(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if fault.level == "error")


def check(content_dir: Path, today: date, languages: Sequence[Language]) -> list[Fault]:
    """Every fault of the content, errors and work that is due, in the order of files and lines."""
    content = load_content(content_dir, languages, today)
    faults = list(content.faults)
    translations = [language.tag for language in languages if language.tag != ORIGINAL]
    for lang, terms in load_glossary(content_dir, translations, faults).items():
        for article in content.articles.values():
            version = article.current(lang)
            if version is not None:
                notes = Notes(version.file)
                compare(version, article.versions[ORIGINAL], terms, notes)
                faults.extend(notes.faults)
    return sorted(faults)


def load_content(content_dir: Path, languages: Sequence[Language], today: date) -> Content:
    """Read the whole folder. Never raises for bad content: what is wrong stands in `faults`."""
    faults: list[Fault] = []
    articles: dict[str, Article] = {}
    if not content_dir.is_dir():
        faults.append(Fault(content_dir.name, 1, "there is no such folder: give the folder of the articles"))
    for folder in _folders(content_dir, faults):
        article = _load_article(folder, content_dir, languages, today, faults)
        if article:
            articles[article.id] = article
    tags = [language.tag for language in languages]
    urgent = load_urgent(content_dir, tags, faults)
    everyday = load_everyday(content_dir, tags, faults)
    places = load_places(content_dir, faults, today)
    return Content(articles, urgent, everyday, places, tuple(sorted(faults)))


def _folders(content_dir: Path, faults: list[Fault]) -> Iterable[Path]:
    """Article folders by the order of their groups; a folder that is no group is a fault."""
    present = {path.name: path for path in _subfolders(content_dir)}
    for name in sorted(present.keys() - GROUPS.keys() - NO_GROUPS):
        known = ", ".join(GROUPS)
        faults.append(Fault(f"{content_dir.name}/{name}", 1, f"this is no group; the groups are: {known}"))
    for group in GROUPS:
        if group in present:
            yield from _subfolders(present[group])


def _subfolders(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))


def _load_article(
    folder: Path, content_dir: Path, languages: Sequence[Language], today: date, faults: list[Fault]
) -> Article | None:
    name = f"{folder.parent.name}/{folder.name}"
    known = {f"{language.tag}.md" for language in languages}
    for path in sorted(folder.iterdir()):
        if path.name not in known and not path.name.startswith("."):
            faults.append(
                Fault(f"{content_dir.name}/{name}/{path.name}", 1, "this is no language of ours: take it out")
            )
    readings: dict[str, Reading] = {}
    notes: dict[str, Notes] = {}
    for language in languages:
        path = folder / f"{language.tag}.md"
        notes[language.tag] = Notes(f"{content_dir.name}/{name}/{path.name}")
        if path.is_file():
            reading = read_article_file(path, language, notes[language.tag])
            if reading:
                readings[language.tag] = reading
        elif language.tag == ORIGINAL:
            notes[ORIGINAL].error(1, "the English file is missing: write it first")
        else:
            notes[language.tag].due(1, "this language is missing: have the English file translated")
    article = _join(name, readings, notes, today)
    for note in notes.values():
        faults.extend(note.faults)
    return article


def _join(
    name: str, readings: Mapping[str, Reading], notes: Mapping[str, Notes], today: date
) -> Article | None:
    original = readings.get(ORIGINAL)
    if original is None:
        return None
    for lang, reading in readings.items():
        if lang != ORIGINAL:
            _compare(reading, original.version, notes[lang])
    if original.facts is None:
        return None
    _judge_days(original.facts, notes[ORIGINAL], today)
    return Article(
        id=name,
        group=name.partition("/")[0],
        status=original.facts.status,
        places=original.facts.places,
        sources=original.facts.sources,
        reviewed=original.facts.reviewed,
        review_by=original.facts.review_by,
        versions={lang: reading.version for lang, reading in readings.items()},
    )


def _compare(reading: Reading, original: Version, notes: Notes) -> None:
    version = reading.version
    if version.translation and version.translation.follows != original.body_hash:
        notes.due(
            reading.follows_line,
            f"the English text has changed (now {original.body_hash}): "
            "bring the translation up to date, then write this hash after 'follows'",
        )
    elif len(version.pieces) != len(original.pieces):
        notes.error(
            version.pieces[0].line,
            f"{len(version.pieces)} pieces, but the English has {len(original.pieces)}: divide it alike",
        )


def _judge_days(facts: Facts, notes: Notes, today: date) -> None:
    if facts.review_by < today:
        notes.due(
            facts.review_line,
            f"the review was due on {facts.review_by}: check the facts, then renew both days",
        )
    if facts.reviewed > today:
        notes.due(facts.review_line, f"'reviewed' ({facts.reviewed}) lies in the future: correct it")
