"""Invented people, written from the facts, and what each has to be told of a way: people/WAY.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.features.guidance.pathways.model import ASKED, VERDICTS, Verdict
from tests.features.guidance.pathways.finders import finder, library, rules, weighed

PEOPLE = Path(__file__).parent / "people"
FEWEST = 5


def _table(way: str) -> dict[Verdict, list[dict[str, str]]]:
    # Texts only: to other loaders the country NO would be False.
    read: Any = yaml.load((PEOPLE / f"{way}.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return {verdict: read[verdict] for verdict in VERDICTS}


WAYS = sorted(file.stem for file in PEOPLE.glob("*.yaml"))
ROWS = [
    (way, verdict, person) for way in WAYS for verdict, people in _table(way).items() for person in people
]


@pytest.mark.parametrize(("way", "verdict", "person"), ROWS, ids=lambda part: str(part)[:60])
def test_each_person_is_told_what_the_facts_say(way: str, verdict: Verdict, person: dict[str, str]) -> None:
    given = {name: value for name, value in person.items() if name not in ("who", "why")}
    assert given.keys() <= ASKED.keys()
    told = weighed(way, given)
    assert told is not None
    assert (told.verdict, told.need.id if told.need else "") == (verdict, person.get("why", ""))


def test_every_way_has_its_people() -> None:
    assert set(WAYS) == set(rules())


@pytest.mark.parametrize("way", WAYS)
def test_five_people_for_each_verdict_that_a_way_can_have(way: str) -> None:
    table = _table(way)
    for verdict in _possible(way):
        assert len(table[verdict]) >= FEWEST, verdict
    assert {verdict for verdict in VERDICTS if table[verdict]} == _possible(way)


def _possible(way: str) -> set[Verdict]:
    """A scheme that has ended is a no for all; a need that no answer meets keeps a way from yes."""
    status = library().status(rules()[way].article)
    if status is not None and status.state == "closed":
        return {"no"}
    never = any(not need.met for need in rules()[way].needs)
    return {"no", "maybe"} if never else {"no", "maybe", "yes"}


def test_somebody_who_answers_nothing_is_told_no_yes_and_never_nothing() -> None:
    found = finder().weigh({})
    assert found
    assert "yes" not in {one.verdict for one in found}
