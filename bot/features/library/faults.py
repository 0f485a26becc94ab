"""Faults of content: found all at once, each with its file, its line and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Level = Literal["error", "wrong", "due"]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """error: stops a start. wrong: fails the check, so that it never lands; a running Rafiq goes on, for an
    article with a doubtful word is better than none. due: work is waiting, the reader is told openly."""

    file: str
    line: int
    message: str
    level: Level = "error"

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class BrokenContent(Exception):
    """Content that cannot be shown; lists every fault, so that one mending round is enough."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        lines = "\n".join(f"  {fault}" for fault in self.faults)
        super().__init__(f"The content has faults. Mend these, then start again:\n{lines}")


@dataclass(slots=True)
class Notes:
    """Gathers the faults of one file."""

    file: str
    faults: list[Fault] = field(default_factory=list)

    def error(self, line: int, message: str) -> None:
        self.faults.append(Fault(self.file, line, message))

    def wrong(self, line: int, message: str) -> None:
        self.faults.append(Fault(self.file, line, message, "wrong"))

    def due(self, line: int, message: str) -> None:
        self.faults.append(Fault(self.file, line, message, "due"))
