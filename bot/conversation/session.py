"""A session: where a person is, kept apart from what she answered, because the two live differently long.

The place (flows, steps, screens) is kept 30 days; answers that no consent covers go after 30 minutes (D5).
So a session is two small JSON documents, and either may be missing when it is read back.
"""

from __future__ import annotations

from typing import Any

import msgspec

SCREENS_KEPT = 6
TRAIL_KEPT = 6
PLACE_BYTES = 6 * 1024
"""Above this, the oldest positions and screens are given up before their number is reached."""
LEAST_KEPT = 3
SCREEN_DAYS = 30
DAY = 24 * 3600
LOST = "@lost"
"""Stands among a frame's answers where it had some that have lapsed since."""


class Frame(msgspec.Struct, array_like=True, gc=False):
    """One flow that is under way. The flow below it waits until it ends."""

    flow: str
    version: int
    step: str
    place: dict[str, Any] = {}
    interrupts: bool = False
    """It was pushed over a step that waits; that step asks again afterwards."""
    answered: bool = False
    """It held answers when it was stored: without them it may have to begin again."""


class Screen(msgspec.Struct, array_like=True, gc=False):
    """Buttons that were sent out: what each of them meant, and until when it may be pressed (I5)."""

    no: int
    flow: str
    step: str
    ids: tuple[str, ...]
    place: dict[str, Any]
    until: int
    """The last day on which they may be pressed, counted from 1970 UTC: no hour of hers is kept (D2)."""


class Place(msgspec.Struct, omit_defaults=True, gc=False, rename={"screen_no": "n"}):
    """Everything of a session but the answers."""

    lang: str = ""
    hint: str = ""
    stack: list[Frame] = []
    screens: list[msgspec.Raw] = []
    """The last screens, oldest first: written once, read only if a button of theirs is pressed."""
    screen_no: int = 0
    tries: int = 0
    trail: list[msgspec.Raw] = []
    """Earlier positions, oldest first: where 'back' leads."""
    open: bool = False
    """What is hers may be shown to whoever uses the phone now; over after IDLE without use (C10)."""
    away: bool = False
    """The phone lay idle amid something personal: it has to be asked for again (C10)."""
    withdrawn: bool = False
    """The phone lay idle amid first help in danger: it is not shown again unasked (C10)."""


class Session(msgspec.Struct, gc=False):
    """A place, and a dictionary of answers for each frame of its stack."""

    place: Place
    answers: list[dict[str, Any]]

    @property
    def has_answers(self) -> bool:
        return any(self.answers)


_frames_decoder = msgspec.json.Decoder(list[Frame])
_screen_decoder = msgspec.json.Decoder(Screen)
_place_decoder = msgspec.json.Decoder(Place)
_answers_decoder = msgspec.json.Decoder(list[dict[str, Any]])
_encoder = msgspec.json.Encoder()


def new_session() -> Session:
    return Session(Place(), [])


def position(session: Session) -> msgspec.Raw:
    """Where the conversation is now, as the trail keeps it: written once, read only if she goes back."""
    note_answered(session)
    # What a frame has by default is left out: the trail is much of a session, and read over each turn.
    short = [
        frame
        if frame.answered or frame.interrupts or frame.place
        else (frame.flow, frame.version, frame.step)
        for frame in session.place.stack
    ]
    return msgspec.Raw(_encoder.encode(short))


def frames(position: msgspec.Raw) -> list[Frame]:
    """The stack of an earlier position. Raises msgspec.DecodeError for what is none."""
    return _frames_decoder.decode(position)


def keep_screen(place: Place, screen: Screen) -> None:
    """Remember the buttons that are being sent out, and forget the oldest ones."""
    screens = place.screens
    screens.append(msgspec.Raw(_encoder.encode(screen)))
    if len(screens) > SCREENS_KEPT:
        del screens[:-SCREENS_KEPT]


def read_screen(kept: msgspec.Raw) -> Screen | None:
    """The buttons of a screen; None where it is not as this version writes them."""
    try:
        return _screen_decoder.decode(kept)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def note_answered(session: Session) -> None:
    """Note on the frame on top whether it holds answers: before it is stored, and before another covers it.

    Only the flow on top is ever answered, so those below stay as they were noted.
    """
    if session.answers:
        session.place.stack[-1].answered = bool(session.answers[-1])


def encode(session: Session) -> tuple[bytes, bytes | None]:
    """The two documents (place, answers); the second is None where nothing was answered."""
    note_answered(session)
    encoded = _encoder.encode(session.place)
    if len(encoded) > PLACE_BYTES:
        encoded = _small(session.place, encoded)
    return encoded, _encoder.encode(session.answers) if any(session.answers) else None


def _small(place: Place, encoded: bytes) -> bytes:
    """The place without its oldest positions and screens, as far as it has to do without them."""
    while len(encoded) > PLACE_BYTES and max(len(place.trail), len(place.screens)) > LEAST_KEPT:
        longer = place.trail if len(place.trail) > LEAST_KEPT else place.screens
        del longer[0]
        encoded = _encoder.encode(place)
    return encoded


def decode(place: bytes | None, answers: bytes | None) -> Session:
    """Read a session back. Frames whose answers have lapsed have LOST in their place.

    Raises msgspec.DecodeError for bytes that `encode` never wrote.
    """
    if place is None:
        return new_session()
    try:
        session = Session(_place_decoder.decode(place), [])
        kept = _answers_decoder.decode(answers) if answers is not None else []
    except UnicodeDecodeError as error:  # of a text that is decoded late; all else is a DecodeError already
        raise msgspec.DecodeError(str(error)) from None
    if len(kept) == len(session.place.stack):
        session.answers = kept
    else:
        session.answers = [{LOST: True} if frame.answered else {} for frame in session.place.stack]
    return session
