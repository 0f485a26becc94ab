"""A copy of what a guide reads, to be broken."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.mind import ROOT


def copied(folder: Path, name: str, old: str = "", new: str = "") -> Path:
    """The content folder with one sheet, in which `old` is replaced once (everywhere it must be there)."""
    target = folder / "content" / "guidance" / name
    target.parent.mkdir(parents=True)
    shutil.copy(ROOT / "content" / "guidance" / name, target)
    text = target.read_text(encoding="utf-8")
    assert old in text
    target.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder / "content"
