"""Finds telephone numbers in a text: articles carry none, since they change and cannot be checked.

Years, days and numbers with thousands set apart are not telephone numbers.
"""

from __future__ import annotations

import re

_YEAR = r"(?:19|20)\d\d"
_RUN = re.compile(r"\+?\d(?:[ \u00a0\u202f().\-/]?\d|\)[ ]?\d|[ ]\(\d)*")
_INNOCENT = re.compile(
    rf"""\d{{4}}-\d\d-\d\d                                  # 2026-11-21
    | \d{{1,2}}[./-]\d{{1,2}}[./-]\d{{4}}                   # 21.11.2026
    | (?:{_YEAR}[ \-/])*                                    # 2025 and then
      (?:{_YEAR} | [1-9]\d{{0,2}}(?:[ .\u00a0\u202f]\d{{3}})+)  # 2026, or 1 200 000
    """,
    re.VERBOSE,
)


def find_phone(text: str) -> str | None:
    """The first stretch that looks like a telephone number, or None."""
    for run in _RUN.finditer(text):
        found = run.group()
        digits = sum(character.isdigit() for character in found)
        if found.startswith("+") and digits >= 6:
            return found
        if digits >= 7 and not _INNOCENT.fullmatch(found):
            return found
    return None
