"""The ways that are open everywhere: back, menu, language, stop, hide, a person, and where a link leads."""

from __future__ import annotations

import re
from typing import Any

from bot.conversation.moves import AGAIN, Enter, Move
from bot.conversation.session import Frame, note_answered, position
from bot.conversation.talk import HIDE, HUMAN, LANGUAGE, MENU, NAV, STOP, Talk, World
from bot.conversation.texts import T

ENTRY = "entry"
"""The flow that everybody comes in by: it asks for the language and says what this is."""

SIDE = {
    LANGUAGE: "language",
    HUMAN: "human",
    "help": "about",
    "delete": "delete",
    "pin": "pin",
    "profile": "skills",
    "interviews": "work_mine",
    HIDE: HIDE,
}
"""Way-signs that lead into a flow beside the present one, which goes on afterwards."""

WORDS = {
    **NAV,
    "help": T("nav", "Help"),
    "delete": T("nav", "Delete me"),
    "pin": T("nav", "PIN"),
    "profile": T("nav", "My profile"),
    "interviews": T("nav", "My interviews"),
    HIDE: T("nav", "Hide"),
}

SAID = {
    STOP: T("nav", "stop, stop it, unsubscribe, no more messages, stop messages"),
    "pin": T("nav", "my PIN, PIN code, set a PIN, change PIN, forgot my PIN, secret number"),
    "profile": T("nav", "show my profile, open my profile, my skills, my skills profile, my CV"),
    "interviews": T("nav", "my interview, show my interviews, when is my interview"),
    HIDE: T("nav", "hide it, hide this, hide everything, hide all, hide chat, hide now, clear chat"),
}
"""What else people write for a way-sign, with commas between; other words in each language."""

ENGLISH = {text.msg.casefold(): name for name, text in WORDS.items()} | {
    word: name for name, text in SAID.items() for word in text.msg.split(", ")
}
"""Understood in every language: people copy them from each other."""
_COMMA = re.compile("[,،]")


def follow(talk: Talk, sign: str) -> Move | None:
    """Take the way of this name (back excepted); None where there is none."""
    if sign == MENU:
        return to_menu(talk)
    if sign == STOP:
        clear(talk)
        put(talk, "stop")
        return AGAIN
    flow = SIDE.get(sign, "")
    if flow not in talk.world.flows:
        return None
    if flow == talk.frame.flow:
        return AGAIN
    if talk.flow.nav:
        talk.remember(position(talk.session))
    elif sign == LANGUAGE:
        return AGAIN  # the welcome is asking for it already
    return Enter(flow, interrupts=True)


def read(talk: Talk, text: str) -> str | None:
    """The way-sign that was typed as a word ("menu", "رجوع"), in the person's language or in English."""
    return sign(talk.world, talk.fold(text), talk.lang)


def sign(world: World, folded: str, lang: str) -> str | None:
    """The way-sign that a folded text is, in a language or in English."""
    if not folded or len(folded) > 40:
        return None
    signs = world.signs.get(lang)
    if signs is None:
        own = {world.speech.folded(words, lang): name for name, words in reversed(WORDS.items())}
        also = {
            world.speech.fold(word): name
            for name, words in SAID.items()
            for word in _COMMA.split(world.speech.label(words, lang))
        }
        signs = world.signs[lang] = also | own | ENGLISH
    return signs.get(folded)


def started(talk: Talk, payload: str) -> Move:
    """A deep link or the start button, pressed by somebody who is known: a bad link is a plain start (I6)."""
    clear(talk)
    if not talk.session.place.stack:
        push(talk, ENTRY, {})
    if link(payload):
        talk.set("payload", payload)
    return AGAIN


def link(payload: str) -> str:
    """The payload, if it can be one of ours: no platform's deep links carry more than 64 characters."""
    return payload if len(payload) <= 64 else ""


def opened(talk: Talk) -> Move:
    """The chat page was opened again, perhaps by somebody else: nothing of what was read is shown (C13)."""
    talk.session.place.trail = []
    if talk.frame.flow in (ENTRY, "menu", "welcome_back"):
        return AGAIN
    return Enter("welcome_back", interrupts=True)


def to_menu(talk: Talk) -> Move:
    """To the menu; before the welcome has been said, to the welcome (C1)."""
    clear(talk)
    if not talk.session.place.stack:
        push(talk, "menu", {})
    return AGAIN


def clear(talk: Talk) -> None:
    """Give up whatever runs, but for a welcome that is still to be said."""
    place = talk.session.place
    kept = 1 if _welcoming(place.stack) else 0
    del place.stack[kept:], talk.session.answers[kept:]
    if kept and place.stack[0].step not in talk.world.flows[ENTRY].steps:
        place.stack[0].step = talk.world.flows[ENTRY].start  # a welcome of an earlier version
    place.trail, place.tries, place.away, place.withdrawn = [], 0, False, False


def _welcoming(stack: list[Frame]) -> bool:
    """The welcome is under way: it waits for a language, or was itself interrupted."""
    return bool(stack) and stack[0].flow == ENTRY and (len(stack) == 1 or stack[1].interrupts)


def welcomed(talk: Talk) -> Move:
    """The welcome has been said: it is over, and the menu follows."""
    place = talk.session.place
    place.stack, talk.session.answers = [], []
    return to_menu(talk)


def put(talk: Talk, flow_id: str) -> None:
    """After `clear`: run this flow, above the welcome where that is still to be said."""
    push(talk, flow_id, {}, interrupts=bool(talk.session.place.stack))


def enter(talk: Talk, flow_id: str, values: dict[str, Any], *, interrupts: bool, replaces: bool) -> None:
    """Put a flow on top, or in the place of the one that is there: then it returns to where that would."""
    if replaces:
        ended = talk.session.place.stack.pop()
        talk.session.answers.pop()
        interrupts = ended.interrupts
    push(talk, flow_id, values, interrupts=interrupts)


def push(talk: Talk, flow_id: str, values: dict[str, Any], *, interrupts: bool = False) -> None:
    """Put a flow on top of the stack; its `values` become its variables."""
    flow, session = talk.world.flows[flow_id], talk.session
    place = session.place
    if interrupts:
        # A question upon a question takes the place of the first, or the stack would grow for ever.
        same = (i for i, frame in enumerate(place.stack) if frame.flow == flow_id and frame.interrupts)
        first = next(same, len(place.stack))
        del place.stack[first:], session.answers[first:]
    note_answered(session)
    place.stack.append(Frame(flow.id, flow.version, flow.start, {}, interrupts))
    session.answers.append({})
    place.tries = 0
    for name, value in values.items():
        if value:
            talk.set(name, value)
