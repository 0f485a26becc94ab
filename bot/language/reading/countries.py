"""Countries as people type them: any shipped language, common other names, small slips."""

from __future__ import annotations

from functools import cache

from babel import Locale
from rapidfuzz import fuzz, process

from bot.language.languages import ENGLISH, LANGUAGES, row
from bot.language.names import country_codes, country_names
from bot.language.normal import fold
from bot.language.reading.country_aliases import ALIASES

_MOST = 4
_LONGEST = 100  # characters
_MOST_WORDS = 8  # of a sentence in which a name is looked for
_SHORTEST = 4  # letters of a name that is looked for in a sentence or taken with a slip
_LIKE = 80.0  # of 100: at least this much alike
_CLOSE = 8.0  # a name so much less alike than the best is no candidate

Index = dict[str, tuple[str, ...]]


def read_countries(text: str, lang: str) -> tuple[str, ...]:
    """Codes of the countries that a typed text may mean, best first, at most four; () for none.

    A name that is exactly right goes before one that is nearly so, the reader's language before others.
    """
    if len(text) > _LONGEST:
        return ()
    if text.strip() in country_codes():
        return (text.strip(),)
    query = fold(text)
    own = _index(row(lang).tag)
    exact = own.get(query, ()) + _aliases().get(query, ()) or _all().get(query, ())
    return tuple(dict.fromkeys(exact or _within(query, own) or _alike(query, own)))[:_MOST]


def _within(query: str, own: Index) -> tuple[str, ...]:
    """Countries named in a sentence ("I am from Syria"), in her language, in English or by another name."""
    words = query.split()
    if not 1 < len(words) <= _MOST_WORDS:
        return ()
    known = _aliases() | _index(ENGLISH.tag) | own
    found: dict[str, None] = {}
    start = 0
    while start < len(words):
        for end in range(len(words), start, -1):
            name = " ".join(words[start:end])
            if len(name) >= _SHORTEST and name in known:
                found |= dict.fromkeys(known[name])
                start = end - 1
                break
        start += 1
    return tuple(found)


def _alike(query: str, own: Index) -> tuple[str, ...]:
    """Countries whose name is nearly what was typed. Whole names only: a part of one decides nothing."""
    if len(query) < _SHORTEST:
        return ()
    scores: dict[str, float] = {}
    for name, score, _ in [
        *process.extract(query, _all().keys(), scorer=fuzz.ratio, score_cutoff=_LIKE, limit=12),
        *process.extract(query, own.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=_LIKE, limit=12),
    ]:
        for code in _all()[name]:
            scores[code] = max(scores.get(code, 0.0), score)
    best = max(scores.values(), default=0.0)
    return tuple(
        sorted((code for code in scores if scores[code] > best - _CLOSE), key=lambda code: -scores[code])
    )


@cache
def _index(tag: str) -> Index:
    """The folded names of one language, ours and CLDR's, to their codes."""
    names = [(name, code) for code, name in country_names(tag).items()]
    territories = Locale.parse(LANGUAGES[tag].locale).territories
    names += [(str(territories[code]), code) for code in country_codes()]
    if LANGUAGES[tag].tag == "ar":  # السودان is often typed without its article
        names += [(name.removeprefix("ال"), code) for name, code in names]
    return _joined(names)


@cache
def _all() -> Index:
    names = [(name, code) for tag in LANGUAGES for name, codes in _index(tag).items() for code in codes]
    names += [(name, code) for name, codes in _aliases().items() for code in codes]
    return _joined(names)


@cache
def _aliases() -> Index:
    return _joined([(name, code) for code, aliases in ALIASES.items() for name in aliases.split(", ")])


def _joined(names: list[tuple[str, str]]) -> Index:
    joined: dict[str, dict[str, None]] = {}
    for name, code in names:
        joined.setdefault(fold(name), {})[code] = None
    return {name: tuple(codes) for name, codes in joined.items() if name}
