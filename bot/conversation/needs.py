"""Which variables a flow still needs from each of its steps on.

So a person who left an article open over night goes on reading: that her question has been erased since (D5)
matters only where the flow would use it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.conversation.flow import Step
from bot.conversation.steps.article import ArticleStep
from bot.conversation.steps.ask import SKIP_EDGE, AskStep
from bot.conversation.steps.branch import NONE_EDGE, BranchStep
from bot.conversation.steps.call import CallStep
from bot.conversation.steps.do import DoStep
from bot.conversation.steps.say import SayStep
from bot.conversation.steps.show import ShowStep

Needs = dict[str, frozenset[str]]


def needs(steps: Mapping[str, Step], *, bare: bool = False) -> Needs:
    """By step: the variables that it or a later step reads before they are set anew.

    `bare`: a variable that a branch asks for first is none that the flow cannot do without.
    """
    found: Needs = {name: frozenset() for name in steps}
    grown = True
    while grown:
        grown = False
        for name, step in steps.items():
            now = _needs(step, found, bare)
            grown, found[name] = grown or now != found[name], now
    return found


def _needs(step: Step, found: Needs, bare: bool) -> frozenset[str]:
    later = (found.get(target, frozenset()) - _known(step, edge, bare) for edge, target in step.edges.items())
    own = frozenset() if bare and isinstance(step, BranchStep) else frozenset(_reads(step))
    return own.union(*later)


def _known(step: Step, edge: str, bare: bool) -> frozenset[str]:
    """The variables that surely have a value when the step is left by this edge."""
    match step:
        case AskStep(save=save) if edge != SKIP_EDGE:
            return frozenset({save})
        case BranchStep() if bare and edge != NONE_EDGE:
            return frozenset(_reads(step))
        case DoStep(gives=gives):
            return gives
        case _:
            return frozenset()


def _reads(step: Step) -> Iterable[str]:
    match step:
        case SayStep(text=text):
            return text.names
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
