"""A session: where a person is, kept apart from what she answered, because the two live differently long.

The place (flows, steps, screens) is kept 30 days; answers that no consent covers go after 30 minutes (D5).
So a session is two small JSON documents, and either may be missing when it is read back.
"""

from __future__ import annotations

from typing import Any

import msgspec

SCREENS_KEPT = 8
TRAIL_KEPT = 8
SCREEN_SECONDS = 30 * 24 * 3600


class Frame(msgspec.Struct, array_like=True):
    """One flow that is under way. The flow below it waits until it ends."""

    flow: str
    version: int
    step: str
    place: dict[str, Any] = {}
    interrupts: bool = False
    """It was pushed over a step that waits; that step asks again afterwards."""
    answered: bool = False
    """It held answers when it was stored: without them it has to begin again."""


class Screen(msgspec.Struct, array_like=True):
    """Buttons that were sent out: what each of them meant, and until when it may be pressed (I5)."""

    no: int
    flow: str
    step: str
    ids: tuple[str, ...]
    place: dict[str, Any]
    until: int


class Place(msgspec.Struct, omit_defaults=True, rename={"screen_no": "n"}):
    """Everything of a session but the answers."""

    lang: str = ""
    hint: str = ""
    stack: list[Frame] = []
    screens: list[Screen] = []
    screen_no: int = 0
    tries: int = 0
    trail: list[list[Frame]] = []
    """Earlier positions, oldest first: where 'back' leads."""


class Session(msgspec.Struct):
    """A place, and a dictionary of answers for each frame of its stack."""

    place: Place
    answers: list[dict[str, Any]]

    @property
    def has_answers(self) -> bool:
        return any(self.answers)


_place_decoder = msgspec.json.Decoder(Place)
_answers_decoder = msgspec.json.Decoder(list[dict[str, Any]])
_encoder = msgspec.json.Encoder()


def new_session() -> Session:
    return Session(Place(), [])


def encode(session: Session) -> tuple[bytes, bytes | None]:
    """The two documents (place, answers); the second is None where nothing was answered."""
    for frame, answers in zip(session.place.stack, session.answers, strict=True):
        frame.answered = bool(answers)
    return _encoder.encode(session.place), _encoder.encode(session.answers) if session.has_answers else None


def decode(place: bytes | None, answers: bytes | None) -> Session:
    """Read a session back. Flows whose answers have lapsed lose their frames' `answered` to the caller.

    Raises msgspec.DecodeError for bytes that `encode` never wrote.
    """
    if place is None:
        return new_session()
    session = Session(_place_decoder.decode(place), [])
    kept = _answers_decoder.decode(answers) if answers is not None else []
    if len(kept) == len(session.place.stack):
        session.answers = kept
    else:
        session.answers = [{} for _ in session.place.stack]
    return session


def lapsed(session: Session) -> int | None:
    """The index of the lowest frame whose answers are gone, or None where nothing is missing."""
    for index, frame in enumerate(session.place.stack):
        if frame.answered and not session.answers[index]:
            return index
    return None
