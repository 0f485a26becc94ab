"""What the tests of the store share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.store import migrations
from bot.store.migrations import packed


@pytest.fixture(scope="session")
def packed_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packed, "PACK", tmp_path_factory.mktemp("pack") / ".pack")
        return migrations.pack()


@pytest.fixture
def pack(packed_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tables packed anew, in a file of the test's own, which is used as long as the test runs."""
    own = tmp_path / "tables.pack"
    shutil.copy(packed_once, own)
    monkeypatch.setattr(packed, "PACK", own)
    return own
