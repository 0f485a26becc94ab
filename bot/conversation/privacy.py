"""Every phone is treated as shared (C10): what is hers is shown to who asked for it in this use of the phone.

A use ends after IDLE seconds in which nobody did anything. Then steps that a flow calls `personal` are not
entered again by what is left of before (the way back, an old button, a flow that goes on): the flow `lock`
stands before them. It asks for the PIN where she set one, and else whether to go on; a press that asks for
such a step by itself, from a screen that shows nothing of hers, is such a question already.
"""

from __future__ import annotations

from msgspec import DecodeError, Raw

from bot.conversation import signposts
from bot.conversation.moves import AGAIN, Enter, Move
from bot.conversation.session import Session, frames
from bot.conversation.talk import Talk, World

LOCK = "lock"
"""The flow before what is hers. When it ends, that is open for this use of the phone."""
IDLE = 5 * 60
"""Seconds without any deed of hers after which somebody else may hold the phone (C10)."""
WELCOME_BACK = "welcome_back"


def rest(session: Session, world: World) -> None:
    """Nobody did anything for IDLE: what is hers is closed, and no way back leads to it."""
    place = session.place
    place.open = False
    place.away = any(_personal(world, frame.flow) for frame in place.stack)
    place.trail = [position for position in place.trail if not _leads_to_hers(world, position)]


def hide(talk: Talk) -> None:
    """Everything goes from the screen (C12): what is hers is closed, no way back and no old button leads to
    what was read, and nothing else is said in this turn."""
    place = talk.session.place
    rest(talk.session, talk.world)
    place.trail, place.screens, place.tries = [], [], 0
    talk.says, talk.hides, talk.redraws = [], True, False


def lock(talk: Talk) -> Move:
    """Put the lock before the step where the conversation stands."""
    asked = talk.asked or not talk.session.place.away
    signposts.push(talk, LOCK, {"asked": "yes" if asked else ""}, interrupts=True)
    return AGAIN


def note_asked(talk: Talk, move: Enter) -> None:
    """A flow is begun: was it asked for, from a screen on which nothing of hers stands?"""
    hers = talk.frame.step in talk.flow.personal
    talk.asked = not (move.interrupts or hers or talk.reopened)


def note_ended(talk: Talk, flow: str) -> None:
    """A flow is over. What goes on below it is not asked for, unless it was the lock or the welcome back."""
    if flow == LOCK:
        talk.session.place.open, talk.session.place.away = True, False
    talk.asked = flow == WELCOME_BACK


def note_reopened(talk: Talk, flow: str) -> None:
    """A press on an old screen of a flow that shows what is hers is no asking: anybody may press there."""
    talk.reopened = True
    if _personal(talk.world, flow) and not talk.session.place.open:
        talk.session.place.away = True


def _personal(world: World, flow: str) -> bool:
    known = world.flows.get(flow)
    return known is not None and bool(known.personal)


def _leads_to_hers(world: World, position: Raw) -> bool:
    try:
        return any(_personal(world, frame.flow) for frame in frames(position))
    except DecodeError:
        return True
