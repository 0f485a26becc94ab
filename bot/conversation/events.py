"""What the engine is told, and what it tells."""

from __future__ import annotations

from typing import Any, final

import msgspec

from bot.conversation.messages import Choice, Found, Incoming, Lasting, Ref, Words
from bot.conversation.session import Session


@final
class Did(msgspec.Struct, frozen=True, gc=False):
    """A person did something; `found` is what the search made of it, if it was a text."""

    incoming: Incoming
    found: Found | None = None


@final
class Happened(msgspec.Struct, frozen=True, gc=False):
    """An action that the engine called for has ended."""

    outcome: str
    data: dict[str, Any] = {}


Event = Did | Happened


class Shown(msgspec.Struct, frozen=True, gc=False):
    """A choice with the button id that stands for it on the phone."""

    button: str
    choice: Choice
    nav: bool = False


class Say(msgspec.Struct, frozen=True, gc=False):
    """Something to show. `apart`: a message of its own, not joined to the one before."""

    words: Words
    asked: tuple[Choice, ...] = ()
    nav: Lasting = Lasting()
    """Ways that are open everywhere; their ids say where they lead."""
    no: int = 0
    """The screen's number: the first part of its buttons' ids."""
    apart: bool = False
    pick: bool = False
    file: Ref | None = None
    """What a file is made of, that this message brings."""

    @property
    def choices(self) -> tuple[Shown, ...]:
        """All that can be pressed, with the button ids."""
        asked = [Shown(f"{self.no}.{index}", choice) for index, choice in enumerate(self.asked)]
        return (*asked, *[Shown(f"{self.no}.{choice.id}", choice, True) for choice in self.nav])


class Call(msgspec.Struct, frozen=True, gc=False):
    """An action to run: its name and its arguments (plain JSON values)."""

    action: str
    args: dict[str, Any]


class Turn(msgspec.Struct, frozen=True, gc=False):
    """The result of one event: the session as it now is, what to say, what to call first."""

    session: Session
    says: tuple[Say, ...]
    call: Call | None = None
    redraws: bool = False
    """True where a button of the newest menu was pressed: what is said may take that menu's place."""
    private: bool = False
    """True where something of hers is shown: a page of the chat hides it when the phone lies idle (C10)."""
    erases: bool = False
    """True where she typed a secret: her message goes from the chat where that can be done."""
    secret: bool = False
    """True where a secret is asked for: what is typed next is not to be seen."""
    hides: bool = False
    """True where everything goes from the screen: what is said is all that may stand there (C12)."""
