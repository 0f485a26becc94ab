"""Giving up what lies anywhere in the stack as though it had come to its end: its caller goes on after it.

So nothing that she filled in is lost when something that she read is taken away.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.conversation.flow import END
from bot.conversation.session import Frame
from bot.conversation.talk import Talk


def give_up(talk: Talk, over: Callable[[Frame], bool]) -> None:
    """Take out every frame that is `over`, with what it called; what interrupted it stays.

    The stack may be empty then, and the step on top may be one that waits for nobody.
    """
    stack = talk.session.place.stack
    at = 0
    while at < len(stack):
        at = _take_out(talk, at) if over(stack[at]) else at + 1


def _take_out(talk: Talk, at: int) -> int:
    """Take one frame out and lead the flow that had called it on; from where to look on."""
    stack, answers = talk.session.place.stack, talk.session.answers
    end = next((i for i in range(at + 1, len(stack)) if stack[i].interrupts), len(stack))
    called = not stack[at].interrupts
    del stack[at:end], answers[at:end]
    while called and at:
        frame = stack[at - 1]
        flow = talk.world.flows.get(frame.flow)
        step = flow.steps.get(frame.step) if flow else None
        target = step.edges.get("next", "") if step else ""
        if flow is None or not target:
            break  # it was changed: mending begins it again when its turn comes
        if target in flow.steps:
            frame.step = target
            break
        # It was the last thing that its caller had to do; "@menu" ends everything below besides.
        at -= 1
        called = not frame.interrupts
        first = at if target == END else 0
        del stack[first : at + 1], answers[first : at + 1]
        at = first
    return at
