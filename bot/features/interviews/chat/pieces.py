"""A long page in pieces that are read one after the other, as articles are: short, for a small screen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.conversation.messages import Rich, Span

SENTENCES, LINES, LETTERS = 3, 8, 600
"""What one piece holds at most; letters are code points."""
_END = re.compile(r"[.!?؟۔…][”»\"')\]\u2068\u2069]*(?=\s|$)")
_JOINER = "\u200d"
OPENING, PDI = "\u2066\u2067\u2068", "\u2069"
LINE = LETTERS - 10
"""Code points of one line: room for the marks of direction around it."""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    bold: bool = False
    opens: bool = False
    """It begins a paragraph."""

    @property
    def sentences(self) -> int:
        """How many sentences end in it; a row such as “Pay: 900” is none."""
        return len(_END.findall(self.text))


@dataclass(slots=True)
class _Piece:
    lines: list[_Line] = field(default_factory=list)

    def fits(self, more: Iterable[_Line]) -> bool:
        all_ = [*self.lines, *more]
        return (
            sum(line.sentences for line in all_) <= SENTENCES
            and len(all_) <= LINES
            and sum(len(line.text) + 2 for line in all_) <= LETTERS
        )

    def rich(self, lang: str) -> Rich:
        text, spans = "", []
        for line in self.lines:
            text += ("\n\n" if line.opens else "\n") if text else ""
            spans += [Span(len(text), len(text) + len(line.text), "bold")] if line.bold else []
            text += line.text
        return Rich(text, lang, tuple(spans))


def pieces(parts: Iterable[Rich], lang: str) -> tuple[Rich, ...]:
    """The parts in order, cut between paragraphs where that is enough, else lines, sentences or words.

    A line is bold where it was. A heading stands with what it heads.
    """
    found = [_Piece()]
    for paragraph in _paragraphs(parts):
        if not found[-1].fits(paragraph) and _Piece().fits(paragraph):
            found.append(_Piece())
        for number, line in enumerate(paragraph):
            heads = paragraph[number : number + 2] if _is_heading(paragraph, number) else [line]
            if found[-1].lines and not found[-1].fits(heads):
                found.append(_Piece())
            found[-1].lines.append(line)
    return tuple(piece.rich(lang) for piece in found if piece.lines)


def _is_heading(paragraph: list[_Line], number: int) -> bool:
    return number == 0 and len(paragraph) > 1


def _paragraphs(parts: Iterable[Rich]) -> Iterator[list[_Line]]:
    for part in parts:
        lines: list[_Line] = []
        at = 0
        for text in part.text.split("\n"):
            bold = any(span.style == "bold" and span.start <= at < span.end for span in part.spans)
            at += len(text) + 1
            if not text.strip():
                yield from _those(lines)
                lines = []
                continue
            for short in _short(text):
                lines.append(_Line(short, bold, not lines))
        yield from _those(lines)


def _those(lines: list[_Line]) -> Iterator[list[_Line]]:
    if lines:
        yield lines


def _short(text: str) -> Iterator[str]:
    """A line in pieces that fit: cut after SENTENCES sentences, or between words where it has no end of one.

    A stretch with a direction of its own that is cut is closed in the one piece and opened in the next (I9).
    """
    opened = ""
    while text:
        cut = _cut(text)
        piece = opened + text[:cut].rstrip()
        opened = _left_open(piece)
        yield piece + PDI * len(opened)
        text = text[cut:].lstrip()


def _cut(text: str) -> int:
    """Where the first piece of a line ends."""
    ends = [match.end() for match in _END.finditer(text)]
    longest = ends[SENTENCES - 1] if len(ends) > SENTENCES else len(text)
    if longest <= LINE:
        return longest
    within = [end for end in ends if end <= LINE]
    if within:
        return within[-1]
    space = text.rfind(" ", 1, LINE)
    return space if space > 0 else _between_characters(text, LINE)


def _between_characters(text: str, cut: int) -> int:
    """The place at or before `cut` where no letter is torn from its marks (I8)."""
    at = cut
    while at > 1 and (unicodedata.category(text[at]) in ("Mn", "Me", "Mc", "Cf") or text[at - 1] == _JOINER):
        at -= 1
    return at if at > 1 else cut


def _left_open(text: str) -> str:
    """The marks that open a direction which the text does not close."""
    opened = ""
    for sign in text:
        if sign in OPENING:
            opened += sign
        elif sign == PDI:
            opened = opened[:-1]
    return opened
