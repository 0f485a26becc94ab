"""From a profile to the codes that matching needs: no words of hers, no name, no family (D1, E3)."""

from __future__ import annotations

from collections.abc import Iterable

from bot.features.interviews.matching.model import (
    MOTHER_TONGUE,
    RECENT,
    SKILLS,
    TRAVEL,
    UNIT,
    UNSAID,
    YEARS,
    Codes,
    Occupation,
    Tongue,
    licence_set,
)
from bot.features.skills import CEFR, Job, Profile, level
from bot.features.skills import Tongue as Spoken


def codes_of(profile: Profile) -> Codes:
    """What can be compared of a profile. Work without a code of ISCO-08 cannot be, and is left out."""
    answers = profile.answers
    return Codes(
        occupations=tuple(_occupations(profile.jobs)),
        tongues=_tongues(profile.tongues),
        lives=_country(answers.get("lives")),
        wished=_country(answers.get("countries")),
        travel=_index(TRAVEL, answers.get("travel")),
        licences=licence_set(answers.get("licences")),
        nights=_index(("no", "yes"), answers.get("nights")),
    )


def _occupations(jobs: Iterable[Job]) -> list[Occupation]:
    """One a unit group: of two jobs of the same one, the better of each answer."""
    found: dict[str, Occupation] = {}
    for job in jobs:
        if len(job.code) != UNIT:
            continue
        before = found.get(job.code, Occupation(job.code))
        found[job.code] = Occupation(
            job.code,
            max(before.years, _index(YEARS, job.years)),
            max(before.recent, _index(RECENT, job.recent)),
            max(before.rating, *job.ratings.values(), UNSAID),
        )
    return [found[unit] for unit in sorted(found)]


def _tongues(spoken: Iterable[Spoken]) -> tuple[Tongue, ...]:
    known = {one.tag: _tongue(one) for one in spoken}
    return tuple(known[tag] for tag in sorted(known))


def _tongue(spoken: Spoken) -> Tongue:
    if spoken.mother:
        return Tongue(spoken.tag, *(MOTHER_TONGUE for _ in SKILLS))
    names = (level(spoken.known.get(skill, {})) for skill in SKILLS)
    return Tongue(spoken.tag, *(CEFR.index(name) + 1 if name else 0 for name in names))


def _index(names: tuple[str, ...], answer: object) -> int:
    return names.index(answer) if isinstance(answer, str) and answer in names else UNSAID


def _country(answer: object) -> str:
    code = answer if isinstance(answer, str) else ""
    return code if len(code) == 2 and code.isascii() and code.isupper() else ""
