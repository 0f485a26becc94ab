"""What comes in from a person and what goes out to her, the same for every channel."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Literal, final

import msgspec

Kind = Literal["text", "press", "command", "start", "open", "other", "due"]


class Incoming(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that a person did, reduced to what may be kept.

    No name, user name, phone number or place of hers ever stands in it (D2).
    """

    kind: Kind
    text: str = ""
    """text: what she typed (NFC, at most 4,096 characters). command: its name without the slash.
    start: the deep link's payload. other: what came instead of text (photo, voice, sticker, ...).
    due: the id of a reminder whose time has come; never from a channel."""
    button: str = ""
    """press: the id of the button, as it was sent out. Hostile until the session knows it (I5)."""
    message: str = ""
    """press: the channel's own id of the message that carried the button. Else that of her own message, where
    the channel can take it out of the chat."""
    hint: str = ""
    """The language tag that the platform reports, if any; used only for a person without a language."""
    lang: str = ""
    """The shipped language that she chose before she came, as an option of the command line; "" without."""


class Span(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A stretch of a text that looks different. Offsets count code points of the whole text."""

    start: int
    end: int
    style: Literal["bold", "italic", "link"]
    href: str = ""


class Rich(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A text in words, with the language that it turned out to be in (BCP 47 tag)."""

    text: str
    lang: str
    spans: tuple[Span, ...] = ()


class Button(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Something to press. The id goes to the phone and comes back; at most 64 bytes of ASCII.

    Below a message with a `screen`, the id is the part behind its dot: so one button serves every message.
    """

    id: str
    label: str
    nav: bool = False
    """True for back, menu and the like: channels may show these smaller, after the others."""


class Attachment(msgspec.Struct, frozen=True, gc=False):
    """A small file to keep: a CV, a checklist. `name` is ASCII without folders; at most 200 KB."""

    name: str
    media_type: str
    data: bytes


class Outgoing(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One message to one person, ready to be shown: nothing in it is left to look up."""

    text: str
    lang: str
    spans: tuple[Span, ...] = ()
    buttons: tuple[Button, ...] = ()
    replaces: str = ""
    """The channel's id of an earlier message that this one may take the place of (a menu redrawn)."""
    pick: bool = False
    """True where the buttons are a list to tick (several choices) and pressing redraws the list."""
    screen: str = ""
    """The screen that its buttons stand on: the first part of their ids, up to the dot."""
    attachment: Attachment | None = None
    """A file that the message brings."""
    subject: str = ""
    """A heading, for channels whose messages have one (mail); the others show the text alone."""
    removes: str = ""
    """The channel's id of a message of hers that is to be taken out of the chat: she typed a secret (C10)."""
    secret: bool = False
    """A secret is asked for: what is typed next is not to be seen, where the channel can hide it."""
    private: bool = False
    """It shows something of hers: a channel with its own page hides it when the phone lies idle (C10)."""
    clears: bool = False
    """Everything that was shown goes from the screen before this comes (C12)."""
    cleared: tuple[str, ...] = ()
    """The channel's ids of what is to go. Known when it is sent, and stored with no message."""
    ref: str = ""
    """128 random bits of this message, the same at every try to send it: a channel whose messages carry an
    id of the sender's (mail) uses it, so that a repeat can be recognised (M9)."""

    @property
    def keys(self) -> tuple[Button, ...]:
        """The buttons with their whole ids, as they go to the phone."""
        if not self.screen:
            return self.buttons
        return tuple([Button(f"{self.screen}.{b.id}", b.label, b.nav) for b in self.buttons])


@final
class Text(msgspec.Struct, frozen=True, omit_defaults=True):
    """A text to be looked up in the catalogs: gettext context and English message id, with its values."""

    ctxt: str
    msg: str
    values: Mapping[str, Any] = {}
    plural: str = ""
    count: str = ""
    """The name of the value that chooses the plural form, where `plural` is set."""


@final
class Ref(msgspec.Struct, frozen=True, gc=False):
    """Something that another part knows the words for, in every language.

    kind: article (its title), piece (article#number), sources (of an article), schemes, urgent (first aid),
    group, language, country, contract (what was found in one). A piece, sources and first aid may name
    another language to be in: `...@ar`.
    """

    kind: str
    id: str


Words = Text | Ref


class Choice(msgspec.Struct, frozen=True):
    """One of the things a person can choose: `id` is what the flow gets, `label` what she sees."""

    id: str
    label: Words
    ticked: bool = False
    """Of several choices: it is chosen so far, and shows a tick."""


class Lasting(tuple[Choice, ...]):
    """Choices that the program holds for good: what is worked out of them is worked out once."""

    @cached_property
    def ids(self) -> tuple[str, ...]:
        return tuple(choice.id for choice in self)


class Found(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the search made of a typed text, worked out before the transaction began."""

    outcome: Literal["answer", "choices", "none", "urgent"]
    articles: tuple[str, ...] = ()
    """At most five article ids, best first."""
    lang: str = ""
    """The language the question seems to be in, where it is surely not the person's."""
    asked: str = ""
    """With "urgent", the article that answers what is asked beside the danger."""
