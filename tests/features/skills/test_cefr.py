"""A level is found by at most three questions a skill, and never by asking for its letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.skills import cefr
from bot.features.skills.profile import CEFR, SKILLS


@pytest.mark.parametrize("true", range(len(CEFR) + 1))
def test_every_level_is_found_in_three_questions(true: int) -> None:
    """`true`: how many levels she has."""
    known: dict[str, dict[str, bool]] = {}
    asked = 0
    while (question := cefr.next_question(known)) is not None:
        skill, level = question
        assert level not in known.get(skill, {}), "asked twice"
        known.setdefault(skill, {})[level] = CEFR.index(level) < true
        asked += 1
    assert asked <= 3 * len(SKILLS)
    assert {skill: cefr.level(known[skill]) for skill in SKILLS} == dict.fromkeys(
        SKILLS, CEFR[true - 1] if true else ""
    )


@given(st.dictionaries(st.sampled_from(SKILLS), st.dictionaries(st.sampled_from(CEFR), st.booleans())))
def test_answers_that_contradict_each_other_end_too(known: dict[str, dict[str, bool]]) -> None:
    for _ in range(3 * len(SKILLS) + 1):
        question = cefr.next_question(known)
        if question is None:
            break
        skill, level = question
        assert level not in known.get(skill, {})
        known.setdefault(skill, {})[level] = True
    assert cefr.next_question(known) is None
    assert all(cefr.level(known.get(skill, {})) in ("", *CEFR) for skill in SKILLS)


def test_no_statement_names_a_level() -> None:
    texts = [text.msg for levels in cefr.STATEMENTS.values() for text in levels.values()]
    assert len(texts) == len(set(texts)) == len(SKILLS) * len(CEFR)
    assert not [text for text in texts if any(level in text for level in CEFR)]
