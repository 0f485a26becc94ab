"""A long text in pieces that Telegram takes, cut where a reader would pause (I8)."""

from __future__ import annotations

import re

from bot.channels.telegram.characters import ISOLATE_OPENERS, PDI, Ruler, joined, last_boundary

LIMIT = 4096
"""UTF-16 units a message (Bot API, sendMessage: 1-4096 characters)."""

# From the best place to the poorest. Sentences end so in Latin, Arabic, Urdu, Indic, Burmese, Ethiopic
# and Chinese writing.
_PAUSES = (
    re.compile(r"\n[ \t]*\n"),
    re.compile(r"\n"),
    re.compile(r"(?<=[.!?…؟۔।။።])[\"'»”’)\]\u2069]*(?=[ \n])|(?<=[。！？])"),
    re.compile(r"[ \t]"),
)


def ranges(text: str, ruler: Ruler, limit: int = LIMIT) -> list[tuple[int, int]]:
    """Start and end of each piece, without the white space around it; [] where there is nothing to show."""
    pieces: list[tuple[int, int]] = []
    start, length = _skip_space(text, 0), len(text.rstrip())
    while start < length:
        edge = ruler.furthest(start, limit) if ruler.total > limit else length
        end = length if edge >= length else _best_cut(text, start, edge)
        shown_end = start + len(text[start:end].rstrip())
        pieces.append((start, shown_end))
        start = _skip_space(text, end)
    return pieces


def _skip_space(text: str, start: int) -> int:
    return len(text) - len(text[start:].lstrip())


def _best_cut(text: str, start: int, edge: int) -> int:
    """A pause in the second half of text[start:edge], else the last place between two characters."""
    middle = start + (edge - start) // 2
    for pause in _PAUSES:
        # A pause that begins exactly at the edge counts: it is not shown.
        for found in reversed(list(pause.finditer(text, middle, min(edge + 1, len(text))))):
            cut = found.end() if found.start() == found.end() or not found[0].isspace() else found.start()
            if start < cut <= edge and not joined(text, cut) and _isolates_closed(text, start, cut):
                return cut
    return last_boundary(text, start, edge)


def _isolates_closed(text: str, start: int, cut: int) -> bool:
    """A foreign name between FSI and PDI stays in one piece, or its end would lose its direction."""
    opened = sum(text.count(opener, start, cut) for opener in ISOLATE_OPENERS)
    return opened <= text.count(PDI, start, cut)
