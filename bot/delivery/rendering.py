"""What the core says, made into messages that are ready to be shown."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import structs

from bot.conversation.events import Say
from bot.conversation.messages import Button, Lasting, Outgoing, Rich, Span
from bot.delivery.wording import NUMBERS, Wording

JOINED = 1000
"""Code points up to which sayings of one turn are joined to one message."""
TICK = "✓ "


def render(says: Iterable[Say], lang: str, wording: Wording, replaces: str = "") -> list[Outgoing]:
    """One message for all that is said in a turn, or a few where it says much or says so.

    `replaces` goes to the first one: a menu that was pressed is redrawn in its place.
    """
    messages: list[Outgoing] = []
    last: Outgoing | None = None  # what more may be joined to
    for say in says:
        rich = wording.rich(say.words, lang)
        buttons, screen = (_buttons(say, lang, wording), str(say.no)) if say.no else ((), "")
        if last is not None and not say.apart and _fits(last, rich):
            messages[-1] = last = _joined(last, rich, buttons, say.pick, screen)
            continue
        file = wording.file(say.file, lang) if say.file else None
        last = Outgoing(rich.text, rich.lang, rich.spans, buttons, "", say.pick, screen, file)
        messages.append(last)
        if say.apart:
            last = None
    if replaces and messages:
        messages[0] = structs.replace(messages[0], replaces=replaces)
    return messages


def marked(messages: list[Outgoing], removes: str, secret: bool, private: bool) -> list[Outgoing]:
    """The messages of a turn in which a secret was typed or is asked for, or hers is shown (C10)."""
    if private:
        messages = [structs.replace(message, private=True) for message in messages]
    if messages and removes:
        messages[0] = structs.replace(messages[0], removes=removes)
    if messages and secret:
        messages[-1] = structs.replace(messages[-1], secret=True)
    return messages


def cleared(messages: list[Outgoing]) -> list[Outgoing]:
    """The one message that is left where everything goes from the screen (C12)."""
    return [structs.replace(messages[-1], clears=True)] if messages else []


def _fits(last: Outgoing, rich: Rich) -> bool:
    """Nothing is put below buttons, and a message is in one language only."""
    return not last.buttons and last.lang == rich.lang and len(last.text) + len(rich.text) < JOINED


def _joined(last: Outgoing, rich: Rich, buttons: tuple[Button, ...], pick: bool, screen: str) -> Outgoing:
    text = f"{last.text}\n\n{rich.text}"
    by = len(last.text) + 2
    spans = last.spans
    if rich.spans:
        spans += tuple([Span(s.start + by, s.end + by, s.style, s.href) for s in rich.spans])
    return Outgoing(text, last.lang, spans, buttons, "", pick, screen)


def _buttons(say: Say, lang: str, wording: Wording) -> tuple[Button, ...]:
    asked, nav = say.asked, say.nav
    if type(asked) is Lasting:
        buttons = wording.choices(asked, lang)
    else:
        # A plain loop: it is run at most turns, and a comprehension is dearer for few.
        found: list[Button] = []
        numbers: Iterable[str] = NUMBERS if len(asked) <= len(NUMBERS) else map(str, range(len(asked)))
        for number, choice in zip(numbers, asked, strict=False):
            label = wording.label(choice.label, lang)
            found.append(Button(number, TICK + label if choice.ticked else label))
        buttons = tuple(found)
    return buttons + wording.ways(nav, lang) if nav else buttons
