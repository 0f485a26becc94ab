"""Addresses in an advert's words: web, mail, phone. Never opened (I11); shown by their real host (I10)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from bot.features.interviews.employers.form import decoded, host_in, mixed


@dataclass(frozen=True, slots=True)
class Place:
    """Something found in a text: of which kind, where, and of a web address its real host."""

    kind: str
    start: int
    end: int
    real: str = ""


_DOT = r"(?:\.|[。．｡]|\s?[\[({]\s?(?:\.|dot)\s?[\])}]\s?)"
_AT = r"(?:@|＠|\s?[\[({]\s?(?:@|at)\s?[\])}]\s?)"
_LABELS = rf"[\w-]+(?:{_DOT}[\w-]+)*{_DOT}(?:[^\W\d_]{{2,}}|xn--[\w-]+)"
_MAIL = re.compile(rf"[\w.+-]{{1,64}}{_AT}{_LABELS}", re.IGNORECASE)
_URL = re.compile(r"(?:h[tx]{2}ps?|ftp)\s?(?::|%3a)(?://|%2f%2f)?[^\s<>\"”»]+", re.IGNORECASE)
_HOST = re.compile(rf"(?<![\w@.+-])(?:[\w.~%-]+@)?{_LABELS}(?::\d+)?(?:/[^\s<>\"”»]*)?", re.IGNORECASE)
_HANDLE = re.compile(r"(?<!\w)[@＠][A-Za-z]\w{3,}")
_PHONE = re.compile(r"(?<![\w.,:/+-])(?:\+|00)?\(?\d(?:[ \u00a0().\-–/]{0,2}\d){7,14}(?![\w])")
_NO_PHONE = re.compile(
    r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}[.:]?\d{2} ?[-–] ?\d{1,2}[.:]?\d{2}"
    r"|\d{4} ?[-–/] ?\d{4}|\d{1,3}(?:[ .]000)+)"
)
"""Days, hours, years and round amounts look like phone numbers and are none."""
_WORD = re.compile(r"[^\W\d_]+")
_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK"})
"""Alphabets whose letters look like one another's (UTS 39)."""


def places(text: str, allowed: Collection[str]) -> Iterator[Place]:
    """Every address in a text, but for web addresses on `allowed` hosts and below them."""
    mails = [Place("mail", found.start(), found.end()) for found in _MAIL.finditer(text)]
    yield from mails
    links = list(_links(text, mails))
    yield from (link for link in links if not _listed(link.real, allowed))
    yield from (Place("mixed", link.start, link.end, link.real) for link in links if mixed(link.real))
    for found in _HANDLE.finditer(text):
        if not _within(found.start(), [*mails, *links]):
            yield Place("chat", found.start(), found.end())
    for found in _PHONE.finditer(text):
        if not _NO_PHONE.fullmatch(found.group().strip()) and not _within(found.start(), links):
            yield Place("phone", found.start(), found.end())
    for found in _WORD.finditer(text):
        if _two_alphabets(found.group()):
            yield Place("mixed", found.start(), found.end())


def shown(host: str) -> str:
    """The real host, and beside it how a browser may show it, so that both can be judged (I10)."""
    looks = decoded(host)
    return host if looks == host else f"{host} ({looks})"


def _links(text: str, mails: Collection[Place]) -> Iterator[Place]:
    whole = list(_URL.finditer(text))
    for found in whole:
        yield Place("link", found.start(), found.end(), _real(found.group()))
    urls = [Place("link", found.start(), found.end()) for found in whole]
    for found in _HOST.finditer(text):
        if not _within(found.start(), [*urls, *mails]):
            yield Place("link", found.start(), found.end(), _real(found.group()))


def _real(address: str) -> str:
    """The host that a browser would go to: percent signs, odd dots and what stands before an @ taken away."""
    plain = re.sub(_DOT, ".", unquote(unquote(address)), flags=re.IGNORECASE).replace("\\", "/")
    plain = re.sub(r"^h[tx]{2}p(s?)\s?:/*", r"http\1://", plain, flags=re.IGNORECASE)
    host = host_in(plain)
    if host is None:
        inner = re.sub(r"^\w+://", "", plain).split("/")[0].rpartition("@")[2]
        return inner.partition(":")[0].casefold()
    return host


def _listed(host: str, allowed: Collection[str]) -> bool:
    return any(host == one or host.endswith(f".{one}") for one in allowed)


def _within(at: int, taken: Collection[Place]) -> bool:
    return any(place.start <= at < place.end for place in taken)


def _two_alphabets(word: str) -> bool:
    if word.isascii():
        return False
    alphabets = {unicodedata.name(c, "?").split(" ")[0] for c in word}
    return len(alphabets & _ALIKE) > 1
