"""The pack is read only where it was made from the very files that are there, and then says the same."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from bot.features.library.content import load_content
from bot.features.library.finding import Finder
from bot.features.library.forms import spelling
from bot.features.library.index import Index
from bot.features.library.indexing import tables_of
from bot.features.library.packed import PACK_FILE, Later, fingerprint, read_pack, write_pack
from bot.features.library.packing import pack_of
from bot.features.library.search import rank
from bot.features.library.service import Library
from bot.features.library.urgent import NO_URGENT_WORDS, Spoken
from bot.features.library.urgent_likeness import Learnt, Likeness
from bot.language.detection import guess
from bot.language.languages import LANGUAGES
from bot.language.normal import fold
from tests.features.library.articles import TODAY, english, say, shipped, translated, write

FILES = {"rights/work/en.md": english(state="closed"), "rights/work/ar.md": translated()}


@pytest.fixture
def content(tmp_path: Path) -> Iterator[Path]:
    folder = write(tmp_path, FILES)
    found = load_content(folder, tuple(LANGUAGES.values()), TODAY)
    assert not found.errors
    assert write_pack(folder, pack_of(found, fingerprint(folder))) == folder / PACK_FILE
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


def test_a_packed_index_is_the_one_that_would_be_made(content: Path) -> None:
    pack = read_pack(content)
    assert pack is not None
    read = load_content(content, tuple(LANGUAGES.values()), TODAY)
    for lang in ("en", "ar"):
        versions = [(id, article.versions[lang]) for id, article in read.articles.items()]
        made = tables_of(versions, lang, read.everyday.get(lang))
        assert pack.tables[lang] == made
        questions = read.articles["rights/work"].versions[lang].questions
        for question in questions:
            found = rank(Index(pack.tables[lang]), question)
            assert found == rank(Index(made), question)
            assert found.hits[0].phrase in questions
    other = tables_of(versions[:0], "ar", read.everyday.get("ar"))
    assert pack.tables["ar"] != other, "the control: of other articles"


def test_who_reads_an_old_pack_goes_on_while_a_new_one_is_written(content: Path) -> None:
    library = Library.load(content, say, TODAY)
    read = load_content(content, tuple(LANGUAGES.values()), TODAY)
    write_pack(content, pack_of(read, "of other files"))
    assert library.packed
    assert library.articles == read.articles
    assert library.find("May I work in place a?", "en").outcome == "answer"


@pytest.mark.parametrize("name", ["rights/work/en.md", "urgent/en.yaml", "words/ar.yaml"])
def test_a_pack_of_other_files_is_passed_over(content: Path, name: str) -> None:
    path = content / name
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert read_pack(content) is None


def test_a_file_that_came_or_went_counts(content: Path) -> None:
    (content / "rights/work/ar.md").unlink()
    assert read_pack(content) is None


@pytest.mark.parametrize("data", [b"", b"\xc0", b"{}", b"\x00" * 100, b"\xff" * 100])
def test_what_is_no_pack_is_passed_over(content: Path, data: bytes) -> None:
    (content / PACK_FILE).write_bytes(data)
    assert read_pack(content) is None
    assert Library.load(content, say, TODAY).article("rights/work") is not None


def test_what_is_learnt_of_danger_is_packed_and_hears_the_same() -> None:
    shelf = shipped()
    for lang in ("en", "fa"):
        learnt = shelf.learnt(lang)
        again = msgspec.msgpack.decode(msgspec.msgpack.encode(learnt), type=Learnt)
        fresh, packed = Finder(shelf.articles, NO_URGENT_WORDS, {}, guess), Likeness.of(again, spelling(lang))
        assert replace(packed.learnt, known=again.known) == learnt
        assert (again.known is None) == (lang == "en")
        assert fresh.learnt(lang) != learnt, "the control: without messages nothing is learnt"
        heard = [packed.find(fold(text)) for _, text, _ in learnt.messages]
        assert sum(found is not None for found in heard) > len(heard) / 2
        assert packed.find(fold("May I work?")) is None


def test_a_pack_of_a_machine_of_another_kind_is_passed_over(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "byteorder", "middle")
    assert read_pack(content) is None


def test_asking_whether_a_value_is_there_unpacks_none() -> None:
    """Every question asks it of the words of danger; unpacking them took a quarter of a turn."""
    packed = Later({"en": b"nothing that could be unpacked"}, Spoken)
    assert "en" in packed
    assert "fr" not in packed
    with pytest.raises(msgspec.DecodeError):
        packed["en"]
