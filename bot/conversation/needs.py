"""Which variables a flow still needs from each of its steps on.

So a person who left an article open over night goes on reading: that her question has been erased since (D5)
matters only where the flow would use it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.conversation.flow import Step
from bot.conversation.steps.article import ArticleStep
from bot.conversation.steps.ask import AskStep
from bot.conversation.steps.branch import NONE_EDGE, BranchStep
from bot.conversation.steps.call import CallStep
from bot.conversation.steps.do import DoStep
from bot.conversation.steps.give import GiveStep
from bot.conversation.steps.say import SayStep
from bot.conversation.steps.show import ShowStep

Needs = dict[str, frozenset[str]]
NOTHING: frozenset[str] = frozenset()


def needs(steps: Mapping[str, Step], *, bare: bool = False) -> Needs:
    """By step: the variables that it or a later step reads before they are set anew.

    `bare`: a variable that a branch asks for first is none that the flow cannot do without.
    """
    found: Needs = {name: _own(step, bare) for name, step in steps.items()}
    ways = [
        (name, [(target, _known(step, edge, bare)) for edge, target in step.edges.items()])
        for name, step in reversed(tuple(steps.items()))  # most lead on to a step further down
    ]
    grown = True
    while grown:
        grown = False
        for name, targets in ways:
            later = (found.get(target, NOTHING) - known for target, known in targets)
            now = found[name].union(*later)
            grown, found[name] = grown or now != found[name], now
    return found


def wants(steps: Mapping[str, Step], start: str) -> frozenset[str]:
    """The variables that have to be handed in for the flow to begin: none that it asks for itself.

    What it asks for may be lacking where she was led past the question; then it can do without.
    """
    asked = {step.save for step in steps.values() if isinstance(step, AskStep)}
    return needs(steps, bare=True).get(start, frozenset()) - asked


def _own(step: Step, bare: bool) -> frozenset[str]:
    """What the step itself reads."""
    return NOTHING if bare and isinstance(step, BranchStep) else frozenset(_reads(step))


def _known(step: Step, edge: str, bare: bool) -> frozenset[str]:
    """The variables that surely have a value when the step is left by this edge."""
    match step:
        case AskStep(save=save):
            return frozenset({save})  # skipped, it holds nothing
        case BranchStep() if bare and edge != NONE_EDGE:
            return frozenset(_reads(step))
        case DoStep(gives=gives):
            return gives
        case _:
            return NOTHING


def _reads(step: Step) -> Iterable[str]:
    match step:
        case SayStep(text=text):
            return text.names
        case GiveStep(text=text, value=value):
            return (*text.names, *_variables([value]))
        case AskStep(text=text, answer=answer, above=above):
            return (*text.names, *_variables([getattr(answer, "source", ""), *above]))
        case DoStep(args=args) | CallStep(args=args):
            return _variables(args.values())
        case BranchStep(on=value) | ShowStep(value=value) | ArticleStep(article=value):
            return _variables([value])
        case _:
            return ()


def _variables(values: Iterable[object]) -> list[str]:
    return [value[1:] for value in values if isinstance(value, str) and value.startswith("$")]
