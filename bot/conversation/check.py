"""What is wrong with flows beyond a single file's form: ways that lead nowhere, steps nobody reaches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from bot.conversation.circles import circles
from bot.conversation.flow import TARGETS, Flow, Issue, Step
from bot.conversation.privacy import LOCK
from bot.conversation.steps.article import ArticleStep
from bot.conversation.steps.ask import AskStep
from bot.conversation.steps.call import CallStep
from bot.conversation.steps.do import DoStep
from bot.conversation.steps.hide import HideStep

NEEDED = ("entry", "menu", "answer", "language", "about", "human", "delete", "stop", "hide", "welcome_back")
"""Flows that the engine itself leads to."""

Missing = Callable[[str, str], list[str]]
"""Given gettext context and message id: the languages that lack the text."""


def check_flows(
    flows: Mapping[str, Flow], actions: Mapping[str, frozenset[str]], missing: Missing | None = None
) -> list[Issue]:
    """Every mistake. `actions`: the declared outcomes of each action by name."""
    issues: list[Issue] = []
    for flow in flows.values():
        issues.extend(_edges(flow))
        issues.extend(_unreached(flow))
        for step in flow.steps.values():
            issues.extend(_calls(flow, step, flows, actions))
            if missing is not None:
                issues.extend(_untranslated(flow, step, missing))
    issues.extend(circles(flows))
    some = next(iter(flows.values()), None)
    if some is not None:
        folder = some.file.parent
        needed = [*NEEDED, *([LOCK] if any(flow.personal for flow in flows.values()) else [])]
        issues.extend(Issue(folder, 1, f"the flow {name} is missing") for name in needed if name not in flows)
    if LOCK in flows and flows[LOCK].personal:
        issues.append(Issue(flows[LOCK].file, 1, "the lock itself can show nothing personal"))
    return sorted(issues, key=lambda issue: (str(issue.file), issue.line))


def _edges(flow: Flow) -> Iterator[Issue]:
    for step in flow.steps.values():
        for edge, target in step.edges.items():
            if target and target not in TARGETS and target not in flow.steps:  # "": told by the loader
                yield Issue(
                    flow.file, step.line, f"step {step.id}: “{edge}” leads to {target}, which is not there"
                )
        if not step.edges and not isinstance(step, CallStep | HideStep):
            yield Issue(flow.file, step.line, f"step {step.id} is a dead end: nothing leads on")


def _unreached(flow: Flow) -> Iterator[Issue]:
    reached, waiting = set(), [flow.start]
    while waiting:
        step = flow.steps.get(waiting.pop())
        if step is None or step.id in reached:
            continue
        reached.add(step.id)
        waiting.extend(step.edges.values())
    for step in flow.steps.values():
        if step.id not in reached:
            yield Issue(flow.file, step.line, f"step {step.id} is never reached from {flow.start}")


def _calls(
    flow: Flow, step: Step, flows: Mapping[str, Flow], actions: Mapping[str, frozenset[str]]
) -> Iterator[Issue]:
    def issue(message: str) -> Issue:
        return Issue(flow.file, step.line, f"step {step.id}: {message}")

    match step:
        case DoStep(action=action) if action not in actions:
            yield issue(f"there is no action {action}; known: {', '.join(sorted(actions))}")
        case DoStep(action=action):
            outcomes = actions[action]
            for name in sorted(outcomes - step.edges.keys()):
                yield issue(f"{action} can end with “{name}”, which leads nowhere here")
            for name in sorted(step.edges.keys() - outcomes):
                yield issue(
                    f"{action} never ends with “{name}”; it can end with {', '.join(sorted(outcomes))}"
                )
        case CallStep(flow=name) if name not in flows:
            yield issue(f"there is no flow {name}")
        case ArticleStep():
            for name in sorted({"article", "piece", "last"} - flow.place):
                yield issue(f"an article step needs {name} among the flow's place variables")
        case _:
            pass


def _untranslated(flow: Flow, step: Step, missing: Missing) -> Iterator[Issue]:
    texts = []
    text = getattr(step, "text", None)
    if text is not None:
        texts.append((text.ctxt, text.msg))
    if isinstance(step, AskStep):
        fixed = getattr(step.answer, "fixed", ())
        texts.extend((c.label.ctxt, c.label.msg) for c in fixed if hasattr(c.label, "ctxt"))
    for ctxt, msg in texts:
        langs = missing(ctxt, msg)
        if langs:
            yield Issue(
                flow.file, step.line, f"step {step.id}: “{msg[:40]}” is missing in {', '.join(langs)}"
            )
