"""For each invented person the way and the day that the facts give."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.features.guidance.family.model import STATUSES, WHO, Case, timing
from tests.features.guidance.family.shipped import TODAY, case, rules

PEOPLE = yaml.safe_load((Path(__file__).parent / "people.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "person", PEOPLE, ids=lambda p: "-".join(str(p.get(k, "")) for k in ("who", "country", "status", "since"))
)
def test_the_way_and_the_day(person: dict[str, Any]) -> None:
    asked = case(person["who"], person["country"], person["status"], person.get("since"))
    rule = rules().of(asked.country, asked.status, asked.who)
    when = timing(rule, asked)
    assert (rule.way, when.kind, when.day) == (person["way"], person["kind"], person.get("day"))


def test_every_way_has_a_person() -> None:
    assert {rule.way for rule in rules().rules} == {person["way"] for person in PEOPLE}


@pytest.mark.parametrize(("status", "who"), tuple(product(STATUSES, WHO)))
@pytest.mark.parametrize("country", ["", "DE", "DK", "ES", "JP", "US"])
def test_everybody_has_a_rule_a_source_something_to_read_and_papers(
    country: str, status: str, who: str
) -> None:
    rule = rules().of(country, status, who)
    assert rule.sources
    assert rule.articles
    assert rules().papers_for(status, who)


def test_only_a_country_s_own_rule_or_a_bound_one_gives_a_last_day() -> None:
    """Nobody elsewhere is told a day that no source gives."""
    for rule in rules().rules:
        assert rule.limit is None or "any" not in rule.where


def test_the_directive_does_not_bind_denmark_and_ireland() -> None:
    assert len(rules().bound) == 25
    assert not rules().bound & {"DK", "IE", "GB", "CH", "NO"}


@pytest.mark.parametrize(
    ("who", "paper", "wanted"),
    [
        ("spouse", "marriage", True),
        ("children", "marriage", False),
        ("both", "births", True),
        ("parents", "births", False),
        ("child", "income", False),
        ("child", "own_birth", True),
    ],
)
def test_papers_are_those_of_the_relatives(who: str, paper: str, wanted: bool) -> None:
    ids = {one.id for one in rules().papers_for("unknown", who)}
    assert (paper in ids) is wanted


@given(
    st.sampled_from(WHO),
    st.sampled_from(["", "DE", "KE"]),
    st.sampled_from(STATUSES),
    st.one_of(st.none(), st.dates(date(1990, 1, 1), TODAY)),
)
def test_a_case_survives_being_a_word(who: str, country: str, status: str, since: date | None) -> None:
    asked = case(who, country, status, since)
    assert Case.read(str(asked)) == asked


@pytest.mark.parametrize(
    "word", ["", "spouse", "cousin/DE/refugee//2026-12-01", "spouse/DE/king//2026-12-01"]
)
def test_another_word_is_no_case(word: str) -> None:
    with pytest.raises(ValueError):
        Case.read(word)


@given(st.dates(date(2020, 1, 1), TODAY))
def test_a_last_day_is_due_until_it_is_over(since: date) -> None:
    asked = case("spouse", "DE", "refugee", since)
    when = timing(rules().of("DE", "refugee", "spouse"), asked)
    assert when.day is not None
    assert when.kind == ("due" if when.day >= TODAY else "over")
