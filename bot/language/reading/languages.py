"""The shipped languages as people name them."""

from __future__ import annotations

from functools import cache

from rapidfuzz import fuzz, process

from bot.language.languages import LANGUAGES, TAGS, negotiate
from bot.language.names import language_name
from bot.language.normal import fold

_LONGEST = 60  # characters
_SHORTEST = 4  # letters of a name that is looked for in a sentence or taken with a slip
_LIKE = 84.0  # of 100

_ALIASES = {
    "ar": "عربي, عربية, العربي, arabi, arabic language, afcarabi, af carabi",
    "en": "inglish, إنجليزي, انگلیسی, انگریزی, ingiriis, af ingiriisi, inglesa",
    "es": "castellano, castilian, spanisch, espanola, إسباني",
    "fa": "farsi, dari, persian, فارسی, دری, parsi, persan, kifarsi, فارسي",
    "fr": "francaise, fransawi, فرنسي, faransiiska",
    "so": "somali, soomaaliga, af soomaali, afsoomaali, صومالي, af somali",
    "sw": "swahili, kiswahili, swahilii, سواحلي, سواحیلی",
    "uk": "ukrainian, ukrainska, українська мова, украинский, أوكراني",
}


def read_language(text: str) -> str | None:
    """The shipped language that a tag, or a name in any shipped language, means; None for others."""
    if len(text) > _LONGEST:
        return None
    query = fold(text)
    found = negotiate(text) or _names().get(query) or _within(query)
    if found or len(query) < _SHORTEST:
        return found
    near = process.extractOne(query, _names().keys(), scorer=fuzz.ratio, score_cutoff=_LIKE)
    return _names()[near[0]] if near else None


def _within(query: str) -> str | None:
    """The one language that a sentence names ("English please")."""
    found = {_names()[word] for word in query.split() if len(word) >= _SHORTEST and word in _names()}
    return found.pop() if len(found) == 1 else None


@cache
def _names() -> dict[str, str]:
    names = {fold(name): tag for tag, aliases in _ALIASES.items() for name in aliases.split(", ")}
    for tag in TAGS:
        names |= {fold(name): tag for name in LANGUAGES[tag].own_name.split(" / ")}
        names |= {fold(LANGUAGES[tag].own_name): tag, fold(LANGUAGES[tag].english_name): tag}
        names |= {fold(language_name(tag, other)): tag for other in TAGS}
    names |= {fold(language_name("prs", other)): "fa" for other in TAGS}
    return names
