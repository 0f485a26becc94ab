"""Which shipped language a typed text is in: by script, telling letters and very common words.

A hint, never a verdict: a person's chosen language always goes before it.
"""

from __future__ import annotations

import re

from bot.language.normal import fold

_ENOUGH = 300  # characters; the rest of a longer text tells no more
_LATIN_MOST = 2  # shipped languages named for one Latin text

_ARABIC_SCRIPT = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")

# Letters of languages that are not shipped: Urdu, Pashto, Sorani Kurdish, Uyghur, Sindhi.
_OTHER_ARABIC = frozenset("ٹڈڑےںھہټډړږښڅځۍېڼګڵۆێڕەۇۈۋڭڀٻٺٿڄڃڇڊڍڌڏڳڱڻ")
_PERSIAN = frozenset("پچژگ")
_PERSIAN_KEYBOARD = frozenset("یکۀ")
_ARABIC = frozenset("ةىإأؤئ")
_ARABIC_KEYBOARD = frozenset("يك")
_UKRAINIAN = frozenset("іїєґІЇЄҐ")
_OTHER_CYRILLIC = frozenset("ыэёъўќѓђћџљњЫЭЁЪЎ")

_LATIN_LETTERS = {"es": frozenset("ñ¿¡ÑáíóúÁÍÓÚ"), "fr": frozenset("çèêëàâîïôûùœÇÈÊËÀÂÎÔÙŒ")}

_WORDS = {
    "en": "the i a is are do does can how what where when who my you it to of and in for have not if "
    "will need want work am me hello please no yes",
    "fr": "le la les je un une est sont que comment quoi ou quand qui mon ma mes vous il de et en pour "
    "ai pas si dans peux veux travail bonjour nous",
    "es": "el la los las yo un una es son que como donde cuando quien mi mis usted de y en para tengo "
    "no si puedo quiero me se al del trabajo hola por",
    "so": "waa maxaa sidee xaggee goorma yaa ma aan waan ayaa oo iyo ku u ka inaan haddii lagu shaqo "
    "rabaa karaa baahanahay anigu waxaan waxa mid fadlan laga loo",
    "sw": "ni na ya wa kwa nini jinsi gani wapi lini nani mimi yangu wangu wewe je za la katika sina "
    "nina kazi ninaweza nataka naweza habari kama tafadhali",
    "ar": "في من على إلى هل ما ماذا كيف أين متى هذا هذه أن لا أنا لي يمكن أريد عندي كان مع عن التي الذي "
    "العمل ممكن اريد شو وين ليش مرحبا",
    "fa": "از به در که چه چطور چگونه کجا کی این آن را با برای من است هست می نمی آیا خود باید کار "
    "می‌خواهم دارم میتوانم چیست لطفا شما ما",
    "uk": "я не що як де коли хто чи це на у з та й до мій моя мене можу хочу треба потрібно робота для "
    "якщо маю ми ви працювати роботу знайти вони дякую",
}  # fmt: skip
# Words of Russian, its own and those it shares with Ukrainian: neither speak for Ukrainian.
_RUSSIAN_WORDS = (
    "что как где когда или и это мне меня могу нужно работа если есть мы вы они нет по с "
    "я не у на для до моя хочу в"
)
_RUSSIAN = frozenset(fold(_RUSSIAN_WORDS).split())


def _by_word(*tags: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for tag in tags:
        for word in dict.fromkeys(fold(_WORDS[tag]).split()):
            found[word] = (*found.get(word, ()), tag)
    return found


_LATIN_WORDS = _by_word("en", "fr", "es", "so", "sw")
_ARABIC_WORDS = _by_word("ar", "fa")
_UKRAINIAN_WORDS = frozenset(_by_word("uk")) - _RUSSIAN


def guess(text: str) -> tuple[str, ...]:
    """Tags of the shipped languages that the text is probably in, likeliest first; () when unsure."""
    text = text[:_ENOUGH]
    if text.isascii():
        return _latin(text)
    counts = [(len(script.findall(text)), read) for script, read in _SCRIPTS]
    count, read = max(counts, key=lambda pair: pair[0])
    return read(text) if count else ()


def _arabic_script(text: str) -> tuple[str, ...]:
    letters = set(text)
    if letters & _OTHER_ARABIC:
        return ()
    persian = 3 * bool(letters & _PERSIAN) + bool(letters & _PERSIAN_KEYBOARD)
    arabic = 2 * bool(letters & _ARABIC) + bool(letters & _ARABIC_KEYBOARD)
    for word in fold(text).split():
        tags = _ARABIC_WORDS.get(word, ())
        persian += "fa" in tags
        arabic += "ar" in tags
        arabic += len(word) > 4 and word.startswith("ال")
    if arabic == persian:
        return ("ar", "fa") if arabic else ()
    return ("ar",) if arabic > persian else ("fa",)


def _cyrillic(text: str) -> tuple[str, ...]:
    letters = set(text)
    if letters & _OTHER_CYRILLIC:
        return ()
    if letters & _UKRAINIAN:
        return ("uk",)
    words = fold(text).split()
    return ("uk",) if sum((w in _UKRAINIAN_WORDS) - (w in _RUSSIAN) for w in words) > 0 else ()


def _latin(text: str) -> tuple[str, ...]:
    scores: dict[str, int] = {}
    for word in fold(text).split():
        for tag in _LATIN_WORDS.get(word, ()):
            scores[tag] = scores.get(tag, 0) + 1
    if "aa" in text:  # a long vowel: common in Somali, rare in the others
        scores["so"] = scores.get("so", 0) + 1
    if not text.isascii():
        letters = set(text)
        for tag, telling in _LATIN_LETTERS.items():
            if letters & telling:
                scores[tag] = scores.get(tag, 0) + 2
    if not scores:
        return ()
    best = max(scores.values())
    leaders = tuple(tag for tag in _LATIN_ORDER if scores.get(tag) == best)
    return leaders if len(leaders) <= _LATIN_MOST else ()


_LATIN_ORDER = ("en", "fr", "es", "so", "sw")
_SCRIPTS = ((_LATIN, _latin), (_ARABIC_SCRIPT, _arabic_script), (_CYRILLIC, _cyrillic))
