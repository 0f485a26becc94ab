"""Where the newest backup was written: a small file beside the database, for who is about to rely on it.

The audit log names no path (L3), so it stands here, for whoever has the machine. A copy may have been taken
elsewhere since: that it is gone from there is worth saying, and no more than that.
"""

from __future__ import annotations

import json
from pathlib import Path

NAME = "last-backup.json"


def remember(folder: Path, files: list[Path], at: int) -> None:
    """Note where the files of the backup are that the audit log tells of at this second. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    new = folder / f"{NAME}.new"
    new.touch(mode=0o600)
    new.write_text(json.dumps({"at": at, "files": [str(file.absolute()) for file in files]}))
    new.replace(folder / NAME)


def missing(folder: Path, at: int) -> list[str]:
    """The files of the backup of this second that are not where they were written; none where that is not
    known, as of a backup that was made on another machine."""
    try:
        noted = json.loads((folder / NAME).read_text())
        if noted["at"] != at:
            return []
        return [file for file in noted["files"] if not Path(file).is_file()]
    except (OSError, ValueError, KeyError, TypeError):
        return []
