"""The pack is read only where it was made from the very files that are there, and then says the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from bot.features.library.content import load_content
from bot.features.library.packed import PACK_FILE, Later, Pack, fingerprint, read_pack, write_pack
from bot.features.library.service import Library
from bot.features.library.urgent import Spoken
from bot.language.languages import LANGUAGES
from tests.features.library.articles import TODAY, english, say, translated, write

FILES = {"rights/work/en.md": english(state="closed"), "rights/work/ar.md": translated()}


@pytest.fixture
def content(tmp_path: Path) -> Iterator[Path]:
    folder = write(tmp_path, FILES)
    found = load_content(folder, tuple(LANGUAGES.values()), TODAY)
    assert not found.errors
    spoken = found.urgent.spoken
    pack = Pack(fingerprint(folder), found.articles, spoken, found.everyday, found.places)
    assert write_pack(folder, pack) == folder / PACK_FILE
    yield folder


def test_a_packed_library_is_the_same(content: Path) -> None:
    pack = read_pack(content)
    assert pack is not None
    read = load_content(content, tuple(LANGUAGES.values()), TODAY)
    assert pack.articles == read.articles
    assert pack.everyday == read.everyday
    packed = Library.load(content, say, TODAY)
    (content / PACK_FILE).unlink()
    unpacked = Library.load(content, say, TODAY)
    for text in ("May I work in place a?", "he beats me", "zzzz"):
        assert packed.find(text, "en") == unpacked.find(text, "en")
    assert packed.piece("rights/work", 0, "ar") == unpacked.piece("rights/work", 0, "ar")


@pytest.mark.parametrize("name", ["rights/work/en.md", "urgent/en.yaml", "words/ar.yaml"])
def test_a_pack_of_other_files_is_passed_over(content: Path, name: str) -> None:
    path = content / name
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert read_pack(content) is None


def test_a_file_that_came_or_went_counts(content: Path) -> None:
    (content / "rights/work/ar.md").unlink()
    assert read_pack(content) is None


@pytest.mark.parametrize("data", [b"", b"\xc0", b"{}", b"\x00" * 100])
def test_what_is_no_pack_is_passed_over(content: Path, data: bytes) -> None:
    (content / PACK_FILE).write_bytes(data)
    assert read_pack(content) is None
    assert Library.load(content, say, TODAY).article("rights/work") is not None


def test_asking_whether_a_value_is_there_unpacks_none() -> None:
    """Every question asks it of the words of danger; unpacking them took a quarter of a turn."""
    packed = Later({"en": b"nothing that could be unpacked"}, Spoken)
    assert "en" in packed
    assert "fr" not in packed
    with pytest.raises(msgspec.DecodeError):
        packed["en"]
