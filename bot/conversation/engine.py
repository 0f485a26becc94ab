"""The core: `advance` takes a session and one event, and gives the session's next state and what to say.

It decides and never does: no database, no network, no clock, no await. A step that needs the world names an
action; the runner runs it and feeds the outcome back as the next event.
"""

from __future__ import annotations

from typing import cast

from bot.conversation import signposts
from bot.conversation.events import Call, Did, Event, Happened, Turn
from bot.conversation.flow import END, MENU, Calling, Step, Waiting
from bot.conversation.messages import Found, Incoming, Text
from bot.conversation.moves import Again, Ask, Enter, Go, Move, Wait
from bot.conversation.session import Frame, Screen, Session, lapsed
from bot.conversation.talk import Talk, World
from bot.conversation.texts import T

HOPS = 64
"""Steps that one event may run through before a flow is taken to run in circles."""

GONE = T("engine", "This is no longer open. Here is where you are now.")
CHANGED = T("engine", "This part has been changed. Let us begin it again.")
LAPSED = T("engine", "I deleted your answers after 30 minutes, to protect you. Let us begin this part again.")
NOT_TEXT = T("engine", "I can only read text. Please type it, or press a button.")
OTHER_WORDS = T("engine", "I did not understand that. Please type it in other words, or press a button.")
WAY_OUT = T("engine", "You can leave this, or ask a person.")


class FlowError(Exception):
    """A flow cannot go on: it runs in circles, or calls for what does not exist."""


def advance(session: Session, event: Event, world: World, now: float) -> Turn:
    """Answer one event. The session is changed in place and also returned. `now`: seconds since 1970 UTC."""
    talk = Talk(session, world, now)
    move = _happened(talk, event) if isinstance(event, Happened) else _did(talk, event)
    _settle(talk, move)
    return Turn(session, tuple(talk.says), talk.call, talk.redraws)


def _step(talk: Talk) -> Step:
    frame = talk.session.place.stack[-1]
    return talk.world.flows[frame.flow].steps[frame.step]


def _happened(talk: Talk, event: Happened) -> Move:
    return cast(Calling, _step(talk)).happened(talk, event)


def _did(talk: Talk, event: Did) -> Move:
    incoming = event.incoming
    if not talk.session.place.stack:
        return _begin(talk, incoming, event.found)
    mended = _mend(talk)
    if mended is not None:
        return mended
    match incoming.kind:
        case "press":
            return _pressed(talk, incoming.button)
        case "text":
            return _typed(talk, incoming.text, event.found)
        case "command":
            return signposts.follow(talk, incoming.text) or _unknown(talk, NOT_TEXT)
        case "start":
            return signposts.started(talk, incoming.text)
        case "open":
            return signposts.opened(talk)
        case _:
            talk.say(NOT_TEXT)
            return Again()


def _begin(talk: Talk, incoming: Incoming, found: Found | None) -> Move:
    """The first word of a person, or the first after her place was forgotten."""
    text = incoming.text if incoming.kind == "text" else ""
    talk.session.place.hint = (found.lang if found else "") or incoming.hint or text[:200]
    payload = incoming.text if incoming.kind == "start" else ""
    signposts.push(talk, "entry", {"question": text, "payload": payload})
    if found and found.outcome == "urgent":
        signposts.push(talk, "answer", {"text": text}, interrupts=True)
    return Again()


def _mend(talk: Talk) -> Move | None:
    """A flow that changed under a running session, or whose answers have lapsed, begins again politely."""
    place = talk.session.place
    for index, frame in enumerate(place.stack):
        flow = talk.world.flows.get(frame.flow)
        if flow is None or frame.step not in flow.steps:
            return _restart(talk, index, CHANGED)
        frame.version = flow.version
    index_lapsed = lapsed(talk.session)
    return None if index_lapsed is None else _restart(talk, index_lapsed, LAPSED)


def _restart(talk: Talk, index: int, why: Text) -> Move:
    place = talk.session.place
    talk.say(why)
    del place.stack[index + 1 :], talk.session.answers[index + 1 :]
    place.trail, place.tries = [], 0
    frame = place.stack[index]
    flow = talk.world.flows.get(frame.flow)
    if flow is None:
        return signposts.to_menu(talk)
    frame.step, frame.version, frame.answered = flow.start, flow.version, False
    talk.session.answers[index] = {}
    return Again()


