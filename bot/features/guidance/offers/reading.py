"""Reads content/guidance/offers: signs, official addresses, each language's phrases. Notes every fault."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.features.guidance.offers.addresses import Officials
from bot.features.guidance.offers.model import FLAGS, Flag, Flags
from bot.features.library import BrokenContent, Fault, LateTongues, Matter, Notes, read_matter, read_phrases
from bot.language.languages import LANGUAGES
from bot.language.phrases import Tongue

FOLDER = "guidance/offers"
READ_IN_MESSAGES = (
    "fee",
    "transfer",
    "passport",
    "account",
    "papers",
    "visa",
    "tourist",
    "secret",
    "messenger",
    "first",
    "hurry",
    "easy",
)
"""Signs that phrases tell; the others are asked for, or read off an address."""
MOST_POINTS = 9


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything that offers are held against."""

    flags: Flags = field(default_factory=Flags)
    officials: Officials = field(default_factory=Officials)
    tongues: Mapping[str, Tongue] = field(default_factory=dict)


def read_rules(content_dir: Path, checked: bool = False) -> Rules:
    """The rules of all shipped languages. Raises BrokenContent with every fault.

    `checked`: nobody has changed the content since it was; then phrases are read when they are needed.
    """
    faults: list[Fault] = []
    rules = load_rules(content_dir, () if checked else LANGUAGES, faults)
    if any(fault.level == "error" for fault in faults):
        raise BrokenContent(faults)
    if checked:
        return replace(rules, tongues=LateTongues(LANGUAGES, lambda lang: _tongue(content_dir, lang)))
    return rules


def _tongue(content_dir: Path, lang: str) -> Tongue:
    faults: list[Fault] = []
    found = load_rules(content_dir, (lang,), faults).tongues
    if lang not in found:
        raise BrokenContent(faults)
    return found[lang]


def faults_of(content_dir: Path) -> list[Fault]:
    """Every fault, for `rafiq content check`."""
    faults: list[Fault] = []
    load_rules(content_dir, LANGUAGES, faults)
    return faults


def load_rules(content_dir: Path, languages: Iterable[str], faults: list[Fault]) -> Rules:
    """All files of the folder. Never raises for bad content: what is wrong is added to `faults`."""
    flags, officials = Flags(), Officials()
    matter, notes = _file(content_dir, "flags")
    if matter is not None:
        flags = _flags(matter)
    faults += notes.faults
    matter, notes = _file(content_dir, "addresses")
    if matter is not None:
        officials = _officials(matter)
    faults += notes.faults
    tongues = {}
    for lang in languages:
        matter, notes = _file(content_dir, lang)
        if matter is not None:
            tongues[lang] = read_phrases(matter, READ_IN_MESSAGES)
        faults += notes.faults
    return Rules(flags, officials, tongues)


def _file(content_dir: Path, name: str) -> tuple[Matter | None, Notes]:
    path = content_dir / FOLDER / f"{name}.yaml"
    notes = Notes(f"{content_dir.name}/{FOLDER}/{path.name}")
    if path.is_file():
        return read_matter(path.read_text(encoding="utf-8"), 0, notes), notes
    notes.error(1, "the file is missing: offers cannot be checked without it")
    return None, notes


def _flags(matter: Matter) -> Flags:
    levels, part = matter.part("levels"), matter.part("flags")
    matter.close()
    if levels is None or part is None:
        return Flags()
    some = levels.number("some", 1, MOST_POINTS) or 1
    many = levels.number("many", 1, MOST_POINTS) or some
    levels.close()
    if some > many:
        levels.notes.error(levels.line("some"), "'some' must not be more than 'many'")
    found = {}
    for id in FLAGS:
        flag = part.part(id)
        if flag is not None:
            found[id] = _flag(id, flag)
    part.close()
    return Flags(found, some, many)


def _flag(id: str, part: Matter) -> Flag:
    points = part.number("points", 1, MOST_POINTS)
    if points is None:
        part.notes.error(
            part.line("points"), f"'points' is missing or wrong: a number from 1 to {MOST_POINTS}"
        )
    warns = part.choice("warns", ("yes", "no")) if "warns" in part else ""
    flag = Flag(id, points or 1, warns, part.texts("articles"), part.texts("sources", 1))
    part.close()
    return flag


def _officials(matter: Matter) -> Officials:
    hosts = {}
    for one in matter.parts("official"):
        host = one.text("host")
        if "." not in host or host != host.lower() or "/" in host:
            one.notes.error(one.line("host"), f"'{host}' must be a plain host name, such as unhcr.org")
        hosts[host] = one.texts("names")
        one.close()
    officials = Officials(hosts, frozenset(matter.texts("free_mail", 1)))
    matter.close()
    return officials
