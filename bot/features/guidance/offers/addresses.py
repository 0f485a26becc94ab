"""Mail and web addresses in a message: free mail, and hosts that only look like an official one.

An address is never opened (I11), and it is shown so that nobody opens it by mistake (I10).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

# A host begins where no letter stands before it, so that a long word is looked at once.
_HOST = re.compile(r"(?<![\w.@+-])(?:([\w.+-]+)@)?([\w-]+(?:\.[\w-]+)+)")
_SECOND = frozenset({"ac", "co", "com", "edu", "gob", "gouv", "gov", "go", "ne", "net", "or", "org"})
"""Labels that stand between a name and a country: unhcr.org, but name.co.ke."""
_GOVERNMENT = frozenset({"gov", "gouv", "gob", "govt"})
NEAR = 5
"""Letters from which a name with one letter wrong is taken for the name."""

# Letters and digits that look like a Latin letter (a part of the Unicode confusables, UTS 39).
_LOOKS = str.maketrans(
    {
        **dict(zip("авсԁеһніјӏкморԛѕтуԝхг", "abcdehhijlkmopqstywxr", strict=True)),
        **dict(zip("ορανκτυιεχη", "opavktuiexn", strict=True)),
        **dict(zip("01345ıɑɡ", "oleasiag", strict=True)),
    }
)
_SOUNDS = (
    ("ph", "f"),
    ("eu", "u"),
    ("yu", "u"),
    ("ju", "u"),
    ("ck", "k"),
    ("qu", "k"),
    ("q", "k"),
    ("c", "k"),
)
_ALSO = (("x", "ks"), ("z", "s"), ("w", "v"), ("y", "i"))


@dataclass(frozen=True, slots=True)
class Officials:
    """Official hosts, each with the names that nobody else's address should carry; and free mail hosts."""

    hosts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    free_mail: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Address:
    """A mail address (with `user`) or a host, where it stands in the message."""

    user: str
    host: str
    start: int
    end: int


def addresses(text: str) -> Iterator[Address]:
    """Every address in a message. A host ends in Latin letters, unlike two sentences run together."""
    for found in _HOST.finditer(text):
        host = found.group(2).strip("-_").casefold()
        last = host.rpartition(".")[2]
        if len(last) >= 2 and not last.isdecimal() and _looks(last).isascii():
            yield Address((found.group(1) or "").casefold(), host, found.start(), found.end())


def shown(address: Address) -> str:
    """The address as it may be shown: with spaces, so that no phone makes a link of it."""
    whole = f"{address.user} @ {address.host}" if address.user else address.host
    return whole.replace(".", " . ")


def is_free_mail(address: Address, officials: Officials) -> bool:
    return bool(address.user) and address.host in officials.free_mail


def imitates(address: Address, officials: Officials) -> str | None:
    """The official host that an address looks like but is not; "" where it only looks like a government's or
    mixes alphabets; None for all others."""
    if is_free_mail(address, officials):
        return _named(_parts(address.user), officials)
    plain = ".".join(map(_decoded, address.host.split(".")))
    if plain == address.host and any(_belongs(plain, official) for official in officials.hosts):
        return None
    looks = _looks(plain)
    parts = _parts(looks)
    for official in officials.hosts:
        if _belongs(_thin(looks), _thin(official)) or _holds(parts, _parts(official)):
            return official
    named = _named(parts, officials)
    if named is not None:
        return named
    pretends = not _GOVERNMENT.isdisjoint(parts) and _GOVERNMENT.isdisjoint(looks.split(".")[-2:])
    return "" if pretends or any(map(_mixed, plain.split("."))) else None


def _named(parts: list[str], officials: Officials) -> str | None:
    for official, names in officials.hosts.items():
        if any(_like(part, name) for part in parts for name in names):
            return official
    return None


def _like(part: str, name: str) -> bool:
    """The same name, one that sounds the same, or one letter wrong (the first letter is seldom changed)."""
    if part == name:
        return True
    if len(name) < NEAR or not part:
        return False
    return _sound(part) == _sound(name) or (
        part[0] == name[0] and OSA.distance(part, name, score_cutoff=1) <= 1
    )


def _belongs(host: str, official: str) -> bool:
    return host == official or host.endswith(f".{official}")


def _holds(parts: list[str], wanted: list[str]) -> bool:
    """unhcr.org.jobs.com and gov-uk-visa.com hold an official host and are none."""
    return any(parts[at : at + len(wanted)] == wanted for at in range(len(parts) - len(wanted) + 1))


def _parts(host: str) -> list[str]:
    return [part for part in re.split(r"[.\-_+]", host) if part]


def _decoded(label: str) -> str:
    """A punycode label (xn--...) as it is shown by a browser."""
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode").casefold()
    except UnicodeError:
        return label


def _looks(text: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return plain.translate(_LOOKS).replace("rn", "m").replace("vv", "w")


def _thin(host: str) -> str:
    """l and a capital I look the same."""
    return host.replace("l", "i")


def _sound(word: str) -> str:
    for old, new in (*_SOUNDS, *_ALSO):
        word = word.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", word)


def _mixed(label: str) -> bool:
    """Letters of different alphabets in one part of a host."""
    return len({unicodedata.name(c, "").split(" ")[0] for c in label if c.isalpha()}) > 1
