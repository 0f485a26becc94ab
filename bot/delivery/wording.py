"""All that can be said, in words: texts from the catalogs, and what the features have words for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from bot.conversation.messages import Attachment, Button, Lasting, Ref, Rich, Text, Words


class Texts(Protocol):
    """The language half (bot.language.speech)."""

    def text(
        self, lang: str, ctxt: str, msg: str, values: Mapping[str, Any] | None, plural: str, count: str
    ) -> tuple[str, str]:
        """The text filled in, and the tag of the language that it is in."""
        ...


Namer = Callable[[str, str], Rich]
"""Given an id and a language: its words. Never raises for an unknown id."""

Maker = Callable[[str, str], Attachment]
"""Given an id and a language: a file. In milliseconds, since turns wait for it; changes nothing."""

_Made = dict[tuple[int, str], tuple[tuple[Button, ...], Lasting]]
"""Buttons by the identity of their choices and the language."""

NUMBERS = tuple(map(str, range(64)))
"""Of choices, as the ids of their buttons: written once."""


class Wording:
    """Finds the words for a Text or a Ref. `namers`, `makers`: by the kind of Ref, given by the part that
    knows it."""

    def __init__(
        self,
        texts: Texts,
        namers: Mapping[str, Namer],
        facts: Mapping[str, Any],
        makers: Mapping[str, Maker] | None = None,
    ) -> None:
        self._texts = texts
        self.makers = {} if makers is None else makers
        self.namers = namers
        self._facts = facts
        self._fixed: dict[tuple[str, str, str], Rich] = {}
        """By language, context and id: texts without values, which are always the same; as many as the
        program has."""
        self._choices: _Made = {}
        self._ways: _Made = {}

    def rich(self, words: Words, lang: str) -> Rich:
        """The words with their spans, and the language they turned out to be in."""
        if type(words) is Ref:  # isinstance is six times dearer for a struct of another kind
            return self.namers[words.kind](words.id, lang)
        if not words.values:
            fixed = self._fixed.get((lang, words.ctxt, words.msg))
            return self._keep_fixed(words, lang) if fixed is None else fixed
        values = self._values(words.values, lang)
        text, found = self._texts.text(lang, words.ctxt, words.msg, values, words.plural, words.count)
        return Rich(text, found)

    def _keep_fixed(self, words: Text, lang: str) -> Rich:
        rich = Rich(*self._texts.text(lang, words.ctxt, words.msg, words.values, "", ""))
        self._fixed[lang, words.ctxt, words.msg] = rich
        return rich

    def file(self, ref: Ref, lang: str) -> Attachment:
        """A file in her language."""
        return self.makers[ref.kind](ref.id, lang)

    def label(self, words: Words, lang: str) -> str:
        """The plain words of a short label."""
        if type(words) is Ref:
            return self.namers[words.kind](words.id, lang).text
        fixed = self._fixed.get((lang, words.ctxt, words.msg))  # holds only texts without values
        return self.rich(words, lang).text if fixed is None else fixed.text

    def choices(self, choices: Lasting, lang: str) -> tuple[Button, ...]:
        """The buttons of choices that the program holds for good, by their numbers."""
        found = self._choices.get((id(choices), lang))
        return self._keep(self._choices, choices, lang) if found is None else found[0]

    def ways(self, ways: Lasting, lang: str) -> tuple[Button, ...]:
        """The buttons of the ways that are open everywhere, by where they lead."""
        found = self._ways.get((id(ways), lang))
        return self._keep(self._ways, ways, lang) if found is None else found[0]

    def _keep(self, kept: _Made, choices: Lasting, lang: str) -> tuple[Button, ...]:
        """Made once: only as many as the flows have."""
        labels = [self.label(choice.label, lang) for choice in choices]
        if kept is self._ways:
            buttons = tuple(Button(c.id, label, True) for c, label in zip(choices, labels, strict=True))
        else:
            buttons = tuple(Button(str(number), label) for number, label in enumerate(labels))
        # The choices stay beside their buttons: nothing else can ever have this id.
        kept[id(choices), lang] = (buttons, choices)
        return buttons

    def _values(self, values: Mapping[str, Any], lang: str) -> Mapping[str, Any]:
        """Values that are texts themselves (the demo's operator) are put into words; facts fill the gaps."""
        filled: dict[str, Any] = {}
        for name, value in values.items():
            if value is None:
                value = self._facts.get(name)
            kind = type(value)
            filled[name] = self.label(value, lang) if kind is Text or kind is Ref else value
        return filled
