"""A life at risk by illness, birth, poison, fire or water gets first aid; a question of health does not."""

from __future__ import annotations

import pytest

from bot.features.library import urgent_likeness
from bot.features.library.urgent import KINDS
from tests.features.library.articles import shipped

CRIES = [
    ("en", "my baby is not breathing"),
    ("en", "his wife is in labour now, nobody is here"),
    ("en", "there is a fire in our hut"),
    ("ar", "ابني ما عم يتنفس"),
    ("ar", "في حريق بالخيمة"),
    ("fr", "un serpent a mordu ma fille"),
    ("fr", "notre bateau coule en mer"),
    ("fa", "پسرم بیهوش شده"),
    ("fa", "قایق ما غرق میشود"),
    ("so", "ilmahaygu ma neefsanayo"),
    ("so", "doontii way degaysaa"),
    ("sw", "mke wangu anajifungua sasa hivi"),
    ("sw", "boti yetu inazama"),
    ("uk", "дідусь не прокидається"),
    ("uk", "у нас пожежа в наметі"),
    ("es", "mi papá no despierta"),
    ("es", "hay fuego en el albergue"),
    ("ar", "fi 7aree2 bel kheme"),
    ("fa", "pesaram nafas nemikeshe"),
    ("en", "ambulance please"),
    ("uk", "швидку викличте"),
    ("sw", "moto saidia"),
]
CALM = [
    ("en", "which doctor sees a baby who coughs"),
    ("ar", "وين بتولد المرأة بهالبلد ومين بيدفع"),
    ("fr", "quel est le numéro des pompiers"),
    ("fa", "طفلم سرفه دارد کدام داکتر"),
    ("so", "dhakhtarka carruurta halkee ku yaal"),
    ("sw", "mtoto anakohoa nimpeleke wapi"),
    ("uk", "де народжувати біженці і хто платить"),
    ("es", "cuánto cuesta dar a luz aquí"),
]


@pytest.mark.parametrize(("lang", "text"), CRIES)
def test_a_life_at_risk_is_heard(lang: str, text: str) -> None:
    danger = shipped().danger(text, lang)
    assert danger is not None
    assert danger.kind == "emergency"
    assert shipped().find(text, lang).articles[0] == KINDS["emergency"][0]


@pytest.mark.parametrize(("lang", "text"), CALM)
def test_a_question_about_health_is_calm(lang: str, text: str) -> None:
    assert shipped().danger(text, lang) is None


def test_the_words_around_must_not_be_calm(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shipped().danger("my baby is not breathing", "en")
    monkeypatch.setattr(urgent_likeness, "CALM_ELSE", (8, 10_000.0))  # the negative control: all words are
    monkeypatch.setattr(urgent_likeness, "CALM_BESIDE", 10_000.0)
    monkeypatch.setattr(urgent_likeness, "ALONE", 10_000.0)
    monkeypatch.setattr(urgent_likeness.Likeness, "find", lambda *_: None)
    assert not shipped().danger("my baby is not breathing", "en")
