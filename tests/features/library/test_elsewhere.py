"""Words of films, games and studies take back what any row says of danger."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.features.library.faults import Fault
from bot.features.library.urgent import KINDS, Spoken, UrgentWords
from bot.features.library.urgent_reading import URGENT_DIR, load_urgent
from bot.language.languages import LANGUAGES
from tests.features.library.articles import shipped

SPOKEN = Spoken((("violence", "~ kill|kills me|us"), ("held", "locked in")), elsewhere="in_the_film|pubg")


@pytest.mark.parametrize("text", ["they kill me in pubg", "in the film he is locked in"])
def test_any_row_is_taken_back(text: str) -> None:
    assert UrgentWords({"en": SPOKEN}).find(text, "en") is None
    assert UrgentWords({"en": replace(SPOKEN, elsewhere="")}).find(text, "en") is not None


@pytest.mark.parametrize(
    "text",
    ["they want to kill me", "he films me and he will kill me", "in the film " + "it rains " * 5 + "kill me"],
)
def test_only_words_that_stand_near_do_so(text: str) -> None:
    assert UrgentWords({"en": SPOKEN}).find(text, "en") is not None


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "for a class: my husband beats me every night"),
        ("ar", "بالمسلسل زوجها بيضربها كل يوم"),
        ("fr", "je prépare un exposé sur les enfants enlevés par des passeurs"),
        ("fa", "برای پادکست: شوهرم مرا می‌زند"),
        ("es", "en la serie el marido le pega y la encierra"),
        ("uk", "у серіалі мене хочуть убити"),
    ],
)
def test_what_is_shipped_knows_such_words(lang: str, text: str) -> None:
    urgent = shipped()._finder._hearing._urgent
    assert urgent.find(text, lang) is None
    without = UrgentWords({lang: replace(urgent.spoken[lang], elsewhere="")})
    assert without.find(text, lang) is not None


def test_whoever_writes_more_than_words_is_told(tmp_path: Path) -> None:
    folder = tmp_path / URGENT_DIR
    folder.mkdir()
    rows = "".join(f"{kind}: [a_{kind}]\n" for kind in KINDS)
    (folder / "en.yaml").write_text(rows + 'negations: [not]\nelsewhere: "in the film|{story}"\n')
    faults: list[Fault] = []
    load_urgent(tmp_path, LANGUAGES, faults)
    said = [str(fault) for fault in faults if "elsewhere" in str(fault)]
    assert len(said) == 1
    assert said[0].endswith("without ! and {}: join those of one way by _")
