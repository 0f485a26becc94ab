"""Invented codes of many people, from a seed: who they are is nobody."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice

from sqlalchemy import Connection, func, insert, select

from bot.features.interviews.matching.keeping import LOTS
from bot.features.interviews.matching.model import LICENCES, SKILLS, Codes, Occupation, Tongue
from bot.features.interviews.matching.tables import candidates, occupations, tongues

FIELDS = {
    "52": 16,
    "61": 12,
    "71": 12,
    "75": 10,
    "91": 10,
    "83": 8,
    "51": 8,
    "23": 6,
    "22": 4,
    "72": 4,
    "25": 2,
}
"""Sub-major groups and how common they are among a hundred people; 8 have another or none."""
COUNTRIES = ("DE", "CA", "IT", "AU", "")
LANGUAGES = ("en", "de", "fr", "it")
MOTHERS = ("ar", "fa", "so", "sw", "uk", "es", "fr")


def crowd(seed: int) -> Iterator[Codes]:
    """Never ends."""
    chance = random.Random(seed)
    while True:
        yield one(chance)


def one(chance: random.Random) -> Codes:
    works = {_unit(chance): None for _ in range(chance.choice((1, 1, 1, 2, 2, 3)))}
    return Codes(
        tuple(
            Occupation(unit, chance.randint(-1, 4), chance.randint(-1, 3), chance.randint(-1, 3))
            for unit in sorted(works)
            if unit
        ),
        tuple(sorted(_tongues(chance), key=lambda tongue: tongue.tag)),
        chance.choice(COUNTRIES),
        chance.choice(COUNTRIES),
        chance.randint(-1, 2),
        chance.randrange(1 << len(LICENCES)) & chance.randrange(1 << len(LICENCES)),
        chance.randint(-1, 1),
    )


def _unit(chance: random.Random) -> str:
    field = chance.choices((*FIELDS, "33", ""), (*FIELDS.values(), 4, 4))[0]
    return f"{field}{chance.randint(1, 4)}{chance.randint(1, 5)}" if field else ""


def _tongues(chance: random.Random) -> list[Tongue]:
    mother = chance.choice(MOTHERS)
    found = [Tongue(mother, 7, 7, 7, 7)]
    for tag in chance.sample(LANGUAGES, chance.choice((0, 1, 1, 2))):
        if tag != mother:
            base = chance.randint(0, 5)
            found.append(Tongue(tag, *(max(0, min(6, base + chance.randint(-1, 1))) for _ in SKILLS)))
    return found


def store(conn: Connection, people: Iterator[Codes], many: int, until: int) -> dict[int, Codes]:
    """So many of them as rows, quickly; by their ids. They belong to nobody, as canaries do."""
    first = 1 + (conn.scalar(select(func.max(candidates.c.id))) or 0)
    stored = dict(enumerate(islice(people, many), first))
    conn.execute(
        insert(candidates),
        [
            {
                "id": id_,
                "person_id": None,
                "lot": id_ * 48_271 % LOTS,  # another for each, in no order
                "lives": codes.lives,
                "wished": codes.wished,
                "travel": codes.travel,
                "licences": codes.licences,
                "nights": codes.nights,
                "active_until": until,
            }
            for id_, codes in stored.items()
        ],
    )
    works = [
        {"candidate_id": id_, "unit": w.unit, "years": w.years, "recent": w.recent, "rating": w.rating}
        for id_, codes in stored.items()
        for w in codes.occupations
    ]
    if works:
        conn.execute(insert(occupations), works)
    spoken = [
        {"candidate_id": id_, "tag": tongue.tag, **{skill: tongue.level(skill) for skill in SKILLS}}
        for id_, codes in stored.items()
        for tongue in codes.tongues
    ]
    if spoken:
        conn.execute(insert(tongues), spoken)
    return stored
