"""Grows a text with its spans, and shows every link with its real host (I10)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from bot.conversation.messages import Span
from bot.language.bidi import isolate
from bot.language.languages import Language

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")


@dataclass(slots=True)
class Builder:
    """Grows a text together with its spans."""

    text: str = ""
    spans: list[Span] = field(default_factory=list)

    def add(self, words: str, style: Literal["bold", "italic", "link"] | None = None, href: str = "") -> None:
        start = len(self.text)
        self.text += words
        if style:
            self.spans.append(Span(start, len(self.text), style, href))

    def append(self, text: str, spans: tuple[Span, ...]) -> None:
        at = len(self.text)
        self.text += text
        self.spans += [Span(span.start + at, span.end + at, span.style, span.href) for span in spans]


def host_of(url: str) -> str:
    """The host of an https address that may be shown, or "" where the address is not acceptable."""
    try:
        parts = urlsplit(url)
        plain = parts.scheme == "https" and parts.port is None and "@" not in parts.netloc
    except ValueError:
        return ""
    host = (parts.hostname or "").lower()
    # xn-- hides letters of other scripts that look like Latin ones.
    return host if plain and _HOST.fullmatch(host) and "xn--" not in host else ""


def add_link(out: Builder, words: str, url: str, language: Language) -> None:
    """The words as a link, followed by the host unless the words show it themselves (I10)."""
    out.add(words, "link", url)
    host = host_of(url)
    if host.removeprefix("www.") not in words.lower():
        out.add(f" ({isolate(host, language)})")
