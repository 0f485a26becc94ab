"""Whom to call at the place that is served: only where the operator set one, with the day of checking."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.features.library.faults import Fault
from bot.features.library.places import load_places
from bot.features.library.service import Library
from tests.features.library.articles import TODAY, english, library, shipped

ROOT = Path(__file__).parents[3]
SOUND = """\
LB:
  contacts: [{service: police, number: "112"}, {service: health, number: "1787"}]
  source: {title: Emergency, publisher: UNHCR Help, url: https://help.unhcr.org/lebanon/emergency}
  checked: 2026-11-22
"""


def load(tmp_path: Path, text: str) -> tuple[Library, list[Fault]]:
    shelf = library(tmp_path, {"rights/work/en.md": english(), "places.yaml": text})
    faults: list[Fault] = []
    load_places(tmp_path / "content", faults, TODAY)
    return shelf, faults


def test_without_a_place_no_number_is_named(tmp_path: Path) -> None:
    shelf, faults = load(tmp_path, SOUND)
    assert not faults
    assert "112" not in shelf.first_aid("violence", "en").text


def test_the_place_s_numbers_follow_the_contact(tmp_path: Path) -> None:
    shelf, _ = load(tmp_path, SOUND)
    shelf.place = shelf.places["LB"]
    words = shelf.first_aid("violence", "en").text
    assert words.index("the desk") < words.index("112") < words.index("1787")
    assert "22 November 2026" in words


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"112"', '"call us"', "no number to call"),
        ("police", "wizard", "must be one of"),
        ("https://help", "http://help", "must be https://"),
        ("2026-11-22", "soon", "must be a day"),
        ("checked", "seen", "'checked' is missing"),
        ("LB:", "UK:", "'UK' is no country"),
        ('{service: police, number: "112"}, {service: health, number: "1787"}', "", "'contacts' is empty"),
        ('health, number: "1787"', 'police, number: "112"', "'police 112' stands twice"),
        ("2026-11-22", "2026-11-23", "lies in the future"),
        ("2026-11-22", "2026-05-25", "look at their page again"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/places.yaml").write_text(SOUND.replace(old, new), encoding="utf-8")
    faults: list[Fault] = []
    load_places(tmp_path / "content", faults, TODAY)
    assert any(said in fault.message for fault in faults)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("LB:", "camp-north:"),  # a place of the operator's own
        ("LB:", "GB:"),
        ("2026-11-22", "2026-05-26"),  # 180 days before
    ],
)
def test_what_is_sound_is_no_fault(tmp_path: Path, old: str, new: str) -> None:
    assert load(tmp_path, SOUND.replace(old, new))[1] == []


def test_what_places_share_is_said_once(tmp_path: Path) -> None:
    shared = SOUND.replace("LB:", "LB: &SHARED").replace("112", "call us") + "SY: *SHARED\n"
    (tmp_path / "content").mkdir()
    (tmp_path / "content/places.yaml").write_text(shared, encoding="utf-8")
    faults: list[Fault] = []
    assert list(load_places(tmp_path / "content", faults, TODAY)) == ["LB", "SY"]
    assert [fault.message for fault in faults] == ["'call us' is no number to call: digits and spaces only"]


def test_the_shipped_places_are_sound_and_sourced() -> None:
    shelf = shipped()
    assert shelf.places
    assert all(place.contacts and "https://" in place.source for place in shelf.places.values())
