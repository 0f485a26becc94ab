"""A person who talks to flows written in a test: says, presses, sees. The session goes through its bytes."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.conversation.engine import advance
from bot.conversation.events import Did, Event, Happened, Say
from bot.conversation.flow import Flow
from bot.conversation.loader import read_flow
from bot.conversation.messages import Found, Incoming, Rich, Text, Words
from bot.conversation.session import Session, decode, encode, new_session
from bot.conversation.talk import World
from bot.delivery.speech import Speech
from bot.delivery.wording import Namer, Wording
from bot.language.catalogs import Catalogs
from bot.language.speech import LanguageSpeech

Act = Callable[[dict[str, Any]], tuple[str, dict[str, Any]]]

PLAIN = {
    "entry": "version: 1\nstart: begin\nsteps:\n  begin: {say: !t 'Hello.', next: '@menu'}\n",
    "menu": (
        "version: 1\nstart: menu\nsteps:\n"
        "  menu:\n    ask: !t 'What now?'\n    lasting: true\n    asks: true\n"
        "    choices:\n    - {id: test, label: !t 'Test', next: test}\n"
        "    - {id: nothing, label: !t 'Nothing', next: menu}\n"
        "  test: {call: test, next: menu}\n"
    ),
    "answer": "version: 1\nstart: a\nsteps:\n  a: {say: !t 'An answer to {text}.', next: '@end'}\n",
    "language": (
        "version: 1\nstart: l\nsteps:\n  l: {ask: !t 'Which language?', type: language, next: '@end'}\n"
    ),
    "about": "version: 1\nstart: a\nsteps:\n  a: {say: !t 'About.', next: '@end'}\n",
    "human": "version: 1\nstart: h\nsteps:\n  h: {say: !t 'A person.', next: '@end'}\n",
    "delete": "version: 1\nstart: d\nsteps:\n  d: {say: !t 'Gone.', next: '@end'}\n",
    "stop": (
        "version: 1\nstart: s\nsteps:\n  s:\n    ask: !t 'Stopped.'\n"
        "    choices: [{id: again, label: !t 'Again', next: '@menu'}]\n"
    ),
    "hide": 'version: 1\nstart: hide\nnav: false\nsteps:\n  hide: {hide: !t "Cleared."}\n',
    "welcome_back": (
        "version: 1\nstart: b\nsteps:\n  b:\n    ask: !t 'Welcome back.'\n"
        "    choices: [{id: go_on, label: !t 'Go on', next: '@end'}]\n"
    ),
}
"""The flows that the engine leads to, as short as can be; the menu calls the flow `test`."""


def make_speech() -> Speech:
    """Words of the program itself: English, since these flows are in no catalog."""
    texts = LanguageSpeech(Catalogs({}))
    namers: dict[str, Namer] = {
        "language": lambda tag, lang: Rich(tag.upper(), lang),
        "country": lambda code, lang: Rich(texts.country(code, lang), lang),
        "article": lambda id_, lang: Rich(f"About {id_}", lang),
        "piece": lambda id_, lang: Rich(f"Piece {id_}", lang),
        "sources": lambda id_, lang: Rich(f"Sources of {id_}", lang),
        "plain": Rich,
    }
    return Speech(Wording(texts, namers, {}))


def flow_of(name: str, text: str, folder: Path) -> Flow:
    file = folder / f"{name}.yaml"
    file.write_text(textwrap.dedent(text), encoding="utf-8")
    flow, issues = read_flow(file)
    assert not issues, issues
    assert flow is not None
    return flow


@dataclass
class Talker:
    """One person. `acts` answer the actions that flows call, by name."""

    flows: dict[str, Flow]
    acts: dict[str, Act] = field(default_factory=dict)
    speech: Speech = field(default_factory=make_speech)
    now: float = 1_800_000_000.0
    session: Session = field(default_factory=new_session)
    stored: tuple[bytes | None, bytes | None] = (None, None)
    seen: list[Say] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    redrawn: bool = False
    screens: list[list[Say]] = field(default_factory=list)

    def does(self, incoming: Incoming, found: Found | None = None) -> list[str]:
        """One event and all that follows from it; returns the texts that were said."""
        world = World(self.flows, self.speech)
        self.session = decode(*self.stored)
        event: Event = Did(incoming, found)
        self.seen, self.calls, self.redrawn = [], [], False
        while True:
            turn = advance(self.session, event, world, self.now)
            self.seen.extend(turn.says)
            self.redrawn = self.redrawn or turn.redraws
            if turn.call is None:
                break
            self.calls.append((turn.call.action, turn.call.args))
            outcome, data = self.acts[turn.call.action](turn.call.args)
            event = Happened(outcome, data)
        self.screens.append(self.seen)
        self.stored = encode(self.session)
        return self.sees

    def forgets_answers(self) -> None:
        """What the retention job does after half an hour of silence (D5)."""
        self.stored = (self.stored[0], None)

    def opens(self) -> list[str]:
        """The first word, up to the menu."""
        return self.does(Incoming("start"))

    def says(self, text: str, found: Found | None = None) -> list[str]:
        return self.does(Incoming("text", text), found)

    def commands(self, name: str) -> list[str]:
        return self.does(Incoming("command", name))

    def presses(self, choice: str, *, screens_ago: int = 0) -> list[str]:
        """Press the button of a choice, or of a way-sign such as back, on the last screen or an older one."""
        shown = [shown for say in self.screens[-1 - screens_ago] for shown in say.choices]
        button = next(s.button for s in shown if s.choice.id == choice)
        return self.does(Incoming("press", button=button, message="m"))

    @property
    def sees(self) -> list[str]:
        return [self.words(say.words) for say in self.seen]

    @property
    def choices(self) -> list[str]:
        """Choices of the last saying by id, without the ways that are open everywhere."""
        return [s.choice.id for s in self.seen[-1].choices if not s.nav]

    @property
    def ways(self) -> list[str]:
        return [s.choice.id for s in self.seen[-1].choices if s.nav]

    @property
    def where(self) -> str:
        frame = self.session.place.stack[-1]
        return f"{frame.flow}.{frame.step}"

    def words(self, words: Words) -> str:
        lang = self.session.place.lang or "en"
        return self.speech.label(words, lang if not isinstance(words, Text) else "en")


def talker(folder: Path, test: str, acts: dict[str, Act] | None = None, **flows: str) -> Talker:
    """A person in front of the plain flows, with the flow `test` (and others) as given."""
    texts = {**PLAIN, **flows, "test": test}
    return Talker({name: flow_of(name, text, folder) for name, text in texts.items()}, acts or {})
