"""O1: the file of a backup can be read with its own key alone, wholly or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.store import keyring as key_files
from bot.store.backups.sealing import CHUNK, PURPOSE, BackupError, Sealed, new_header, opened
from bot.store.keyring import Keyring


def write(path: Path, ring: Keyring, content: bytes) -> Path:
    key = ring.newest(PURPOSE)
    with path.open("wb") as file:
        sealed = Sealed(file, new_header("data", 1, "0020", key), key)
        for at in range(0, len(content), 10_000):
            sealed.write(content[at : at + 10_000])
        sealed.finish()
    return path


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_O1_what_was_written_is_read_again(tmp_path: Path, keyring: Keyring, size: int) -> None:
    content = bytes(number % 251 for number in range(size))
    assert b"".join(opened(write(tmp_path / "copy", keyring, content), keyring)) == content


def test_O1_one_flipped_bit_is_refused_wherever_it_is(tmp_path: Path, keyring: Keyring) -> None:
    path = write(tmp_path / "copy", keyring, b"word" * (CHUNK // 3))
    whole = path.read_bytes()
    for at in {*range(250), *range(250, len(whole), 997), len(whole) - 1}:
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(BackupError):
            list(opened(path, keyring))
    path.write_bytes(whole)
    assert list(opened(path, keyring))  # the control


def test_O1_a_file_that_is_cut_short_or_prolonged_is_refused(tmp_path: Path, keyring: Keyring) -> None:
    path = write(tmp_path / "copy", keyring, b"word" * CHUNK)
    whole = path.read_bytes()
    piece, line = CHUNK + 16, whole.index(b"\n") + 1
    for end in (0, line, line + 1, line + piece, line + 2 * piece, line + 3 * piece, len(whole) - 1):
        path.write_bytes(whole[:end])
        with pytest.raises(BackupError, match=r"cut short|no backup"):
            list(opened(path, keyring))
    for more in (b"x", whole[line:], whole[line : line + piece]):
        path.write_bytes(whole + more)
        with pytest.raises(BackupError, match="changed"):
            list(opened(path, keyring))
    swapped = whole[line + piece : line + 2 * piece] + whole[line : line + piece]
    path.write_bytes(whole[:line] + swapped + whole[line + 2 * piece :])
    with pytest.raises(BackupError, match="changed"):
        list(opened(path, keyring))


def test_K5_the_key_for_backups_alone_opens_it(tmp_path: Path, keyring: Keyring) -> None:
    path = write(tmp_path / "copy", keyring, b"content")
    other = key_files.generate()
    with pytest.raises(BackupError, match=f"key {keyring.newest(PURPOSE).id.hex()}, which is not in the key"):
        list(opened(path, other))
    (own,) = keyring.keys[PURPOSE]
    posing = key_files.Key(own.id, keyring.newest("master").secret)  # another secret under its id
    with pytest.raises(BackupError, match="changed"):
        list(opened(path, Keyring({**keyring.keys, PURPOSE: (posing,)})))


def test_an_older_key_for_backups_still_opens_older_ones(tmp_path: Path, keyring: Keyring) -> None:
    path = write(tmp_path / "copy", keyring, b"content")
    newer = key_files.generate().newest(PURPOSE)
    after = Keyring({**keyring.keys, PURPOSE: (newer, *keyring.keys[PURPOSE])})
    assert b"".join(opened(path, after)) == b"content"
    assert f'"key": "{newer.id.hex()}"' in write(tmp_path / "next", after, b"").read_text(errors="replace")
