"""The labelled pairs, and some 250 invented profiles around them, made from a seed."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from bot.features.interviews.matching.codes import codes_of
from bot.features.interviews.matching.model import SKILLS, Codes, Tongue, Wanted
from bot.features.skills import CEFR, Job, Profile
from bot.features.skills import Tongue as Spoken
from bot.features.skills.profile import LEVELS
from tests.features.interviews.matching.crowd import FIELDS

PAIRS = Path(__file__).with_name("pairs.yaml")
UNITS = Path(__file__).parents[4] / "content" / "occupations" / "core.yaml"
AROUND = 250
SEED = 20261122


def pairs() -> list[tuple[Wanted, Codes]]:
    """Each vacancy with the profile that should be on its first page."""
    rows = yaml.safe_load(PAIRS.read_text(encoding="utf-8"))
    return [(_wanted(at, row), codes_of(_profile(row["who"]))) for at, row in enumerate(rows)]


def _wanted(at: int, row: Mapping[str, Any]) -> Wanted:
    return Wanted(
        f"vacancy {at}",
        "organisation",
        row["isco"],
        row["country"],
        tuple(_need(tag, CEFR.index(level) + 1) for tag, level in row["needs"].items()),
        row["years"],
        tuple(row.get("licences", ())),
        row.get("travel", False),
        row.get("nights", False),
    )


def _need(tag: str, level: int) -> Tongue:
    return Tongue(tag, level, level, level - 1, level - 1)


def _profile(who: Mapping[str, Any]) -> Profile:
    """As the chat would have kept it."""
    answers = {
        "countries": who["wished"],
        **{k: who[k] for k in ("travel", "licences", "nights") if k in who},
    }
    return Profile(
        [
            Job("", unit, {"0": LEVELS.index(rating)}, years, recent)
            for unit, years, recent, rating in who["jobs"]
        ],
        [_spoken(tag, level) for tag, level in who["languages"].items()],
        answers,
    )


def _spoken(tag: str, level: str) -> Spoken:
    if level == "mother":
        return Spoken(tag, mother=True)
    at = CEFR.index(level)
    known = {name: number <= at for number, name in enumerate(CEFR)}
    return Spoken(tag, known=dict.fromkeys(SKILLS, known))


def around() -> list[Codes]:
    """People of the usual fields of work, in units that really exist."""
    units = yaml.safe_load(UNITS.read_text(encoding="utf-8"))["unit"]
    chance = random.Random(SEED)
    return [codes_of(_profile(_anyone(chance, units))) for _ in range(AROUND)]


def _anyone(chance: random.Random, units: Mapping[str, list[str]]) -> dict[str, Any]:
    fields = chance.choices(list(FIELDS), list(FIELDS.values()), k=chance.choice((1, 1, 2)))
    languages = {chance.choice(("ar", "fa", "so", "sw", "uk", "es", "fr")): "mother"}
    for tag in chance.sample(("en", "de", "fr", "it"), chance.choice((0, 1, 1, 2))):
        languages.setdefault(tag, chance.choice(CEFR[:4]))
    return {
        "jobs": [
            [
                chance.choice(units[field]),
                chance.choice(("under_1", "one_two", "three_five", "six_ten", "over_ten")),
                chance.choice(("longer", "five_years", "two_years", "now")),
                chance.choice(LEVELS),
            ]
            for field in fields
        ],
        "languages": languages,
        "wished": chance.choice(("DE", "CA", "IT", "AU", "FR", "", "")),
        "travel": chance.choice(("yes", "in_progress", "no")),
        "licences": chance.choice(([], ["car"], ["car", "lorry"], ["forklift"])),
        "nights": chance.choice(("yes", "no")),
    }
