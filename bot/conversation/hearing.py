"""What a person did, understood: a press, a typed text, a command, a link, the page opened again."""

from __future__ import annotations

from typing import Any, cast
from zlib import crc32

from msgspec import Raw

from bot.conversation import hiding, mending, privacy, signposts
from bot.conversation.events import Did
from bot.conversation.flow import Flow, Waiting
from bot.conversation.messages import Found, Incoming, Text
from bot.conversation.moves import AGAIN, Again, Enter, Move
from bot.conversation.session import DAY, Screen, position, read_screen
from bot.conversation.steps.ask import AskStep
from bot.conversation.talk import BACK, HIDE, STOP, Talk
from bot.conversation.texts import T

GONE = T("engine", "This is no longer open. Here is where you are now.")
NOT_TEXT = T("engine", "I can only read text. Please type it, or press a button.")
OTHER_WORDS = T("engine", "I did not understand that. Please type it in other words, or press a button.")
WAY_OUT = T("engine", "You can leave this, or ask a person.")


SCREEN_NUMBERS = 1_000_000
"""Screens are numbered from somewhere below this."""


def hear(talk: Talk, event: Did) -> Move:
    """The move that answers what she did."""
    incoming = event.incoming
    if incoming.lang and incoming.lang in talk.world.speech.languages(""):
        talk.session.place.lang = incoming.lang
    if hiding.is_hidden(talk.session):
        hiding.wake(talk)
        if hiding.says_nothing(talk, incoming, event.found):
            return AGAIN
    if incoming.kind == "due":
        return _due(talk, incoming.text)
    if not talk.session.place.stack:
        return _begin(talk, incoming, event.found)
    why = mending.mend(talk)
    if why is not None:
        away = _away(talk, incoming, event.found)
        if away is None:
            talk.say(why)
        return away or AGAIN
    match incoming.kind:
        case "press":
            return _pressed(talk, incoming.button)
        case "text":
            return _typed(talk, incoming.text, event.found)
        case "command":
            return _follow(talk, incoming.text) or _unknown(talk, NOT_TEXT)
        case "start":
            return signposts.started(talk, incoming.text)
        case "open":
            return _opened(talk, incoming.lang)
        case _:
            talk.say(NOT_TEXT)
            privacy.withdraw(talk)
            return AGAIN


def _opened(talk: Talk, lang: str) -> Move:
    """Opened again, perhaps by somebody else: first help and what she read there are over (C10)."""
    privacy.forget_danger(talk)
    if lang and talk.frame.flow == signposts.ENTRY and len(talk.session.place.stack) == 1:
        talk.frame.step = talk.flow.start  # the language that it asks for is known now
    return signposts.opened(talk)


def _begin(talk: Talk, incoming: Incoming, found: Found | None) -> Move:
    """The first word of a person, or the first after her place was forgotten."""
    place, text = talk.session.place, incoming.text if incoming.kind == "text" else ""
    hint = (found.lang if found else "") or incoming.hint or text[:200]
    # Only what it points to is kept: the text itself would stay for 30 days (D5).
    place.hint = talk.world.speech.languages(hint)[0] if hint else ""
    # From another number each time, so that a button of a place that was forgotten is not taken for a new
    # one; the moment itself is not kept (D2).
    place.screen_no = crc32(b"%d" % int(talk.now)) % SCREEN_NUMBERS
    sign = signposts.read(talk, text)
    payload = signposts.link(incoming.text) if incoming.kind == "start" else ""
    signposts.push(talk, signposts.ENTRY, {"question": "" if sign else text, "payload": payload})
    if incoming.kind == "press":
        talk.say(GONE)
    if found and found.outcome == "urgent":
        signposts.push(talk, "answer", {"text": text}, interrupts=True)
        return AGAIN
    if incoming.kind == "command":
        sign = incoming.text
    return (_follow(talk, sign) if sign else None) or AGAIN


def _due(talk: Talk, reminder: str) -> Move:
    """Something that she asked to be told today: beside whatever she is at, which goes on afterwards."""
    if not talk.session.place.stack:
        signposts.push(talk, "menu", {})
    return Enter("reminder", {"reminder": reminder}, interrupts=True)


def _away(talk: Talk, incoming: Incoming, found: Found | None) -> Move | None:
    """What leads elsewhere holds even where the question that she was asked is gone."""
    match incoming.kind:
        case "start":
            return signposts.started(talk, incoming.text)
        case "open":
            return _opened(talk, incoming.lang)
        case "text" if found is not None and found.outcome == "urgent":
            return _cry(talk, incoming.text)
        case "text":
            sign = signposts.read(talk, incoming.text)
        case "command":
            sign = incoming.text
        case "press":
            screen, what = _screen(talk, incoming.button)
            sign = what if screen is not None else None
            if screen is not None and what.isdecimal() and screen.no != talk.session.place.screen_no:
                return _old_choice(talk, screen, int(what))
        case _:
            sign = None
    return signposts.follow(talk, sign) if sign else None


def _follow(talk: Talk, sign: str) -> Move | None:
    return mending.back(talk) if sign == BACK else signposts.follow(talk, sign)


