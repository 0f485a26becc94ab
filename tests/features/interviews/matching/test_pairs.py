"""Fifty labelled pairs: the expected person stands on the first page of ten for nine vacancies in ten."""

from __future__ import annotations

import pytest

from bot.features.interviews.matching import weights
from bot.features.interviews.matching.ranking import ranked
from bot.store.database import Store
from tests.features.interviews.matching.crowd import store as put
from tests.features.interviews.matching.pool import around, pairs

WANTED_SHARE = 0.9


async def found(store: Store) -> list[bool]:
    """For each pair, whether the expected profile is on the first page among all 300."""
    labelled = pairs()
    pool = [codes for _, codes in labelled] + around()
    ids = list(await store.write(lambda conn: put(conn, iter(pool), len(pool), 2**40)))
    shown = [
        {one.id for one in await store.read(lambda conn: ranked(conn, wanted, 0))}  # noqa: B023
        for wanted, _ in labelled
    ]
    return [ids[at] in page for at, page in enumerate(shown)]


async def test_C8_the_expected_person_is_on_the_first_page_for_nine_in_ten(store: Store) -> None:
    hits = await found(store)
    assert len(hits) == 50
    assert sum(hits) >= WANTED_SHARE * len(hits), [at for at, hit in enumerate(hits) if not hit]


async def test_without_weights_they_are_not(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control of the test above: the same field of work first, but only lots within it."""
    for name, weight in vars(weights).items():
        if name.isupper():
            monkeypatch.setattr(weights, name, 0 if isinstance(weight, int) else (1,) * len(weight))
    hits = await found(store)
    assert sum(hits) < WANTED_SHARE * len(hits)
