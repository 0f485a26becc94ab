"""The words of results: what an answer can be, and the parts that giving and asking for one touch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from sqlalchemy import Connection

from bot.store.datakeys import DataKeys

Code = Literal["offer", "next_step", "not_this_time"]
CODES: tuple[Code, ...] = get_args(Code)
KIND = "interview_result"
"""The kind of reminder that brings her the result at once; its values are `booking` and `code`."""

Recorded = Literal[
    "done",
    "already",  # the same answer again: nothing changed
    "gone",  # no such interview for whoever asks (S4)
    "too_early",  # it has not begun
    "no_longer_valid",  # cancelled or moved
    "frozen",  # staff are looking at this employer (E7)
]

Note = Callable[[Connection, str, str, str, Mapping[str, str], float], None]
Post = Callable[[Connection, str, str, Mapping[str, str], float], None]
"""post(conn, account, kind of mail, values, now)."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What results need of the rest of the program.

    `reference`: how an organisation names a person (E3). `answer_days`: what a vacancy promised.
    `case_workers`: the accounts that are told when a promise was broken.
    """

    keys: DataKeys
    note: Note
    post: Post
    reference: Callable[[Connection, str, str], str]
    answer_days: Callable[[Connection, str], int]
    case_workers: Callable[[Connection], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Standing:
    """`promised_by` in seconds UTC. `code` None: no answer yet. `alarmed`: case workers were told."""

    code: Code | None
    promised_by: int
    alarmed: bool
