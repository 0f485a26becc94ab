"""What a person can do and wants, in her own statement: nothing of it is checked, and it says so wherever it
is shown.

Kept as one small sealed document (K1). Codes are those of the field: ISCO-08 unit groups, CEFR levels, ISCED
2011 levels, BCP 47 language tags, ISO 3166-1 countries.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from sqlalchemy import Connection

LEVELS = ("not_yet", "with_help", "alone", "teach")
"""How well one can do a task, from least to most."""
JOBS_MOST = 4
LANGUAGES_MOST = 6
CEFR = ("A1", "A2", "B1", "B2", "C1", "C2")
SKILLS = ("listening", "speaking", "reading", "writing")
ONE_ANSWER = {
    "school": frozenset({"school", "certificates", "papers"}),
    "practical": frozenset({"digital", "licences"}),
    "wishes": frozenset({"work", "countries", "start", "nights", "training", "alone", "lives", "travel"}),
}
"""The questions with one answer, by part."""


class Job(msgspec.Struct, omit_defaults=True):
    """Work that she has done, paid or not."""

    words: str
    """As she typed it."""
    code: str = ""
    """ISCO-08 unit group, four digits; empty where none was right."""
    ratings: dict[str, int] = {}
    """By the number of the task in its list: an index into LEVELS."""
    years: str = ""
    recent: str = ""
    tools: str = ""


class Tongue(msgspec.Struct, omit_defaults=True):
    """A language that she speaks. A mother tongue has no levels."""

    tag: str
    mother: bool = False
    known: dict[str, dict[str, bool]] = {}
    """By skill: what she said to each level that was asked."""


class Profile(msgspec.Struct, omit_defaults=True):
    jobs: list[Job] = []
    tongues: list[Tongue] = []
    answers: dict[str, Any] = {}
    """What has one answer: by the name of the question."""
    done: list[str] = []
    """Parts that she has finished or passed over."""


Saved = Callable[[Connection, str, Profile, float], None]
"""Called with the person and her new profile in the transaction that keeps it."""


def unheard(conn: Connection, person: str, profile: Profile, now: float) -> None:
    """Nobody else wants to know."""


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Profile).decode


def encode(profile: Profile) -> bytes:
    return _encode(profile)


def decode(document: bytes | str) -> Profile:
    """Raises msgspec.DecodeError for what `encode` never wrote."""
    return _decode(document)
