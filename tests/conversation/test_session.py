"""A session as bytes: small, the same after reading back, and aware of answers that have lapsed."""

from __future__ import annotations

import msgspec
import pytest

from bot.conversation.session import (
    LOST,
    PLACE_BYTES,
    Frame,
    Place,
    Screen,
    Session,
    decode,
    encode,
    frames,
    position,
    read_screen,
)


def session(*, answers: dict[str, str], size: int = 0, kept: int = 0) -> Session:
    """A form above the menu, with `kept` positions and screens of about `size` bytes each."""
    place = {"items": "x" * size}
    stack = [Frame("menu", 1, "menu"), Frame("test", 1, "work")]
    trail = [
        position(Session(Place(stack=[Frame(f"old{number}", 1, "step", dict(place))]), [{}]))
        for number in range(kept)
    ]
    screens = [
        msgspec.Raw(msgspec.json.encode(Screen(number, "old", "step", ("a", "b"), dict(place), 20_000)))
        for number in range(kept)
    ]
    return Session(Place("ar", "ar", stack, screens, kept, 0, trail), [{}, dict(answers)])


def test_it_is_the_same_after_reading_back() -> None:
    place, answers = encode(session(answers={"work": "خباز"}, size=20, kept=3))
    back = decode(place, answers)
    assert back.answers == [{}, {"work": "خباز"}]
    assert frames(back.place.trail[2])[0].place == {"items": "x" * 20}
    assert encode(back) == (place, answers)


def test_a_position_is_the_same_after_reading_back_and_as_short_as_can_be() -> None:
    stack = [
        Frame("menu", 3, "menu"),
        Frame("guides", 1, "pick", {"page": 2}),
        Frame("help", 1, "who", {}, True),
    ]
    kept = position(Session(Place(stack=stack), [{}, {}, {"age": 7}]))
    assert frames(kept) == [*stack[:2], Frame("help", 1, "who", {}, True, True)]
    assert bytes(kept).startswith(b'[["menu",3,"menu"],["guides",1,"pick",{"page":2},false,false],')


def test_without_answers_there_is_nothing_to_lapse() -> None:
    place, answers = encode(session(answers={}))
    assert answers is None
    assert decode(place, None).answers == [{}, {}]


def test_D5_a_frame_whose_answers_have_lapsed_knows_it_until_it_ends() -> None:
    place, _ = encode(session(answers={"work": "baker"}))
    lapsed = decode(place, None)
    assert lapsed.answers == [{}, {LOST: True}]
    assert decode(*encode(lapsed)).answers == [{}, {LOST: True}]
    again, _ = encode(lapsed)
    assert decode(again, None).answers == [{}, {LOST: True}]


def test_answers_of_another_place_are_not_taken() -> None:
    place, _ = encode(session(answers={"work": "baker"}))
    assert decode(place, b'[{"work":"cook"}]').answers == [{}, {LOST: True}]


@pytest.mark.parametrize("kept", [3, 6, 12])
def test_a_long_way_back_gives_up_its_oldest_part(kept: int) -> None:
    place, _ = encode(session(answers={}, size=700, kept=kept))
    assert len(place) <= PLACE_BYTES
    back = decode(place, None).place
    assert len(back.trail) >= 3
    assert frames(back.trail[-1])[0].flow == f"old{kept - 1}"
    newest = read_screen(back.screens[-1])
    assert newest is not None
    assert newest.no == kept - 1


@pytest.mark.parametrize("kept", [b"[]", b"{}", b"null", b'["1","menu"]', b'[1,"menu","\xff",[],{},20000]'])
def test_a_screen_that_was_never_written_is_none(kept: bytes) -> None:
    assert read_screen(msgspec.Raw(kept)) is None


def test_what_is_needed_to_go_on_is_never_given_up() -> None:
    place, _ = encode(session(answers={}, size=3000, kept=6))
    back = decode(place, None).place
    assert len(back.stack) == 2
    assert (len(back.trail), len(back.screens)) == (3, 3)


@pytest.mark.parametrize(
    ("place", "answers"),
    [
        (b"", None),
        (b"[]", None),
        (b"null", None),
        (b'{"stack":[["menu"]]}', None),
        (b'{"stack":3}', None),
        (b'{"lang":"\x80"}', None),
        (b"{}", b"{"),
        (b"{}", b'[{"work":"\xff"}]'),
    ],
)
def test_bytes_that_were_never_written_are_refused(place: bytes, answers: bytes | None) -> None:
    with pytest.raises(msgspec.DecodeError):
        decode(place, answers)
