"""What the core says, made into messages that are ready to be shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import structs

from bot.conversation.events import Say
from bot.conversation.messages import Button, Choice, Lasting, Outgoing, Rich, Span
from bot.delivery.wording import Wording

JOINED = 1000
"""Code points up to which sayings of one turn are joined to one message."""
TICK = "✓ "


def render(says: Iterable[Say], lang: str, wording: Wording, replaces: str = "") -> list[Outgoing]:
    """One message for all that is said in a turn, or a few where it says much or says so.

    `replaces` goes to the first one: a menu that was pressed is redrawn in its place.
    """
    messages: list[Outgoing] = []
    alone = False
    for say in says:
        rich = wording.rich(say.words, lang)
        buttons = tuple(_buttons(say, lang, wording)) if say.no else ()
        last = messages[-1] if messages else None
        if last is not None and not say.apart and not alone and _fits(last, rich):
            messages[-1] = _joined(last, rich, buttons, say.pick)
        else:
            file = wording.file(say.file, lang) if say.file else None
            messages.append(Outgoing(rich.text, rich.lang, rich.spans, buttons, "", say.pick, file))
        alone = say.apart
    if replaces and messages:
        messages[0] = structs.replace(messages[0], replaces=replaces)
    return messages


def _fits(last: Outgoing, rich: Rich) -> bool:
    """Nothing is put below buttons, and a message is in one language only."""
    return not last.buttons and last.lang == rich.lang and len(last.text) + len(rich.text) < JOINED


def _joined(last: Outgoing, rich: Rich, buttons: tuple[Button, ...], pick: bool) -> Outgoing:
    text = f"{last.text}\n\n{rich.text}"
    by = len(last.text) + 2
    spans = tuple(Span(s.start + by, s.end + by, s.style, s.href) for s in rich.spans)
    return Outgoing(text, last.lang, (*last.spans, *spans), buttons, "", pick)


def _buttons(say: Say, lang: str, wording: Wording) -> list[Button]:
    no, asked, nav = say.no, say.asked, say.nav
    if type(asked) is Lasting:
        labels: Sequence[str] = wording.labels(asked, lang)
    else:
        labels = [_label(choice, lang, wording) for choice in asked]
    buttons = [Button(f"{no}.{at}", words) for at, words in enumerate(labels)]
    if nav:
        named = zip(nav.ids, wording.labels(nav, lang), strict=True)
        buttons += [Button(f"{no}.{sign}", words, True) for sign, words in named]
    return buttons


def _label(choice: Choice, lang: str, wording: Wording) -> str:
    label = wording.label(choice.label, lang)
    return TICK + label if choice.ticked else label
