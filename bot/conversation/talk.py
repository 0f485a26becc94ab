"""One turn in progress: what steps may read and write while it lasts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from itertools import product
from typing import Any

import msgspec
from msgspec import Raw

from bot.conversation.events import Call, Say
from bot.conversation.flow import Flow, Step
from bot.conversation.messages import Choice, Lasting, Ref, Text, Words
from bot.conversation.ports import Speech
from bot.conversation.session import (
    DAY,
    SCREEN_DAYS,
    TRAIL_KEPT,
    Frame,
    Screen,
    Session,
    keep_screen,
)
from bot.conversation.texts import T

BACK = "back"
MENU = "menu"
LANGUAGE = "language"
STOP = "stop"
HUMAN = "human"
HIDE = "hide"
"""Way-sign and flow: everything goes from the screen (C12)."""

NAV = {
    BACK: T("nav", "Back"),
    MENU: T("nav", "Menu"),
    LANGUAGE: T("nav", "Language"),
    STOP: T("nav", "Stop"),
    HUMAN: T("nav", "Talk to a person"),
}

_NAV = {
    wanted: Lasting(
        Choice(sign, NAV[sign]) for sign, shown in zip((HUMAN, BACK, MENU), wanted, strict=True) if shown
    )
    for wanted in product((False, True), repeat=3)
}
"""By whether a person, the way back and the menu are offered."""


class World(msgspec.Struct, frozen=True, eq=False):
    """What every turn shares: the flows, the words, and values that texts may name (operator, contact)."""

    flows: Mapping[str, Flow]
    speech: Speech
    facts: Mapping[str, Any] = {}
    telling: frozenset[str] = frozenset()
    """Articles that are treated as first help in danger by whatever way they were opened (C10)."""
    walked: set[tuple[str, str, str]] | None = None
    """Where given, every edge that a turn walks is added: (flow, step, edge)."""
    signs: dict[str, dict[str, str]] = {}
    """By language: the way-signs by the words that are typed for them, folded; filled when first needed."""


class Talk(msgspec.Struct, eq=False, gc=False):
    """The turn in progress. Everything a step does, it does here."""

    session: Session
    world: World
    now: float
    says: list[Say] = []
    call: Call | None = None
    problem: Text | None = None
    redraws: bool = False
    asked: bool = False
    """What comes next was asked for by a press or word in this turn, from where nothing personal is shown."""
    reopened: bool = False
    """The press was on an old screen."""
    private: bool = False
    """What is said shows something of hers (C10)."""
    erases: bool = False
    """What she typed is a secret: it is to go from the chat."""
    hides: bool = False
    """Everything goes from the screen (C12)."""
    _folded: tuple[str, str] = ("", "")

    @property
    def frame(self) -> Frame:
        return self.session.place.stack[-1]

    @property
    def answers(self) -> dict[str, Any]:
        return self.session.answers[-1]

    @property
    def flow(self) -> Flow:
        return self.world.flows[self.session.place.stack[-1].flow]

    @property
    def step(self) -> Step:
        """Where the conversation stands."""
        frame = self.session.place.stack[-1]
        return self.world.flows[frame.flow].steps[frame.step]

    @property
    def lang(self) -> str:
        place = self.session.place
        return place.lang or self.world.speech.languages(place.hint)[0]

    @property
    def today(self) -> date:
        return datetime.fromtimestamp(self.now, UTC).date()

    def fold(self, text: str) -> str:
        """The text as it is compared; what she typed is compared by several, and folded once."""
        if text != self._folded[0]:
            self._folded = (text, self.world.speech.fold(text))
        return self._folded[1]

    def get(self, name: str) -> Any:
        """A variable of this flow, or one of the facts; None where it is not known."""
        session = self.session
        answers = session.answers[-1]
        if name in answers:
            return answers[name]
        variables = session.place.stack[-1].place
        if name in variables:
            return variables[name]
        return session.place.lang if name == "lang" else self.world.facts.get(name)

    def value(self, expression: Any) -> Any:
        """`$name` stands for a variable, anything else for itself."""
        if type(expression) is not str or expression[:1] != "$":
            return expression
        return self.get(expression[1:])

    def set(self, name: str, value: Any) -> None:
        """Keep a value: for 30 days where the flow calls it a place, else as an answer."""
        frame = self.session.place.stack[-1]
        if name in self.world.flows[frame.flow].place:
            frame.place[name] = value
        else:
            self.session.answers[-1][name] = value

    def say(self, words: Words, *, apart: bool = False) -> None:
        self.says.append(Say(words, apart=apart))

    def give(self, words: Words, file: Ref) -> None:
        """Say something and bring a file with it, as a message of its own."""
        self.says.append(Say(words, apart=True, file=file))

    def ask(self, words: Words, choices: tuple[Choice, ...] = (), pick: bool = False) -> None:
        """Say something and put the choices below it, with the way back and to the menu."""
        place = self.session.place
        frame = place.stack[-1]
        flow, kept = frame.flow, frame.place
        no = place.screen_no = place.screen_no + 1
        if kept and list in map(type, kept.values()):
            # A list that was chosen from is not needed again: the ids stand beside it.
            kept = {name: value for name, value in kept.items() if type(value) is not list}
        until = int(self.now // DAY) + SCREEN_DAYS
        ids = choices.ids if type(choices) is Lasting else tuple([choice.id for choice in choices])
        keep_screen(place, Screen(no, flow, frame.step, ids, kept, until))
        below = self.world.flows[flow].nav
        nav = _NAV[place.tries >= 3, below and bool(place.trail), below and flow != MENU]
        self.says.append(Say(words, choices, nav, no, False, pick))

    def remember(self, where: Raw) -> None:
        """Note a position, so that 'back' leads there."""
        trail = self.session.place.trail
        trail.append(where)
        if len(trail) > TRAIL_KEPT:
            del trail[:-TRAIL_KEPT]
