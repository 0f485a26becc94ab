"""The check of a pasted message, and the list of what to read about it. Keeps nothing of the message."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.features.guidance.offers.addresses import addresses, imitates, is_free_mail, shown
from bot.features.guidance.offers.model import FLAGS, Place, Seen
from bot.features.guidance.offers.reading import Rules
from bot.language.phrases import Match, Token, is_number, tokens

LONGEST_QUOTE = 60
COMPARED = 20
"""Places of a message that are compared with each other for one sign."""
QUOTES = 2
"""Places of a message that are shown for one sign."""
FEWEST_WORDS = 4
"""A message with fewer words and no address is too little to judge."""
ARTICLES = 3


class OfferCheck:
    """Offers held against the rules. `readable`: whether an article can be read right now."""

    def __init__(self, rules: Rules, readable: Callable[[str], bool]) -> None:
        self.rules = rules
        self._readable = readable

    def read(self, message: str) -> tuple[Seen, ...] | None:
        """The signs that stand in a message, in the order of FLAGS; None where it is too short to judge.

        All languages are looked for: a false offer often mixes two.
        """
        words = tokens(message)
        hosts = self._in_addresses(message)
        if len(words) < FEWEST_WORDS and not hosts:
            return None
        said = [
            seen
            for tongue in self.rules.tongues.values()
            for seen in _quoted(tongue.find(words), words, message)
        ]
        unlike = {(seen.flag, seen.words): seen for seen in (*hosts, *said)}
        kept = []
        for flag in FLAGS:
            kept += _widest([seen for seen in unlike.values() if seen.flag == flag][:COMPARED])[:QUOTES]
        return tuple(kept)

    def places(self, text: str) -> tuple[Place, ...]:
        """Where signs stand in a text, for those who mark them there: phrases and addresses that imitate."""
        words = tokens(text)
        said = [
            Place(match.kind, words[match.first].start, words[match.last].end)
            for tongue in self.rules.tongues.values()
            for match in _joined(tongue.find(words))
        ]
        hosts = [
            Place("address", address.start, address.end, real)
            for address in addresses(text)
            if (real := imitates(address, self.rules.officials)) is not None
        ]
        return (*said, *hosts)

    def articles(self, ids: Sequence[str]) -> list[str]:
        """What to read about these signs and can be read right now."""
        return [id for id in self.rules.flags.reading(ids, 2 * ARTICLES) if self._readable(id)][:ARTICLES]

    def _in_addresses(self, message: str) -> list[Seen]:
        found = []
        for address in addresses(message):
            real = imitates(address, self.rules.officials)
            if real is not None:
                found.append(Seen("address", shown(address), real))
            elif is_free_mail(address, self.rules.officials):
                found.append(Seen("mail", shown(address)))
        return found


def _quoted(matches: Sequence[Match], words: Sequence[Token], message: str) -> list[Seen]:
    """The matches with their words as they stand in the message, without what an address would be."""
    found = []
    for match in _joined(matches):
        raw = " ".join(message[words[match.first].start : words[_whole(match, words)].end].split())
        quote = raw.strip(".,;:!?؟،؛()[]«»“”\"'*_-–—").replace("://", " ")
        short = quote if len(quote) <= LONGEST_QUOTE else f"{quote[: LONGEST_QUOTE - 1]}…"
        found.append(Seen(match.kind, _unlinked(short)))
    return found


def _joined(matches: Sequence[Match]) -> list[Match]:
    """Matches of one sign that overlap, as one."""
    found: list[Match] = []
    for match in sorted(matches, key=lambda match: (match.kind, match.first)):
        last = found[-1] if found else None
        if last is not None and last.kind == match.kind and match.first <= last.last:
            found[-1] = Match(last.kind, last.first, max(last.last, match.last))
        else:
            found.append(match)
    return sorted(found, key=lambda match: match.first)


def _whole(match: Match, words: Sequence[Token]) -> int:
    """Where the quote ends: behind a number stands what is counted (250 dollars)."""
    at = match.last + 1
    counts = is_number(words[match.last].word) and at < len(words)
    return at if counts and words[at].sentence == words[match.last].sentence else match.last


def _unlinked(quote: str) -> str:
    """No phone may make a link of a quoted address (I10)."""
    return re.sub(r"(?<=\w)\.(?=\w)", " . ", quote)


def _widest(seen: Sequence[Seen]) -> list[Seen]:
    """Without those whose words stand in another one of the same sign."""
    return [
        one
        for one in seen
        if not any(
            one is not other and one.words in other.words and one.words != other.words for other in seen
        )
    ]
