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
from bot.conversation.moves import AGAIN, Ask, Enter, Go, Move, Wait
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
        frame = session.place.stack[-1]
        step: Any = world.flows[frame.flow].steps[frame.step]  # it called for the action
        move = step.happened(talk, event)
    _settle(talk, move)
    call, secret = talk.call, False
    if call is None:
        frame = session.place.stack[-1]
        secret = getattr(world.flows[frame.flow].steps[frame.step], "secret", False)
    says = tuple(talk.says)
    return Turn(session, says, call, talk.redraws, talk.private, talk.erases, secret, talk.hides)


def _settle(talk: Talk, move: Move) -> None:
    """Follow moves until the conversation waits for a person or calls an action."""
    place, world = talk.session.place, talk.world
    for _ in range(HOPS):
        # By type, not isinstance: that is six times dearer for a struct of another kind.
        if type(move) is Wait:
            return
        if type(move) is Ask:
            talk.call = Call(move.action, move.args)
            return
        if type(move) is Enter:
            move = _enter(talk, move)
            continue
        frame = place.stack[-1]
        flow = world.flows[frame.flow]
        steps, name = flow.steps, frame.step
        if type(move) is Go:
            target = steps[name].edges[move.edge]
            if world.walked is not None:
                world.walked.add((frame.flow, name, move.edge))
            if target not in steps:
                move = _leave(talk) if target == END else _to_menu(talk)
                continue
            frame.step = name = target
        # It arrives at a step: by way of the lock where that shows what is hers (C10).
        if name not in flow.personal:
            move = steps[name].enter(talk)
        elif place.open:
            talk.private = True
            move = steps[name].enter(talk)
        else:
            move = privacy.lock(talk)
    raise FlowError(f"{talk.flow.file}: step {talk.frame.step} runs in circles")


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
