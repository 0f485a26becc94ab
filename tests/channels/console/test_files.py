"""A file to keep, at the terminal."""

from __future__ import annotations

from pathlib import Path

from bot.channels.console import keep
from bot.conversation.messages import Attachment

PDF = Attachment("list.pdf", "application/pdf", b"%PDF \x00")


def test_a_file_takes_no_others_place(tmp_path: Path) -> None:
    first, second = keep(PDF, tmp_path), keep(Attachment("list.pdf", "application/pdf", b"other"), tmp_path)
    assert (first.name, second.name) == ("list.pdf", "list-2.pdf")
    assert (first.read_bytes(), second.read_bytes()) == (PDF.data, b"other")
