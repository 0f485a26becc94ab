"""What leans to our articles or to small talk, and which words are of one root."""

from __future__ import annotations

import pytest

from bot.features.library.forms import root, stemmer
from bot.features.library.leaning import Leaning
from bot.language.normal import fold

OURS = ("can i work with my permit", "who pays for my work permit", "can my family come with me")
OTHERS = ("how tall is the tower", "who won the match", "how old is the tower of london")


def test_a_text_leans_to_whom_it_is_like() -> None:
    leaning = Leaning(OURS, OTHERS, str)
    assert leaning.of("can my wife work") > 0 > leaning.of("how high are towers")


@pytest.mark.parametrize(("ours", "others"), [(OURS, ()), ((), OTHERS)])
def test_without_either_nothing_leans(ours: tuple[str, ...], others: tuple[str, ...]) -> None:
    assert Leaning(ours, others, str).of("can my wife work") == 0.0


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [
        ("sw", "amenilipa", "atalipa"),
        ("sw", "kusaini", "nimesaini"),
        ("so", "shaqadayda", "shaqada"),
        ("uk", "роботу", "роботой"),
    ],
)
def test_forms_of_one_word_have_one_root(lang: str, one: str, other: str) -> None:
    stem, of = stemmer(lang), root(lang)
    assert of is not None
    assert of(stem(fold(one))) == of(stem(fold(other)))


def test_other_words_have_other_roots() -> None:
    of = root("sw")
    assert of is not None and of("nimesaini") != of("nimelipwa")
    assert root("fr") is None
