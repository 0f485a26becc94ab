"""What her answers say about a contract."""

from __future__ import annotations

from typing import Any

import pytest

from bot.features.guidance.contracts.model import DANGERS, MAIN, NEEDED, Points, to_read, weigh
from tests.features.guidance.contracts.points import SHIPPED

ALL_THERE: dict[str, Any] = {"paper": "paper", **dict.fromkeys(NEEDED, "yes"), **{g: [] for g in DANGERS}}


def answers(**changed: Any) -> dict[str, Any]:
    return {**ALL_THERE, **changed}


def articles(given: dict[str, Any], withdrawn: str = "") -> list[str]:
    return to_read(weigh(given, SHIPPED), SHIPPED, lambda id: id != withdrawn)


@pytest.mark.parametrize("answer", ["no", "unfound"])
@pytest.mark.parametrize("id", NEEDED)
def test_what_is_not_there_or_not_found_is_missing(id: str, answer: str) -> None:
    weighed = weigh(answers(**{id: answer}), SHIPPED)
    assert (weighed.found, weighed.missing) == ("missing", (id,))
    assert id not in weighed.in_order


@pytest.mark.parametrize(("group", "id"), [(g, id) for g, ids in DANGERS.items() for id in ids])
def test_every_danger_that_is_ticked_counts_and_its_article_comes_first(group: str, id: str) -> None:
    weighed = weigh(answers(**{group: [id]}), SHIPPED)
    assert (weighed.found, weighed.dangers) == ("danger", (id,))
    assert articles(answers(pay="no", **{group: [id]}))[0] == SHIPPED.dangers[id].article


def test_where_nothing_is_wrong_nothing_is_found_and_it_is_not_called_good() -> None:
    weighed = weigh(ALL_THERE, SHIPPED)
    assert weighed.found == "nothing"
    assert weighed.in_order == tuple(SHIPPED.needed)


def test_danger_weighs_more_than_what_is_missing() -> None:
    assert weigh(answers(pay="no", money=["papers"]), SHIPPED).found == "danger"


def test_what_was_skipped_is_neither_there_nor_missing() -> None:
    weighed = weigh(answers(pay=None, freedom=None), SHIPPED)
    assert weighed.skipped == ("pay", "freedom")
    assert not {"pay"} & {*weighed.in_order, *weighed.missing}
    assert weighed.found == "nothing"


def test_who_skips_everything_is_told_nothing() -> None:
    assert weigh({"paper": "paper"}, SHIPPED).found == "unread"
    assert weigh({"paper": "paper", "pay": "yes"}, SHIPPED).found == "nothing"


def test_without_a_paper_everything_is_missing() -> None:
    weighed = weigh({"paper": "no_paper", "money": [], "freedom": [], "signing": []}, SHIPPED)
    assert (weighed.found, weighed.missing) == ("missing", tuple(SHIPPED.needed))


def test_the_gravest_danger_is_shown_first() -> None:
    everything = {group: list(reversed(ids)) for group, ids in DANGERS.items()}
    weighed = weigh(answers(**everything), SHIPPED)
    assert weighed.dangers[:3] == ("shut_in", "penalty", "papers")
    assert set(weighed.dangers) == {id for ids in DANGERS.values() for id in ids}


def test_however_much_is_wrong_the_buttons_stay_eight_with_those_below() -> None:
    wrong = {**dict.fromkeys(NEEDED, "no"), **{group: list(ids) for group, ids in DANGERS.items()}}
    found = articles(answers(**wrong))
    assert len(found) == len(set(found)) == 6
    assert MAIN in found


def test_there_is_something_to_read_even_where_nothing_is_wrong() -> None:
    assert articles(ALL_THERE) == [MAIN]


def test_an_article_that_was_withdrawn_is_not_offered() -> None:
    assert articles(ALL_THERE, withdrawn=MAIN) == []
    assert articles(answers(money=["papers"]), MAIN) == ["rights/passport-kept-by-employer"]


def test_forged_or_unknown_answers_change_nothing() -> None:
    weighed = weigh(answers(money=["wizard", "pay"], pay="perhaps"), SHIPPED)
    assert weighed.dangers == ()
    assert "pay" not in {*weighed.in_order, *weighed.missing, *weighed.skipped}


def test_without_points_nothing_breaks() -> None:
    assert weigh(ALL_THERE, Points()).found == "nothing"
