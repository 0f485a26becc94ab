"""Where a conversation cannot go on as it was left: its flow has changed, or answers it needs have lapsed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import DecodeError, Raw

from bot.conversation import privacy, signposts
from bot.conversation.flow import Flow
from bot.conversation.messages import Text
from bot.conversation.moves import AGAIN, Go, Move
from bot.conversation.session import LOST, Frame, frames
from bot.conversation.talk import Talk, World
from bot.conversation.texts import T

CHANGED = T("engine", "This part has been changed. Let us begin it again.")
LAPSED = T("engine", "I deleted your answers after 30 minutes, to protect you. Let us begin this part again.")


def mend(talk: Talk) -> Text | None:
    """Begin the flow on top again where it cannot go on, and say why; None where all is well.

    Flows below are looked at when it is their turn: what is being read is not taken away.
    """
    session = talk.session
    frame = session.place.stack[-1]
    flow = talk.world.flows.get(frame.flow)
    if flow is None or frame.step not in flow.waiting:
        return _begin_again(talk, flow, CHANGED)
    frame.version = flow.version
    answers = session.answers[-1]
    if LOST in answers and _lacks(talk.world, frame, frame.step, answers):
        return _begin_again(talk, flow, LAPSED)
    return None


def resume(talk: Talk, *, interrupted: bool) -> Move:
    """The flow on top goes on after the one above it has ended; first help in danger may be over by now."""
    if interrupted and talk.session.place.withdrawn:
        privacy.withdraw(talk)
    frame = talk.frame
    flow = talk.world.flows.get(frame.flow)
    step = flow.steps.get(frame.step) if flow else None
    why = None
    if step is None or not (interrupted or "next" in step.edges):
        why = _begin_again(talk, flow, CHANGED)
    elif _lacks(talk.world, frame, frame.step if interrupted else step.edges["next"], talk.answers):
        why = _begin_again(talk, flow, LAPSED)
    if why is not None:
        talk.say(why)
        return AGAIN
    return AGAIN if interrupted else Go("next")


def back(talk: Talk) -> Move:
    """To the newest earlier position that can still be shown; to the menu where none is left."""
    place = talk.session.place
    while place.trail:
        stack = _stack(place.trail.pop())
        if place.withdrawn and privacy.amid_danger(talk.world, stack):
            continue
        answers = _answers(talk, stack) if stack else None
        if answers is not None and not _same(stack, place.stack):
            place.stack, talk.session.answers, place.tries = stack, answers, 0
            return AGAIN
    return signposts.to_menu(talk)


def _stack(position: Raw) -> list[Frame]:
    """The frames of an earlier position; none where they are not as this version writes them."""
    try:
        return frames(position)
    except DecodeError:
        return []


def _answers(talk: Talk, stack: Sequence[Frame]) -> list[dict[str, Any]] | None:
    """What is known at an earlier position; None where it needs what is gone, or is in no flow any more."""
    world, now, kept = talk.world, talk.session.place.stack, talk.session.answers
    answers: list[dict[str, Any]] = []
    for index, frame in enumerate(stack):
        flow = world.flows.get(frame.flow)
        same = index < len(now) and now[index].flow == frame.flow
        mine = kept[index] if same else {}
        if flow is None or frame.step not in flow.steps:
            return None
        if frame.answered and (not mine or LOST in mine):
            mine = {LOST: True}
        called = index + 1 < len(stack) and not stack[index + 1].interrupts
        if _lacks(world, frame, flow.steps[frame.step].edges.get("next", "") if called else frame.step, mine):
            return None
        frame.answered = bool(mine)
        answers.append(mine)
    return answers if stack and stack[-1].step in world.flows[stack[-1].flow].waiting else None


def _same(one: Sequence[Frame], other: Sequence[Frame]) -> bool:
    return [(f.flow, f.step, f.place) for f in one] == [(f.flow, f.step, f.place) for f in other]


def _lacks(world: World, frame: Frame, step: str, answers: dict[str, Any]) -> bool:
    """Of the answers that the flow needs from this step on, some have lapsed."""
    if LOST not in answers:
        return False
    flow = world.flows[frame.flow]
    return not _own(world, flow, flow.needs.get(step, frozenset())) <= answers.keys()


def _own(world: World, flow: Flow, names: frozenset[str]) -> frozenset[str]:
    """Those of the variables that are answers, which lapse."""
    return names - flow.place - world.facts.keys() - {"lang"}


def _begin_again(talk: Talk, flow: Flow | None, why: Text) -> Text:
    """A flow that is gone, or needs what only its caller knew, gives way to the menu."""
    place, frame = talk.session.place, talk.frame
    place.trail, place.tries = [], 0
    if flow is None or (why is LAPSED and _own(talk.world, flow, flow.wants)):
        signposts.to_menu(talk)
        return why
    frame.step, frame.version = flow.start, flow.version
    if why is LAPSED:
        talk.session.answers[-1] = {}
    return why
