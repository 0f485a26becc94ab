"""After everything was hidden (C12): the next deed begins as one by whoever may hold the phone now."""

from __future__ import annotations

from bot.conversation import privacy, signposts
from bot.conversation.leaving import give_up
from bot.conversation.messages import Found, Incoming
from bot.conversation.session import Session
from bot.conversation.talk import HIDE, Talk

_QUIET = (privacy.WELCOME_BACK, "menu")
_READ = ("answer", "browse", "held")
"""Flows of what she read, the first help in danger among it: whoever presses "go on" must not see that."""
_ARTICLE = "read"
"""An article that a guide or a link led to: the guide goes on after it."""


def is_hidden(session: Session) -> bool:
    """Was hiding the last thing that she did?"""
    stack = session.place.stack
    return bool(stack) and stack[-1].flow == HIDE


def wake(talk: Talk) -> None:
    """Leave the hidden screen. What she was filling in is still there, behind the question whether to go on;
    what called for hiding (a menu) and what she read are not taken up again: a guide goes on after it."""
    frame = talk.session.place.stack.pop()
    talk.session.answers.pop()
    _forget_read(talk)
    if not frame.interrupts or not talk.session.place.stack:
        signposts.clear(talk)
    if not talk.session.place.stack:
        signposts.push(talk, "menu", {})
    elif talk.frame.flow not in (signposts.ENTRY, *_QUIET):
        signposts.push(talk, privacy.WELCOME_BACK, {}, interrupts=True)


def _forget_read(talk: Talk) -> None:
    """Give up what she read, down to what it interrupted: a question is quickly asked again."""
    stack = talk.session.place.stack
    first = next((i for i, frame in enumerate(stack) if frame.flow in _READ), None)
    if first is not None:
        while first > 0 and not stack[first].interrupts:
            first -= 1
        del stack[first:], talk.session.answers[first:]
    give_up(talk, lambda frame: frame.flow == _ARTICLE)


def says_nothing(talk: Talk, incoming: Incoming, found: Found | None) -> bool:
    """A first word on a hidden screen that asks for nothing ("hello", "1"): it is only answered with where
    one is, since a number or a label would be an answer to what nobody sees."""
    if incoming.kind != "text" or talk.frame.flow not in _QUIET:
        return False
    known = found is not None and found.outcome != "none"
    return not known and signposts.read(talk, incoming.text) is None
