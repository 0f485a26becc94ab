"""A text with spans, cut into runs of one look each: the last form before a page or a phone shows it.

A run is a piece of plain text with flags, so whoever shows it sets text and never builds markup (I7).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from urllib.parse import urlsplit

import msgspec

from bot.conversation.messages import Span

NEAR = 160  # characters after a link in which its host counts as shown


class Run(msgspec.Struct, frozen=True, omit_defaults=True):
    """t: text, b: bold, i: italic, h: address of a link, o: the host to be shown beside it (I10)."""

    t: str
    b: bool = False
    i: bool = False
    h: str = ""
    o: str = ""


def runs(text: str, spans: Sequence[Span] = ()) -> tuple[Run, ...]:
    """Cut at every border of a span. Spans may overlap; what lies outside the text is ignored."""
    cuts = sorted({0, len(text), *(min(max(at, 0), len(text)) for s in spans for at in (s.start, s.end))})
    return tuple(_run(text, spans, start, end) for start, end in pairwise(cuts))


def _run(text: str, spans: Sequence[Span], start: int, end: int) -> Run:
    over = [span for span in spans if span.start <= start and end <= span.end]
    link = next((span for span in over if span.style == "link"), None)
    href, host = safe_link(link.href) if link else ("", "")
    last = link is not None and end == min(link.end, len(text))
    return Run(
        text[start:end],
        b=any(span.style == "bold" for span in over),
        i=any(span.style == "italic" for span in over),
        h=href,
        # Once, after the last run of the link, and only where the text does not show it by itself.
        o=host if link and last and not _shows(text[link.start : link.end + NEAR], host) else "",
    )


def _shows(text: str, host: str) -> bool:
    """Whether a text names exactly this host, not a longer one that only contains it."""
    return (
        re.search(rf"(?<![\w.-])(?:www\.)?{re.escape(host)}(?![\w-]|\.\w)", text, re.IGNORECASE) is not None
    )


def safe_link(href: str) -> tuple[str, str]:
    """The address and its real host, or two empty strings for anything but plain http(s) (I10).

    A host in letters of other scripts is given in its ASCII form, so that no look-alike passes.
    """
    try:
        parts = urlsplit(href)
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return "", ""
    odd = any(unicodedata.category(c).startswith("C") or c.isspace() for c in href)
    if parts.scheme not in ("http", "https") or not host or parts.username is not None or odd:
        return "", ""
    return href, host.removeprefix("www.")
