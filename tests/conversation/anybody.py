"""Anybody, doing anything: moves made up by hypothesis, on the real flows, over real bytes of sessions."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from sqlalchemy import Connection

from bot.conversation.messages import Found, Incoming, Outgoing
from bot.conversation.session import Session, decode, encode
from bot.delivery.persons import ANSWERS_LIFE, PLACE_LIFE
from bot.delivery.ports import PersonState, TurnResult
from bot.language.languages import LANGUAGES
from bot.mind import Mind
from bot.rehearsal import BEGINNING, empty_database, meet
from tests.minds import shared_mind

SIGNS = (
    "menu",
    "back",
    "language",
    "stop",
    "human",
    "help",
    "delete",
    "pin",
    "profile",
    "interviews",
    "start",
    "nowhere",
    "",
)
PHRASES = (
    "1", "٢", "۳", "9", "menu", "Back", "رجوع", "Delete me", "stop", "English", "عربي", "so", "passport",
    "my boss locked me in, he wants to kill me", "يريد ان يقتلني", "can my employer keep my passport?",
    "who pays for getting me a job abroad", "I worked 3 years, can I go to Canada?", "family", "{operator}",
    "\u202eevil\u2066", "\x00", "👩‍👩‍👧", "None", "@menu", "%s {0} $text", "A" * 4096,
)  # fmt: skip
PAYLOADS = ("", "rights_status-kept", "rights_nothing", "../..", "human", "9" * 64)
WAITS = (1, 90, ANSWERS_LIFE + 60, 3 * 86_400, PLACE_LIFE + 86_400)


@dataclass(frozen=True)
class Move:
    """What somebody does next: an `Incoming`, seconds to wait before it, or a button of those sent so far."""

    incoming: Incoming | None = None
    wait: int = 0
    pressed: int | None = None
    found: bool = True
    """False: nobody searched for her text before the turn."""


def texts() -> SearchStrategy[str]:
    return st.one_of(st.sampled_from(PHRASES), st.text(max_size=80))


def moves() -> SearchStrategy[Move]:
    forged = st.one_of(
        st.text(max_size=30),
        st.builds("{}.{}".format, st.integers(0, 2_000_000), st.integers(-2, 12)),
        st.builds("{}.{}".format, st.just(3), st.sampled_from(SIGNS)),
    )
    hints = st.sampled_from(["", *LANGUAGES, "xx", "zh-Hant-TW", "ar_EG"])
    return st.one_of(
        st.builds(Move, pressed=st.integers(0, 11)),
        st.builds(Move, pressed=st.integers(0, 11)),
        st.builds(Move, pressed=st.integers(12, 400)),
        st.builds(Move, st.builds(Incoming, st.just("text"), texts(), hint=hints), found=st.booleans()),
        st.builds(
            Move, st.builds(Incoming, st.just("command"), st.sampled_from(SIGNS) | texts(), hint=hints)
        ),
        st.builds(Move, st.builds(Incoming, st.just("start"), st.sampled_from(PAYLOADS) | texts())),
        st.builds(Move, st.builds(Incoming, st.just("press"), button=forged)),
        st.sampled_from(
            [Move(Incoming("open")), Move(Incoming("other", "photo")), Move(Incoming("due", "x"))]
        ),
        st.builds(Move, wait=st.sampled_from(WAITS)),
    )


@cache
def mind() -> Mind:
    return shared_mind()


@cache
def database() -> Connection:
    return empty_database()


@dataclass
class Anybody:
    """A person of the platform's language `hint`, and where she is."""

    hint: str = ""
    now: float = BEGINNING
    seen_at: float = BEGINNING
    state: PersonState = field(default_factory=lambda: PersonState("p", "console", None, None, None))
    buttons: list[str] = field(default_factory=list)
    """All that were ever sent, newest first."""
    said: list[Outgoing] = field(default_factory=list)

    def does(self, move: Move) -> TurnResult | None:
        self.now += move.wait
        incoming = move.incoming
        if move.pressed is not None:
            button = self.buttons[move.pressed % len(self.buttons)] if self.buttons else "1.0"
            incoming = Incoming("press", button=button, message="m")
        return None if incoming is None else self.turn(incoming, searched=move.found)

    def turn(self, incoming: Incoming, *, searched: bool = True) -> TurnResult:
        """One turn on what is still kept of her after the time that has passed (D5)."""
        kept, idle = self.state, self.now - self.seen_at
        place = kept.place if idle < PLACE_LIFE else None
        answers = kept.answers if idle < ANSWERS_LIFE else None
        state = PersonState("p", "console", kept.lang, place, answers, int(self.seen_at))
        found = self._found(incoming) if searched else None
        meet(database(), mind().keys, "p")
        result = mind().turns.run(database(), state, incoming, found, self.now)
        self.state = PersonState("p", "console", result.lang, result.place, result.answers)
        self.seen_at = self.now
        self.said = result.messages
        sent = [button.id for message in result.messages for button in message.keys]
        self.buttons = [*sent, *self.buttons]
        return result

    def _found(self, incoming: Incoming) -> Found | None:
        return mind().find(incoming, self.state.lang)

    @property
    def session(self) -> Session:
        return decode(self.state.place, self.state.answers)

    @property
    def where(self) -> list[tuple[str, str]]:
        return [(frame.flow, frame.step) for frame in self.session.place.stack]


def again(place: bytes, answers: bytes | None) -> Any:
    """What the session's bytes are after they were read and written once more."""
    return encode(decode(place, answers))
