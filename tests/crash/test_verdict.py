"""The judge of a crash trial finds each kind of fault."""

from __future__ import annotations

from tests.crash.phases import BEFORE_COMMIT, BEFORE_MARK, BEFORE_SEND
from tests.crash.platform import Platform, Shown
from tests.crash.verdict import Kill, Verdict, judge


def verdict_on(
    *shown: Shown, kills: tuple[Kill, ...] = (), acknowledged: int = 0, by_hand: int = 0
) -> Verdict:
    platform = Platform(chats=1, seed=1)
    platform.shown.extend(shown)
    platform.acknowledged.update((0, number) for number in range(1, acknowledged + 1))
    return judge(platform, list(kills), by_hand)


def killed(sends_in_flight: int = 1, unanswered: frozenset[tuple[int, int]] = frozenset()) -> Kill:
    return Kill(0, 12, sends_in_flight, frozenset({0}), unanswered)


def test_answers_in_order_one_each_are_clean() -> None:
    assert verdict_on(Shown(0, 1, 1, 0, 0), Shown(0, 2, 2, 0, 0), acknowledged=2).clean


def test_what_was_acknowledged_and_never_answered_is_lost() -> None:
    assert verdict_on(Shown(0, 1, 1, 0, 0), acknowledged=2).lost == [(0, 2)]


def test_an_effect_that_happened_twice_is_found() -> None:
    assert verdict_on(Shown(0, 1, 1, 0, 0), Shown(0, 1, 2, 1, 1)).wrong_effects == [0]
    assert verdict_on(Shown(0, 1, 1, 0, 0), Shown(0, 2, 3, 0, 0)).wrong_effects == [0]


def test_answers_in_another_order_are_found() -> None:
    assert verdict_on(Shown(0, 2, 2, 0, 0), Shown(0, 1, 1, 0, 0)).out_of_order == [0]
    by_hand = Shown(0, 1, 1, 0, 2)
    assert verdict_on(Shown(0, 2, 2, 0, 0), by_hand).out_of_order == []


def test_a_repeat_is_allowed_for_what_was_in_flight_and_no_more() -> None:
    twice = (Shown(0, 1, 1, 0, 0), Shown(0, 1, 1, 0, 1))
    assert verdict_on(*twice, kills=(killed(sends_in_flight=1),)).clean
    assert not verdict_on(*twice, kills=(killed(sends_in_flight=0),)).clean
    two = (*twice, Shown(0, 2, 2, 0, 0), Shown(0, 2, 2, 0, 1))
    assert not verdict_on(*two, kills=(killed(sends_in_flight=9),)).clean  # two of one chat


def test_a_third_time_is_allowed_only_by_hand() -> None:
    thrice = tuple(Shown(0, 1, 1, 0, life) for life in range(3))
    assert not verdict_on(*thrice).clean
    assert verdict_on(*thrice, by_hand=1).clean


def test_kills_are_counted_by_where_they_fell() -> None:
    unanswered = frozenset({(0, 1)})
    marked = verdict_on(Shown(0, 1, 1, 0, 0), Shown(0, 1, 1, 0, 1), kills=(killed(),))
    assert dict(marked.places) == {BEFORE_MARK: 1}
    sent = verdict_on(Shown(0, 1, 1, 0, 1), kills=(killed(unanswered=unanswered),))
    assert dict(sent.places) == {BEFORE_SEND: 1}
    committed = verdict_on(Shown(0, 1, 1, 1, 1), kills=(killed(unanswered=unanswered),))
    assert dict(committed.places) == {BEFORE_COMMIT: 1}
