"""Where the newest backup was written, and whether it is still there."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import last_backup

AT = 1_790_000_000


def test_O1_files_that_are_gone_are_named_and_those_that_are_there_are_not(tmp_path: Path) -> None:
    here, gone = tmp_path / "data", tmp_path / "keys"
    for file in (here, gone):
        file.write_text("")
    last_backup.remember(tmp_path / "rafiq", [here, gone], AT)
    assert last_backup.missing(tmp_path / "rafiq", AT) == []
    gone.unlink()
    assert last_backup.missing(tmp_path / "rafiq", AT) == [str(gone)]


def test_O1_nothing_is_said_of_a_backup_that_was_made_elsewhere(tmp_path: Path) -> None:
    assert last_backup.missing(tmp_path, AT) == []
    last_backup.remember(tmp_path, [tmp_path / "never"], AT)
    assert last_backup.missing(tmp_path, AT + 1) == []


@pytest.mark.parametrize("written", ["", "[]", "{}", '{"at": 1790000000, "files": null}'])
def test_a_note_that_cannot_be_read_says_nothing(tmp_path: Path, written: str) -> None:
    (tmp_path / last_backup.NAME).write_text(written)
    assert last_backup.missing(tmp_path, AT) == []


def test_K6_only_the_owner_reads_it(tmp_path: Path) -> None:
    last_backup.remember(tmp_path, [], AT)
    assert (tmp_path / last_backup.NAME).stat().st_mode & 0o077 == 0


def test_a_path_is_kept_whole_whatever_folder_it_was_given_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    last_backup.remember(tmp_path, [Path("copy")], AT)
    assert last_backup.missing(tmp_path, AT) == [str(tmp_path / "copy")]