def _screen(talk: Talk, button: str) -> tuple[Screen | None, str]:
    """The screen that a button stood on, if it is still open, and what the button says (I5)."""
    number, _, what = button.partition(".")
    # Newest first: nearly every press is on the screen that was sent last.
    for kept in reversed(talk.session.place.screens):
        screen = read_screen(kept)
        if screen is not None and str(screen.no) == number:
            known = len(what) < 10 and what.isascii() and screen.until >= talk.now // DAY
            return (screen if known else None), what
    return None, what


def _pressed(talk: Talk, button: str) -> Move:
    screen, what = _screen(talk, button)
    if screen is None:
        return _gone(talk)
    newest = screen.no == talk.session.place.screen_no
    if what.isdecimal():
        move = _chosen(talk, screen, int(what)) if newest else _old_choice(talk, screen, int(what))
        return move or _gone(talk)
    if not newest and what == BACK:
        return _gone(talk)
    talk.redraws = newest and getattr(talk.step, "redrawn", False)
    return _follow(talk, what) or _gone(talk)


def _chosen(talk: Talk, screen: Screen, index: int) -> Move | None:
    """A choice of the newest screen."""
    frame = talk.session.place.stack[-1]
    if index >= len(screen.ids) or frame.step != screen.step or frame.flow != screen.flow:
        return None
    flow = talk.world.flows[frame.flow]
    step: Any = flow.steps[frame.step]  # it waits, or no button of it would stand on a screen
    talk.redraws = getattr(step, "redrawn", False)
    return _choice(talk, flow, step, screen.ids[index])


def _old_choice(talk: Talk, screen: Screen, index: int) -> Move | None:
    """A choice of an older screen; None where that is not open any more."""
    if index >= len(screen.ids) or not _reopen(talk, screen):
        return None
    return _choice(talk, talk.flow, cast(Waiting, talk.step), screen.ids[index]) or _gone(talk)


def _choice(talk: Talk, flow: Flow, step: Waiting, choice: str) -> Move | None:
    here = position(talk.session)
    move = step.chosen(talk, choice)
    if move is not None:
        privacy.note_used(talk)
        return _accepted(talk, move, flow, here)
    return _unknown(talk, talk.problem) if talk.problem is not None else None


def _reopen(talk: Talk, screen: Screen) -> bool:
    """An old menu is understood: its flow is taken up again where its buttons were shown."""
    flow = talk.world.flows.get(screen.flow)
    step = flow.steps.get(screen.step) if flow else None
    if flow is None or step is None or not getattr(step, "lasting", False):
        return False
    signposts.clear(talk)
    signposts.put(talk, flow.id)
    privacy.note_reopened(talk, flow.id)
    talk.frame.step = screen.step
    talk.frame.place = dict(screen.place)
    if isinstance(step, AskStep):
        step.reopened(talk, screen.ids)
    return True


def _gone(talk: Talk) -> Move:
    talk.redraws = False
    talk.say(GONE)
    privacy.withdraw(talk)
    return AGAIN


def _typed(talk: Talk, text: str, found: Found | None) -> Move:
    """Labels and their numbers count first, then the way-signs, then a question the search can answer."""
    flow, step, here = talk.flow, cast(Waiting, talk.step), position(talk.session)
    talk.erases = getattr(step, "secret", False)
    if signposts.read(talk, text) == HIDE:
        return _follow(talk, HIDE) or AGAIN  # before all else: somebody may be taking the phone (C12)
    if text.startswith("/") and (command := signposts.read(talk, text[1:])) is not None:
        return _follow(talk, command) or AGAIN  # as on Telegram: nobody means it as an answer
    if found is not None and found.outcome == "urgent" and talk.frame.flow != "answer":
        return _cry(talk, text)
    if step.free and signposts.read(talk, text) == STOP:
        # Alone it is no answer to anything, and who says it must get no further announcement (C4).
        return _follow(talk, STOP) or AGAIN
    move = step.typed(talk, text)
    if move is not None:
        privacy.note_used(talk)
        return _accepted(talk, move, flow, here)
    problem = talk.problem or OTHER_WORDS
    if step.free:
        return _unknown(talk, problem)
    sign = signposts.read(talk, text)
    if sign is not None:
        return _follow(talk, sign) or AGAIN
    if talk.frame.flow == signposts.ENTRY:
        # Nothing is answered before she knows who answers (C1); it will be after that.
        if found is not None and found.outcome != "none":
            talk.set("question", text)
        return _unknown(talk, problem)
    if found is not None and (found.outcome in ("answer", "urgent") or step.asks):
        if found.outcome == "urgent":
            talk.session.place.withdrawn = False
        return _accepted(talk, Enter("answer", {"text": text}, interrupts=True), flow, here)
    return _unknown(talk, problem)


def _cry(talk: Talk, text: str) -> Move:
    """Words of danger: first help comes at once, also where an earlier one was withdrawn meanwhile."""
    talk.session.place.withdrawn = False
    return Enter("answer", {"text": text}, interrupts=True)


def _accepted(talk: Talk, move: Move, flow: Flow, here: Raw) -> Move:
    """The answer was understood: 'back' leads to where it was given."""
    talk.session.place.tries = 0
    if flow.nav and not (type(move) is Again and move.redraw):
        talk.remember(here)
    return move


def _unknown(talk: Talk, problem: Text) -> Move:
    place = talk.session.place
    place.tries += 1
    talk.say(problem)
    if place.tries >= 3:
        talk.say(WAY_OUT)
    privacy.withdraw(talk)
    return AGAIN
