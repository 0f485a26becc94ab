"""Plural rules of the shipped languages: the gettext header, and the same rule as a function.

The rules are CLDR's for whole numbers. The "many" of French and Spanish (from 1,000,000) and the
fractions of Ukrainian have no form of their own: no text of ours counts so far, and translators' tools
expect two and three forms. tests/language/test_plurals.py holds header, function and CLDR together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plural:
    """One way of counting. `categories` are CLDR's names of the forms, in the order of msgstr[0], [1], ..."""

    categories: tuple[str, ...]
    expression: str
    choose: Callable[[int], int]

    @property
    def header(self) -> str:
        """The value of the gettext header Plural-Forms."""
        return f"nplurals={len(self.categories)}; plural={self.expression};"

    def exact(self, form: int) -> bool:
        """True for a form that only one number takes (Arabic's dual), so that it may leave the number out."""
        return sum(self.choose(n) == form for n in range(201)) == 1


def _one(n: int) -> int:
    return 0 if n == 1 else 1


def _zero_or_one(n: int) -> int:
    return 0 if n <= 1 else 1


def _ukrainian(n: int) -> int:
    if n % 10 == 1 and n % 100 != 11:
        return 0
    if 2 <= n % 10 <= 4 and not 12 <= n % 100 <= 14:
        return 1
    return 2


def _arabic(n: int) -> int:
    if n <= 2:
        return n
    if 3 <= n % 100 <= 10:
        return 3
    return 4 if n % 100 >= 11 else 5


ONE_OTHER = Plural(("one", "other"), "(n != 1)", _one)
ZERO_ONE_OTHER = Plural(("one", "other"), "(n > 1)", _zero_or_one)
UKRAINIAN = Plural(
    ("one", "few", "many"),
    "(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2)",
    _ukrainian,
)
ARABIC = Plural(
    ("zero", "one", "two", "few", "many", "other"),
    "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)",
    _arabic,
)
