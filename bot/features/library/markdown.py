"""From the Markdown of an article's body to its pieces, in words and spans.

Only paragraphs, flat lists, **bold**, [words](https://...) and ## headings are allowed; all else is a fault.
Every link shows its real host in the text (I10), set apart where the text runs right to left.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from bot.conversation.messages import Span
from bot.features.library.building import Builder, add_link, host_of
from bot.features.library.faults import Notes
from bot.features.library.model import HEADING_LIMIT, PIECE_LIMIT, PIECES_MAX, PIECES_MIN, Piece
from bot.features.library.phones import find_phone
from bot.language.languages import Language
from bot.language.numbers import native_digits

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\ufeff\x00-\x08\x0b-\x1f\x7f\U000e0000-\U000e007f]")
_NAMES = {
    "em_open": "slanted text",
    "code_inline": "code",
    "code_block": "indented text",
    "fence": "code",
    "blockquote_open": "a quotation",
    "hr": "a line across",
    "html_block": "HTML",
    "html_inline": "HTML",
    "image": "a picture",
    "hardbreak": "a forced line break",
}


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # 60 modules: packed articles need none of them

    return MarkdownIt("commonmark").disable(["reference", "autolink"])


@dataclass(slots=True)
class _Draft:
    heading: str
    line: int
    out: Builder = field(default_factory=Builder)
    plain: int = 0
    """Characters shown, without the hosts that rendering adds."""
    warns: bool = False
    """True where the last block is a paragraph that begins in bold."""


class _Reader:
    """Walks the tokens of one body."""

    def __init__(self, above: int, language: Language, notes: Notes) -> None:
        self.above = above
        self.language = language
        self.notes = notes
        self.drafts = [_Draft("", above + 1)]
        self.lists: list[int | None] = []
        self.line = above + 1
        self.fresh = False  # an item has opened and its paragraph is still to come

    def walk(self, tokens: list[Token]) -> None:
        heading = False
        for token in tokens:
            if token.map:
                self.line = token.map[0] + 1 + self.above
            match token.type:
                case "heading_open":
                    heading = True
                    if token.markup != "##":
                        self.notes.error(self.line, "only headings with ## are allowed")
                case "heading_close":
                    heading = False
                case "bullet_list_open" | "ordered_list_open":
                    self._open_list(token)
                case "bullet_list_close" | "ordered_list_close":
                    self.lists.pop()
                case "list_item_open":
                    self._open_item()
                case "inline" if heading:
                    self.drafts.append(_Draft(self._heading(token), self.line))
                case "inline":
                    self._block(token)
                case "paragraph_open" | "paragraph_close" | "list_item_close":
                    pass
                case other:
                    self._refuse(other)

    def _open_list(self, token: Token) -> None:
        if self.lists:
            self.notes.error(self.line, "a list inside a list is not allowed: make it one list")
        ordered = token.type == "ordered_list_open"
        self.lists.append(int(token.attrGet("start") or 1) if ordered else None)
        self._gap("\n\n")

    def _open_item(self) -> None:
        at = self.lists[-1]
        out = self.drafts[-1].out
        if not out.text.endswith("\n\n"):
            self._gap("\n")
        if at is None:
            out.add("• ")
        else:
            out.add(f"{native_digits(str(at), self.language)}. ")
            self.lists[-1] = at + 1
        self.fresh = True

    def _gap(self, gap: str) -> None:
        out = self.drafts[-1].out
        if out.text:
            out.add(gap)

    def _heading(self, token: Token) -> str:
        children = token.children or []
        if any(child.type not in ("text", "softbreak") for child in children):
            self.notes.error(self.line, "a heading carries plain words only")
        words = "".join(child.content for child in children).strip()
        if len(words) > HEADING_LIMIT:
            self.notes.error(
                self.line, f"the heading has {len(words)} characters, {HEADING_LIMIT} at most: shorten it"
            )
        return words

    def _block(self, token: Token) -> None:
        draft = self.drafts[-1]
        if not self.lists:
            self._gap("\n\n")
        elif not self.fresh:
            self.notes.error(self.line, "an entry of a list is one paragraph: put the rest after the list")
            self._gap(" ")
        self.fresh = False
        children = token.children or []
        first = next((child for child in children if child.type != "text" or child.content), None)
        draft.warns = not self.lists and first is not None and first.type == "strong_open"
        before = draft.out.text
        plain = self._inline(children)
        draft.plain += len(plain) + (1 if before else 0)
        if "**" in plain or "](" in plain:
            self.notes.error(self.line, "a stray ** or ]( is left over: close the bold or the link")
        if phone := find_phone(plain):
            self.notes.error(self.line, f"'{phone}' looks like a telephone number: name the office instead")

    def _inline(self, children: list[Token]) -> str:
        """Add one block's words to the piece; returns them without the hosts."""
        out = self.drafts[-1].out
        plain = words = href = ""
        bold = 0
        for child in children:
            match child.type:
                case "text" | "softbreak":
                    shown = " " if child.type == "softbreak" else child.content
                    plain += shown
                    if href:
                        words += shown
                    else:
                        out.add(shown)
                case "strong_open":
                    bold = len(out.text)
                case "strong_close" if not href:
                    out.spans.append(Span(bold, len(out.text), "bold"))
                case "link_open":
                    href, words = self._href(child), ""
                case "link_close":
                    if host_of(href):
                        add_link(out, words, href, self.language)
                    href = ""
                case "strong_close":
                    self.notes.error(self.line, "bold inside a link is not allowed: take out the **")
                case other:
                    self._refuse(other)
            if child.type == "softbreak":
                self.line += 1
        return plain

    def _href(self, token: Token) -> str:
        href = str(token.attrGet("href") or "")
        if not host_of(href):
            self.notes.error(self.line, f"the link '{href}' must be https:// and a plain host name")
        return href or "-"

    def _refuse(self, kind: str) -> None:
        if not kind.endswith("_close"):
            self.notes.error(self.line, f"{_NAMES.get(kind, kind)} is not allowed here: use plain words")


def read_body(body: str, above: int, language: Language, notes: Notes) -> tuple[Piece, ...]:
    """The pieces of a body; `above` is the number of lines that stand before it in its file."""
    for number, line in enumerate(body.split("\n"), above + 1):
        if hidden := _HIDDEN.search(line):
            notes.error(number, f"hidden character U+{ord(hidden.group()):04X}: take it out")
    reader = _Reader(above, language, notes)
    reader.walk(_parser().parse(body))
    _judge(reader.drafts, reader.line, notes)
    return tuple(
        Piece(
            draft.heading,
            draft.out.text,
            tuple(sorted(draft.out.spans, key=lambda span: (span.start, span.end))),
            draft.line,
        )
        for draft in reader.drafts
    )


def _judge(drafts: list[_Draft], last_line: int, notes: Notes) -> None:
    if not PIECES_MIN <= len(drafts) <= PIECES_MAX:
        notes.error(
            drafts[0].line, f"{len(drafts)} pieces, {PIECES_MIN} to {PIECES_MAX} are needed: join or split"
        )
    for draft in drafts:
        if not draft.out.text:
            notes.error(draft.line, "this piece has no text: write some, or take out its heading")
        if draft.plain > PIECE_LIMIT:
            notes.error(
                draft.line, f"the piece has {draft.plain} characters, {PIECE_LIMIT} at most: shorten or split"
            )
    if not drafts[-1].warns:
        notes.error(last_line, "the last line must begin with the words for **Be careful:** in bold")
