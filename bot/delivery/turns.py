"""One turn: the core asked, its actions run, its answer put into words. All on the turn's own transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import msgspec
from sqlalchemy import Connection

from bot.conversation import privacy
from bot.conversation.engine import FlowError, advance
from bot.conversation.events import Did, Event, Happened, Say
from bot.conversation.hiding import is_hidden
from bot.conversation.messages import Found, Incoming
from bot.conversation.session import Session, decode, encode, new_session
from bot.conversation.talk import World
from bot.delivery import hiding
from bot.delivery.actions import Action, Turning
from bot.delivery.ports import PersonState, TurnResult
from bot.delivery.rendering import cleared, marked, render
from bot.delivery.wording import Wording

CALLS = 16
"""Actions that one turn may run; a flow that asks for more runs in circles."""


class Turns:
    """Runs turns. `before` is called at the start of each, for what must be known at once (withdrawals)."""

    def __init__(
        self,
        world: World,
        wording: Wording,
        actions: Iterable[Action],
        before: Callable[[Connection, float], None] = lambda conn, now: None,
    ) -> None:
        self._world = world
        self._wording = wording
        self._actions: Mapping[str, Action] = {action.name: action for action in actions}
        self._before = before

    def run(
        self, conn: Connection, state: PersonState, incoming: Incoming, found: Found | None, now: float
    ) -> TurnResult:
        """The whole turn (a `Turn` of ports.py). Raises FlowError where a flow cannot go on."""
        self._before(conn, now)
        session = restore(state)
        says: list[Say] = []
        redraws = erased = private = erases = False
        if rested(state, now):
            privacy.rest(session, self._world)
        line = hiding.line(conn, state) if is_hidden(session) else ""
        event: Event = Did(incoming, found)
        for _ in range(CALLS):
            turn = advance(session, event, self._world, now)
            says.extend(turn.says)
            redraws, erases = redraws or turn.redraws, erases or turn.erases
            private = private or turn.private
            if turn.call is None or erased:
                break
            action, args = self._actions[turn.call.action], turn.call.args
            fitting = found if args.get("text") == incoming.text else None
            outcome = action.run(Turning(conn, state.id, self._lang(session), now, fitting), args)
            erased = erased or outcome.erased
            event = Happened(outcome.name, outcome.data)
        else:
            raise FlowError(f"flow {session.place.stack[-1].flow} calls more than {CALLS} actions in a turn")
        lang = self._lang(session)
        if erased:
            farewell = [say for say in says if not say.no]
            return TurnResult(None, None, None, render(farewell, lang, self._wording), erased=True)
        messages = render(says, lang, self._wording, incoming.message if redraws else "")
        if private or erases or line or turn.secret:
            removes = incoming.message if erases else line
            messages = marked(messages, removes, turn.secret, private)
        if turn.hides:
            messages = cleared(messages)
        place, answers = encode(session)
        return TurnResult(place, answers, session.place.lang or None, messages, turn.hides)

    def _lang(self, session: Session) -> str:
        """Hers, unless it is shipped no more."""
        known = self._world.speech.languages(session.place.hint)
        return session.place.lang if session.place.lang in known else known[0]


def rested(state: PersonState, now: float) -> bool:
    """Did nobody use the phone for IDLE (C10)?"""
    return state.place is not None and (state.seen is None or now - state.seen >= privacy.IDLE)


def restore(state: PersonState) -> Session:
    """The session as it was left; a new one where none is kept, or where it cannot be read any more."""
    try:
        session = decode(state.place, state.answers)
    except msgspec.DecodeError:
        session = new_session()
    if state.lang and not session.place.lang:
        session.place.lang = state.lang
    return session
