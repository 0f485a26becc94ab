"""The files of the occupations: the real ones are whole, and each fault is told with file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.features.library import BrokenContent, Fault
from bot.features.skills.occupations import Occupations
from bot.features.skills.occupations.model import MAJORS, SUB_MAJORS, UNITS
from bot.features.skills.occupations.reading import faults_of, read_all
from bot.language.languages import LANGUAGES
from bot.language.normal import fold
from tests.features.skills.occupations.words_list import ROOT, names

REAL = ROOT / "content"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the real files, to be spoilt."""
    shutil.copytree(REAL / "occupations", tmp_path / "content/occupations")
    return tmp_path / "content"


def spoil(content: Path, file: str, old: str, new: str) -> list[Fault]:
    path = content / "occupations" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return [fault for fault in faults_of(content) if fault.level != "due"]


def test_the_real_files_have_no_fault() -> None:
    assert [fault for fault in faults_of(REAL) if fault.level != "due"] == []


def test_the_list_has_as_many_groups_as_isco_08() -> None:
    isco = read_all(REAL, LANGUAGES).isco
    assert (
        (len(isco.major), len(isco.sub_major), len(isco.unit)) == (MAJORS, SUB_MAJORS, UNITS) == (10, 43, 436)
    )


def test_every_language_names_about_two_hundred_unit_groups() -> None:
    data = read_all(REAL, LANGUAGES)
    assert len(data.core) >= 200
    assert all(set(data.core) <= names.unit.keys() for names in data.names.values())
    assert all(len(names.sub_major) == SUB_MAJORS for names in data.names.values())


@pytest.mark.parametrize(
    ("file", "old", "new", "said", "level"),
    [
        ("isco.yaml", '  "2112": Meteorologists\n', "", "has 435 codes", "error"),
        ("isco.yaml", '"2112"', '"9912"', "'9912' is no code of 'unit'", "error"),
        ("isco.yaml", '"11":', '"1x":', "'1x' is no code of 'sub_major'", "error"),
        ("core.yaml", '"7531"', '"7599"', "'7599' is not one more unit group", "error"),
        ("core.yaml", '"7531"', '"7532"', "'7532' is not one more unit group", "error"),
        ("en.yaml", '"7531":', '"7599":', "'7599' is no unit group of ISCO-08", "error"),
        ("en.yaml", "    title: Tailors and dressmakers\n", "", "'title' is missing", "error"),
        ("en.yaml", '  "75": ', '  "77": ', "'77' is no sub-major group", "error"),
        ("en.yaml", '  "75": ', '  "77": ', "'75' has no title", "wrong"),
        ("en.yaml", "unit:", "unit: [", "not valid YAML", "error"),
        ("en.yaml", '"7531":', '"7535a":', "'7531' of core.yaml is missing", "wrong"),
        ("en.yaml", "title: Tailors and dressmakers", "title: Tanners", "has the title of '7531'", "wrong"),
        ("en.yaml", "shoemaker,", "tailor,", "stands in 7531, 7536", "wrong"),
        ("en.yaml", "shoemaker,", "shoemaker*,", "stands nowhere else", "wrong"),
        ("en.yaml", "shoemaker,", "COBBLER,", "twice", "wrong"),
        ("en.yaml", "shoemaker,", '"!",', "has no letters", "wrong"),
        ("ar.yaml", "names: [إسكافي, ", "nammes: [إسكافي, ", "'nammes' is not known here", "error"),
    ],
)
def test_a_fault_is_told(content: Path, file: str, old: str, new: str, said: str, level: str) -> None:
    faults = spoil(content, file, old, new)
    told = [fault for fault in faults if said in fault.message and fault.level == level]
    assert told, "\n".join(map(str, faults))
    assert told[0].file == f"content/occupations/{file}"
    assert told[0].line > 0


def test_too_few_names_are_told(content: Path) -> None:
    path = content / "occupations/en.yaml"
    text = path.read_text(encoding="utf-8")
    start = text.index('  "7531":')
    end = text.index('  "7532":')
    few = '  "7531":\n    title: Tailors and dressmakers\n    names: [tailor, dressmaker]\n'
    path.write_text(text[:start] + few + text[end:], encoding="utf-8")
    assert any("'7531' has 2 names" in fault.message for fault in faults_of(content))


def test_a_language_without_a_file_is_work_that_is_due(content: Path) -> None:
    (content / "occupations/fr.yaml").unlink()
    due = [fault for fault in faults_of(content) if fault.file.endswith("/fr.yaml")]
    assert [fault.level for fault in due] == ["due"]
    assert Occupations.load(content).title("7531", "fr").lang == "en"


def test_a_broken_file_stops_a_start_and_a_doubtful_name_does_not(content: Path) -> None:
    spoil(content, "en.yaml", "shoemaker,", "shoemaker*,")
    Occupations.load(content)
    spoil(content, "en.yaml", '"7531":', '"7599":')
    with pytest.raises(BrokenContent, match="7599"):
        Occupations.load(content)


def test_content_without_occupations_finds_nothing(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    assert Occupations.load(tmp_path / "content").find("tailor", "en") == ()


def test_D4_no_name_is_given_to_what_would_tell_a_faith() -> None:
    data = read_all(REAL, LANGUAGES)
    assert all(not {"2636", "3413"} & names.unit.keys() for names in data.names.values())
    assert {"2636", "3413"} <= data.isco.unit.keys()


FAITHS = """
    church mosque temple imam priest halal kosher christian muslim
    كنيسة مسجد إمام قسيس حلال مسلم مسيحي
    église mosquée imam prêtre musulman chrétien
    iglesia mezquita sacerdote cura misa musulmán cristiano
"""


@pytest.mark.parametrize("lang", ["en", "ar", "fr", "es"])
def test_D4_no_name_tells_a_faith(lang: str) -> None:
    telling = set(fold(FAITHS).split())
    assert not [name for name in names(lang) if telling & set(name.split())]
    assert telling & set(fold("I sweep the mosque").split())
