"""The pack is read only where it was made from the very files that are there, and then says the same."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.features.library import BrokenContent
from bot.features.skills.occupations import Occupations
from bot.features.skills.occupations.packed import PACK_FILE, read_pack
from bot.features.skills.occupations.reading import FOLDER, read_all
from bot.features.skills.occupations.service import pack
from bot.language.languages import LANGUAGES
from tests.features.skills.occupations.words_list import ROOT, job_words


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the real files with a pack."""
    shutil.copytree(ROOT / "content" / FOLDER, tmp_path / "content" / FOLDER)
    (tmp_path / "content" / FOLDER / PACK_FILE).unlink(missing_ok=True)
    assert pack(tmp_path / "content") == tmp_path / "content" / FOLDER / PACK_FILE
    return tmp_path / "content"


def test_packed_occupations_are_the_same(content: Path) -> None:
    packed = read_pack(content)
    assert packed is not None
    assert packed == read_all(content, LANGUAGES)


def test_they_find_the_same(content: Path) -> None:
    packed = Occupations.load(content)
    (content / FOLDER / PACK_FILE).unlink()
    unpacked = Occupations.load(content)
    for job in job_words("en")[:20]:
        assert packed.find(job.text, "en") == unpacked.find(job.text, "en")


def test_a_changed_file_is_read_again(content: Path) -> None:
    path = content / FOLDER / "en.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("seamstress", "zzfound"), encoding="utf-8")
    assert read_pack(content) is None
    assert Occupations.load(content).find("zzfound", "en")[0].code == "7531"


def test_a_broken_pack_is_passed_over(content: Path) -> None:
    (content / FOLDER / PACK_FILE).write_bytes(b"\x00nothing")
    assert read_pack(content) is None
    assert Occupations.load(content).find("seamstress", "en")


def test_faulty_files_make_no_pack(content: Path) -> None:
    (content / FOLDER / PACK_FILE).unlink()
    (content / FOLDER / "isco.yaml").write_text("unit: {}\n", encoding="utf-8")
    with pytest.raises(BrokenContent):
        pack(content)
    assert not (content / FOLDER / PACK_FILE).exists()


def test_without_occupations_there_is_no_pack(tmp_path: Path) -> None:
    assert pack(tmp_path) is None
