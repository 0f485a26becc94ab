"""The core: `advance` takes a session and one event, and gives the session's next state and what to say.

It decides and never does: no database, no network, no clock, no await. A step that needs the world names an
action; the runner runs it and feeds the outcome back as the next event.
"""

from __future__ import annotations

from typing import Any

from bot.conversation import mending, privacy, signposts
from bot.conversation.events import Call, Did, Event, Turn
from bot.conversation.flow import END
from bot.conversation.hearing import hear
from bot.conversation.moves import AGAIN, Again, Ask, Enter, Go, Move, Wait
from bot.conversation.session import Session
from bot.conversation.talk import Talk, World

HOPS = 64
"""Steps that one event may run through before a flow is taken to run in circles."""


class FlowError(Exception):
    """A flow cannot go on: it runs in circles, or calls for what does not exist."""


def advance(session: Session, event: Event, world: World, now: float) -> Turn:
    """Answer one event. The session is changed in place and also returned. `now`: seconds since 1970 UTC."""
    talk = Talk(session, world, now)
    if type(event) is Did:
        move = hear(talk, event)
    else:
        step: Any = talk.step  # it called for the action
        move = step.happened(talk, event)
    _settle(talk, move)
    secret = talk.call is None and getattr(talk.step, "secret", False)
    says, call = tuple(talk.says), talk.call
    return Turn(session, says, call, talk.redraws, talk.private, talk.erases, secret, talk.hides)


def _settle(talk: Talk, move: Move) -> None:
    """Follow moves until the conversation waits for a person or calls an action."""
    for _ in range(HOPS):
        # By type, not isinstance: that is six times dearer for a struct of another kind.
        if type(move) is Go:
            frame, world = talk.session.place.stack[-1], talk.world
            steps = world.flows[frame.flow].steps
            target = steps[frame.step].edges[move.edge]
            if world.walked is not None:
                world.walked.add((frame.flow, frame.step, move.edge))
            if target in steps:
                frame.step = target
                move = _arrive(talk)
            else:
                move = _leave(talk) if target == END else _to_menu(talk)
        elif type(move) is Wait:
            return
        elif type(move) is Ask:
            talk.call = Call(move.action, move.args)
            return
        elif type(move) is Again:
            move = _arrive(talk)
        else:
            move = _enter(talk, move)
    raise FlowError(f"{talk.flow.file}: step {talk.frame.step} runs in circles")


def _arrive(talk: Talk) -> Move:
    """Enter the step where the conversation stands, by way of the lock where it shows what is hers (C10)."""
    place = talk.session.place
    frame = place.stack[-1]
    flow = talk.world.flows[frame.flow]
    if frame.step in flow.personal:
        if not place.open:
            return privacy.lock(talk)
        talk.private = True
    return flow.steps[frame.step].enter(talk)


def _enter(talk: Talk, move: Enter) -> Move:
    """Put another flow on top."""
    if move.flow not in talk.world.flows:
        raise FlowError(
            f"{talk.flow.file}: step {talk.frame.step} calls the flow {move.flow}, which is not there"
        )
    privacy.note_asked(talk, move)
    signposts.enter(talk, move.flow, move.values, interrupts=move.interrupts, replaces=move.replaces)
    return AGAIN


def _to_menu(talk: Talk) -> Move:
    """The one target that is no step and not the end."""
    return signposts.welcomed(talk) if talk.frame.flow == signposts.ENTRY else signposts.to_menu(talk)


def _leave(talk: Talk) -> Move:
    """This flow ends; the one below goes on, or asks again where it was interrupted."""
    place = talk.session.place
    frame = place.stack.pop()
    talk.session.answers.pop()
    privacy.note_ended(talk, frame.flow)
    if not place.stack:
        return signposts.to_menu(talk)
    return mending.resume(talk, interrupted=frame.interrupts)
