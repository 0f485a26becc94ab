"""Every phone is treated as shared (C10): what is hers is shown to who asked for it in this use of the phone.

A use ends after IDLE seconds in which nobody did anything. Then steps that a flow calls `personal` are not
entered again by what is left of before (the way back, an old button, a flow that goes on): the flow `lock`
stands before them. It asks for the PIN where she set one, and else whether to go on; a press that asks for
such a step by itself, from a screen that shows nothing of hers, is such a question already.

First help in danger (`danger` of a flow) is open to everybody at any time, and asks for no PIN. But what she
was shown there is not repeated after such a pause or when the page is opened again: only a press or answer on
its own screen still leads on. So it is with articles that tell of such a danger, by whatever way they were
opened.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import DecodeError, Raw

from bot.conversation import signposts
from bot.conversation.leaving import give_up
from bot.conversation.moves import AGAIN, Enter, Move
from bot.conversation.session import Frame, Session, frames
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
    place.withdrawn = any(_in_danger(world, frame) for frame in place.stack)
    place.trail = [position for position in place.trail if not _leads_to(world, position, _private)]


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


def forget_danger(talk: Talk) -> None:
    """Give first help in danger up: what it interrupted or was called by is where she is then."""
    place, world = talk.session.place, talk.world
    place.withdrawn = False
    place.trail = [position for position in place.trail if not _leads_to(world, position, _in_danger)]
    give_up(talk, lambda frame: _in_danger(world, frame))
    if not talk.session.place.stack:
        signposts.push(talk, "menu", {})


def withdraw(talk: Talk) -> None:
    """Before the present screen is shown again to whom it was not asked for by: after IDLE, first help in
    danger and what was read there are not, since their names alone tell what was done to her."""
    if talk.session.place.withdrawn and amid_danger(talk.world, talk.session.place.stack):
        forget_danger(talk)


def note_used(talk: Talk) -> None:
    """She answered: where that was first help, it was asked for again in this use of the phone."""
    if talk.session.place.withdrawn and amid_danger(talk.world, talk.session.place.stack):
        talk.session.place.withdrawn = False


def amid_danger(world: World, stack: list[Frame]) -> bool:
    """Is first help on the screen of this stack, or what it called?"""
    for frame in reversed(stack):
        if _in_danger(world, frame):
            return True
        if frame.interrupts:
            break
    return False


def _in_danger(world: World, frame: Frame) -> bool:
    flow = world.flows.get(frame.flow)
    if flow is None:
        return False
    if frame.step in flow.danger:
        return True
    reads = hasattr(flow.steps.get(frame.step), "article")
    return reads and frame.place.get("article") in world.telling


def _personal(world: World, flow: str) -> bool:
    known = world.flows.get(flow)
    return known is not None and bool(known.personal)


def _private(world: World, frame: Frame) -> bool:
    return _personal(world, frame.flow) or _in_danger(world, frame)


def _leads_to(world: World, position: Raw, kind: Callable[[World, Frame], bool]) -> bool:
    try:
        return any(kind(world, frame) for frame in frames(position))
    except DecodeError:
        return True
