"""How the files of SQLite are opened, beside other processes on the same folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bot.store.sqlite_files import connect

OTHER = (
    "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); "
    "print(db.execute('SELECT count(*) FROM said').fetchone()[0]); db.close()"
)


def test_M1_a_command_that_ends_takes_nothing_from_a_process_that_runs(tmp_path: Path) -> None:
    path = tmp_path / "rafiq.db"
    writer = connect(path)
    writer.execute("CREATE TABLE said (words TEXT)")
    reader = connect(path)
    reader.execute("SELECT * FROM said").fetchall()
    assert _counted_elsewhere(path) == 0
    writer.execute("INSERT INTO said VALUES ('hello')")
    assert _counted_elsewhere(path) == 1, "what was committed went into a journal that is no more"
    reader.close()
    writer.close()


def _counted_elsewhere(path: Path) -> int:
    done = subprocess.run(
        [sys.executable, "-c", OTHER, str(path)], check=True, capture_output=True, text=True
    )
    return int(done.stdout)
