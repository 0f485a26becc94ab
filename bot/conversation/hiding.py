"""After everything was hidden (C12): the next deed begins as one by whoever may hold the phone now."""

from __future__ import annotations

from bot.conversation import privacy, signposts
from bot.conversation.messages import Found, Incoming
from bot.conversation.session import Session
from bot.conversation.talk import HIDE, Talk

_QUIET = (privacy.WELCOME_BACK, "menu")


def is_hidden(session: Session) -> bool:
    """Was hiding the last thing that she did?"""
    stack = session.place.stack
    return bool(stack) and stack[-1].flow == HIDE


def wake(talk: Talk) -> None:
    """Leave the hidden screen. What she was at is still there, behind the question whether to go on; what
    called for hiding (a menu) is not taken up again."""
    frame = talk.session.place.stack.pop()
    talk.session.answers.pop()
    if not frame.interrupts or not talk.session.place.stack:
        signposts.clear(talk)
    if not talk.session.place.stack:
        signposts.push(talk, "menu", {})
    elif talk.frame.flow not in (signposts.ENTRY, *_QUIET):
        signposts.push(talk, privacy.WELCOME_BACK, {}, interrupts=True)


def says_nothing(talk: Talk, incoming: Incoming, found: Found | None) -> bool:
    """A first word on a hidden screen that asks for nothing ("hello", "1"): it is only answered with where
    one is, since a number or a label would be an answer to what nobody sees."""
    if incoming.kind != "text" or talk.frame.flow not in _QUIET:
        return False
    known = found is not None and found.outcome != "none"
    return not known and signposts.read(talk, incoming.text) is None
