"""Steps from which flows, their own or others that they call, run on for ever without asking anybody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.conversation.flow import END, MENU, Flow, Issue, Step
from bot.conversation.steps.article import ArticleStep
from bot.conversation.steps.ask import AskStep
from bot.conversation.steps.call import CallStep
from bot.conversation.steps.hide import HideStep

Spot = tuple[str, str]
"""A flow and one of its steps, or a target that is no step."""


@dataclass
class _Ways:
    """Where each step can lead: to a question or the menu (`rests`), to the end of its flow (`ends`)."""

    flows: Mapping[str, Flow]
    rests: set[Spot] = field(default_factory=set)
    ends: set[Spot] = field(default_factory=set)

    def grow(self) -> bool:
        """Go through all steps once more; False where nothing new was found. Backwards, since most lead on
        to one further down: so a few times are enough."""
        before = len(self.rests) + len(self.ends)
        for flow in self.flows.values():
            for step in reversed(tuple(flow.steps.values())):
                spot = (flow.id, step.id)
                if spot in self.rests and spot in self.ends:
                    continue
                rests, ends = self._of(flow, step)
                if rests:
                    self.rests.add(spot)
                if ends:
                    self.ends.add(spot)
        return len(self.rests) + len(self.ends) > before

    def _of(self, flow: Flow, step: Step) -> tuple[bool, bool]:
        rests = any(self._rests(flow, target) for target in step.edges.values())
        ends = any(self._ends(flow, target) for target in step.edges.values())
        if isinstance(step, AskStep | ArticleStep | HideStep):
            return True, ends
        if not isinstance(step, CallStep):
            return rests, ends
        called = self.flows.get(step.flow)
        if called is None:
            return True, True  # told elsewhere
        asks, returns = self._rests(called, called.start), self._ends(called, called.start)
        if not step.edges:
            return asks, returns
        return asks or (returns and rests), returns and ends

    def _rests(self, flow: Flow, target: str) -> bool:
        return target == MENU or (flow.id, target) in self.rests

    def _ends(self, flow: Flow, target: str) -> bool:
        return target == END or (flow.id, target) in self.ends


def circles(flows: Mapping[str, Flow]) -> Iterator[Issue]:
    """Every step that leads to no question, no menu and no end."""
    ways = _Ways(flows)
    while ways.grow():
        pass
    for flow in flows.values():
        for step in flow.steps.values():
            if (flow.id, step.id) not in ways.rests | ways.ends:
                message = f"step {step.id} runs in circles: no way out, and nobody is asked"
                yield Issue(flow.file, step.line, message)
