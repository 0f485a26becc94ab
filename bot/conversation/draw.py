"""A flow as a Mermaid diagram."""

from __future__ import annotations

from bot.conversation.flow import END, MENU, Flow, Step

SHAPES = {
    "AskStep": ('{{"', '"}}'),
    "SayStep": ('["', '"]'),
    "DoStep": ('[["', '"]]'),
    "BranchStep": ('{"', '"}'),
}
ENDS = {MENU: "menu_", END: "end_"}


def draw(flow: Flow) -> str:
    """Mermaid source: one node a step, one arrow an edge."""
    lines = [
        f"%% {flow.id}, version {flow.version}",
        "flowchart TD",
        f'    start_(["{flow.id}"]) --> {_node(flow.start)}',
    ]
    for step in flow.steps.values():
        opening, closing = SHAPES.get(type(step).__name__, ('(["', '"])'))
        lines.append(f"    {_node(step.id)}{opening}{_label(step)}{closing}")
        for edge, target in step.edges.items():
            arrow = "-->" if edge == "next" else f'-- "{_escaped(edge)}" -->'
            lines.append(f"    {_node(step.id)} {arrow} {_node(target)}")
    targets = {target for step in flow.steps.values() for target in step.edges.values()}
    lines.extend(f"    {ENDS[end]}(({end[1:]}))" for end in sorted(targets & ENDS.keys()))
    return "\n".join(lines) + "\n"


def _node(step: str) -> str:
    """The name of a step's node: words of Mermaid's own, such as end, would break the diagram."""
    return ENDS.get(step) or f"s_{step}"


def _label(step: Step) -> str:
    text = getattr(step, "text", None)
    what = text.msg if text is not None else getattr(step, "action", "") or getattr(step, "flow", "")
    short = " ".join(
        str(what or getattr(step, "on", "") or type(step).__name__.removesuffix("Step").lower()).split()
    )
    return _escaped(f"{step.id}: {short[:60]}")


def _escaped(text: str) -> str:
    return text.replace('"', "#quot;").replace("{", "#123;").replace("}", "#125;")