def _pressed(talk: Talk, button: str) -> Move:
    number, _, what = button.partition(".")
    screen = next((s for s in talk.session.place.screens if str(s.no) == number), None)
    if screen is None or screen.until < talk.now:
        return _gone(talk)
    newest = screen.no == talk.session.place.screen_no
    if what.isascii() and what.isdigit():
        return _chosen(talk, screen, int(what), newest)
    if not newest and what == "back":
        return _gone(talk)
    talk.redraws = newest and getattr(_step(talk), "redrawn", False)
    return signposts.follow(talk, what) or _gone(talk)


def _chosen(talk: Talk, screen: Screen, index: int, newest: bool) -> Move:
    if index >= len(screen.ids):
        return _gone(talk)
    if newest and _is_here(talk, screen):
        talk.redraws = getattr(_step(talk), "redrawn", False)
    elif not _reopen(talk, screen):
        return _gone(talk)
    here = talk.snapshot()
    move = cast(Waiting, _step(talk)).chosen(talk, screen.ids[index])
    return _gone(talk) if move is None else _accepted(talk, move, here)


def _is_here(talk: Talk, screen: Screen) -> bool:
    return talk.frame.flow == screen.flow and talk.frame.step == screen.step


def _reopen(talk: Talk, screen: Screen) -> bool:
    """An old menu is understood: its flow is taken up again where its buttons were shown."""
    flow = talk.world.flows.get(screen.flow)
    step = flow.steps.get(screen.step) if flow else None
    if flow is None or step is None or not getattr(step, "lasting", False):
        return False
    signposts.clear(talk)
    signposts.push(talk, flow.id, {})
    talk.frame.step = screen.step
    talk.frame.place = dict(screen.place)
    return True


def _gone(talk: Talk) -> Move:
    talk.redraws = False
    talk.say(GONE)
    return Again()


def _typed(talk: Talk, text: str, found: Found | None) -> Move:
    """Labels and their numbers count first, then the way-signs, then a question the search can answer."""
    step, here = cast(Waiting, _step(talk)), talk.snapshot()
    question = Enter("answer", {"text": text}, interrupts=True)
    if found is not None and found.outcome == "urgent" and talk.frame.flow != "answer":
        return question
    move = step.typed(talk, text)
    if move is not None:
        return _accepted(talk, move, here)
    problem = talk.problem or OTHER_WORDS
    if talk.frame.flow == "entry":
        # Who speaks and what is kept comes before any answer (C1): the question waits for that.
        if found is not None and found.outcome in ("answer", "choices"):
            talk.set("question", text)
        return _unknown(talk, problem)
    if step.free:
        return _unknown(talk, problem)
    move = signposts.read(talk, text)
    if move is not None:
        return move
    if found is not None and (found.outcome in ("answer", "urgent") or step.asks):
        return _accepted(talk, question, here)
    return _unknown(talk, problem)


def _accepted(talk: Talk, move: Move, here: list[Frame]) -> Move:
    """The answer was understood: 'back' leads to where it was given."""
    talk.session.place.tries = 0
    if talk.world.flows[here[-1].flow].nav and not (isinstance(move, Again) and move.redraw):
        talk.remember(here)
    return move


def _unknown(talk: Talk, problem: Text) -> Move:
    place = talk.session.place
    place.tries += 1
    talk.say(problem)
    if place.tries >= 3:
        talk.say(WAY_OUT)
    return Again()


def _settle(talk: Talk, move: Move) -> None:
    """Follow moves until the conversation waits for a person or calls an action."""
    for _ in range(HOPS):
        match move:
            case Wait():
                return
            case Ask(action, args):
                talk.call = Call(action, args)
                return
            case Enter(flow, values, interrupts, replaces):
                if flow not in talk.world.flows:
                    raise FlowError(
                        f"{talk.flow.file}: step {talk.frame.step} calls the flow {flow}, which is not there"
                    )
                signposts.enter(talk, flow, values, interrupts=interrupts, replaces=replaces)
                move = Again()
            case Go(edge):
                move = _go(talk, edge)
            case Again():
                move = _step(talk).enter(talk)
    raise FlowError(f"{talk.flow.file}: step {talk.frame.step} runs in circles")


def _go(talk: Talk, edge: str) -> Move:
    step = _step(talk)
    if talk.world.walked is not None:
        talk.world.walked.add((talk.frame.flow, step.id, edge))
    target = step.edges[edge]
    if target == MENU:
        return signposts.to_menu(talk)
    if target == END:
        return _leave(talk)
    talk.frame.step = target
    return Again()


def _leave(talk: Talk) -> Move:
    """This flow ends; the one below goes on, or asks again where it was interrupted."""
    place = talk.session.place
    frame = place.stack.pop()
    talk.session.answers.pop()
    if not place.stack:
        return signposts.to_menu(talk)
    return Again() if frame.interrupts else Go("next")
