"""Check codes: nine signs in threes, such as K7M-4HX-Q3N, by which anybody can see what we sent (A11)."""

from __future__ import annotations

import re
import secrets

from bot.language.normal import fold

ALPHABET = "BCDFGHJKMNPQRSTVWXYZ34679"
"""No vowels, so that no code is a word. Of signs that look alike only one is there: B not 8, S not 5, Z not
2, and neither 0, O, 1, I nor L. 25 signs at nine places are 41.8 bits."""
LENGTH = 9

# What people type for a sign: another that looks like it, and Cyrillic letters of the same shape.
_ALIKE = str.maketrans("852ВСНКМРТХ", "BSZBCHKMPTX")
_PARTING = re.compile(r"[\s\-‐‑‒–—_.·]+")  # the dashes that keyboards make of a hyphen


def new_code() -> str:
    """A random code, as it is stored."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


_HYPHEN = "\u2011"
"""Does not break at the end of a line: in a right-to-left text half a code would stand on the wrong side."""


def shown(code: str) -> str:
    """The code as people see it, in one piece. Whoever types or copies it may write any hyphen, or none."""
    return _HYPHEN.join(code[at : at + 3] for at in range(0, LENGTH, 3))


def read_code(typed: str) -> str | None:
    """What somebody typed as a stored code; None where it can be none. The code may stand in a sentence."""
    whole = _tidy(typed)
    if whole is not None:
        return whole
    words = typed.split()
    for size in (1, 3):  # K7M-4HX-Q3N, or written with spaces
        for at in range(len(words) - size + 1):
            found = _tidy("".join(words[at : at + size]).strip(".,:;!?()«»\"'"))
            if found is not None:
                return found
    return None


def _tidy(typed: str) -> str | None:
    if len(typed) > 40:
        return None
    # fold makes ۳ a 3, whatever keyboard it came from; it lower-cases besides.
    bare = fold(_PARTING.sub("", typed)).replace(" ", "").upper().translate(_ALIKE)
    return bare if len(bare) == LENGTH and set(bare) <= set(ALPHABET) else None
