"""The real occupations, read once, and the hundred job words of each language that has them."""

from __future__ import annotations

import pytest

from bot.features.skills.occupations import Occupations
from tests.features.skills.occupations.words_list import ROOT


@pytest.fixture(scope="session")
def occupations() -> Occupations:
    return Occupations.load(ROOT / "content")
