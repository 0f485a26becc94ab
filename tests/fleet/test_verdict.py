"""The negative controls: a fleet that missed, repeated, lost or mixed up would be found out."""

from __future__ import annotations

from tests.fleet.platform import Platform, Shown
from tests.fleet.verdict import Trouble, Verdict, judge

KILL = Trouble("kill", frozenset({1}), 9.0, 10.0, frozenset({0}))


def verdict(*shown: Shown, accepted: int = 0, trouble: Trouble = KILL) -> Verdict:
    platform = Platform(1)
    platform.shown = list(shown)
    platform.accepted[0] = accepted
    return judge(platform, [0], "b", [trouble])


GOT = Shown(0, "broadcast b", 2, 1.0)
ONE, TWO = Shown(0, "0:1:1", 2, 2.0), Shown(0, "0:2:2", 2, 3.0)


def test_what_is_right_is_clean() -> None:
    found = verdict(GOT, ONE, TWO, accepted=2)
    assert found.clean
    assert found.repeats == 0
    assert found.most_in_a_second == 1


def test_A10_a_recipient_who_was_missed_is_found() -> None:
    assert verdict(ONE, accepted=1).missed == [0]


def test_M1_an_accepted_message_without_an_answer_is_found() -> None:
    assert verdict(GOT, ONE, accepted=2).lost == ["0:2"]


def test_M3_an_answer_that_overtakes_is_found() -> None:
    assert verdict(GOT, TWO, ONE, accepted=2).out_of_order == [0]


def test_M2_an_effect_that_happened_twice_is_found() -> None:
    assert verdict(GOT, Shown(0, "0:1:2", 2, 2.0), accepted=1).wrong_effects == ["0:1:2"]


def test_M12_a_repeat_needs_a_kill_that_cut_it_off_and_one_is_allowed_for_it() -> None:
    cut = Shown(0, "0:1:1", 1, 9.5)
    again = Shown(0, "0:1:1", 2, 11.0)
    assert verdict(GOT, cut, again, accepted=1).clean
    assert not verdict(GOT, Shown(0, "0:1:1", 2, 9.5), again, accepted=1).clean  # by another process
    assert not verdict(GOT, Shown(0, "0:1:1", 1, 5.0), again, accepted=1).clean  # long before
    second = [Shown(0, "0:2:2", 1, 9.8), Shown(0, "0:2:2", 2, 11.5)]
    assert not verdict(GOT, cut, again, *second, accepted=2).clean  # two of one chat


def test_M12_a_repeat_to_somebody_whose_message_was_marked_before_the_kill_is_found() -> None:
    cut, again = Shown(0, "0:1:1", 1, 9.5), Shown(0, "0:1:1", 2, 11.0)
    others = Trouble("kill", frozenset({1}), 0.0, 10.0, frozenset({7}))
    assert not verdict(GOT, cut, again, accepted=1, trouble=others).clean
    unknown = Trouble("restart of the database", frozenset({1}), 9.0, 10.0)
    assert verdict(GOT, cut, again, accepted=1, trouble=unknown).clean
