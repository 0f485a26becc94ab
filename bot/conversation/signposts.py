"""The ways that are open everywhere: back, menu, language, stop, a person, and where a link leads."""

from __future__ import annotations

from typing import Any

from bot.conversation.moves import Again, Enter, Move
from bot.conversation.session import Frame
from bot.conversation.talk import BACK, HUMAN, LANGUAGE, MENU, NAV, STOP, Talk
from bot.conversation.texts import T

SIDE = {LANGUAGE: "language", HUMAN: "human", "help": "about", "delete": "delete"}
"""Way-signs that lead into a flow beside the present one, which goes on afterwards."""

WORDS = {
    **NAV,
    "help": T("nav", "Help"),
    "delete": T("nav", "Delete me"),
}

ENGLISH = {text.msg.casefold(): name for name, text in WORDS.items()}
"""Understood in every language: people copy them from each other."""


def follow(talk: Talk, sign: str) -> Move | None:
    """Take the way of this name; None where there is none."""
    if talk.frame.flow == "entry":
        return Again()
    if sign == MENU:
        return to_menu(talk)
    if sign == BACK:
        return back(talk)
    if sign == STOP:
        clear(talk)
        push(talk, "stop", {})
        return Again()
    flow = SIDE.get(sign)
    if flow is None or flow == talk.frame.flow:
        return Again() if flow else None
    return Enter(flow, interrupts=True)


def read(talk: Talk, text: str) -> Move | None:
    """A way-sign typed as a word ("menu", "رجوع"), in the person's language or in English."""
    speech, lang = talk.world.speech, talk.lang
    folded = speech.fold(text)
    if not folded or len(folded) > 40:
        return None
    sign = ENGLISH.get(folded)
    if sign is None:
        sign = next(
            (name for name, words in WORDS.items() if speech.fold(speech.label(words, lang)) == folded), None
        )
    return None if sign is None else follow(talk, sign)


def started(talk: Talk, payload: str) -> Move:
    """A deep link or the start button, pressed by somebody who is known: a bad link is a plain start (I6)."""
    if talk.frame.flow == "entry":
        return Again()
    clear(talk)
    push(talk, "entry", {"question": "", "payload": payload})
    return Again()


def opened(talk: Talk) -> Move:
    """The chat page was opened again, perhaps by somebody else: nothing of what was read is shown (C13)."""
    if talk.frame.flow in ("entry", "menu", "welcome_back"):
        return Again()
    return Enter("welcome_back", interrupts=True)


def back(talk: Talk) -> Move:
    """To the position before this one; to the menu where none is left."""
    place = talk.session.place
    if not place.trail:
        return to_menu(talk)
    stack = place.trail.pop()
    kept = talk.session.answers
    same = [i < len(place.stack) and place.stack[i].flow == frame.flow for i, frame in enumerate(stack)]
    talk.session.answers = [kept[i] if same[i] else {} for i in range(len(stack))]
    place.stack, place.tries = stack, 0
    return Again()


def to_menu(talk: Talk) -> Move:
    clear(talk)
    push(talk, "menu", {})
    return Again()


def clear(talk: Talk) -> None:
    """Give up whatever runs."""
    place = talk.session.place
    place.stack, place.trail, place.tries = [], [], 0
    talk.session.answers = []


def enter(talk: Talk, flow_id: str, values: dict[str, Any], *, interrupts: bool, replaces: bool) -> None:
    """Put a flow on top, or in the place of the one that is there: then it returns to where that would."""
    if replaces:
        ended = talk.session.place.stack.pop()
        talk.session.answers.pop()
        interrupts = ended.interrupts
    push(talk, flow_id, values, interrupts=interrupts)


def push(talk: Talk, flow_id: str, values: dict[str, Any], *, interrupts: bool = False) -> None:
    """Put a flow on top of the stack; its `values` become its variables."""
    flow, place = talk.world.flows[flow_id], talk.session.place
    if interrupts:
        # A question upon a question takes the place of the first, or the stack would grow for ever.
        same = (i for i, frame in enumerate(place.stack) if frame.flow == flow_id and frame.interrupts)
        first = next(same, len(place.stack))
        del place.stack[first:], talk.session.answers[first:]
    place.stack.append(Frame(flow.id, flow.version, flow.start, {}, interrupts))
    talk.session.answers.append({})
    place.tries = 0
    for name, value in values.items():
        if value:
            talk.set(name, value)
