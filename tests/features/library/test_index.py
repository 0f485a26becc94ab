"""The search index: what it looks up and what it keeps of it, so that a question is answered in a moment."""

from __future__ import annotations

from array import array

import pytest
from rapidfuzz import fuzz

from bot.features.library import search
from bot.features.library.forms import spelling
from bot.features.library.index import Index
from bot.language.normal import fold
from tests.features.library.articles import shipped


def _index(lang: str = "en") -> Index:
    return shipped()._finder._index(lang)


@pytest.mark.parametrize("typed", ["recruitmant", "zecruitment"])
def test_a_mistyped_word_is_found_by_its_beginning_or_its_end(typed: str) -> None:
    index = _index()
    found = {index.word(number): score for number, score in index.lookalikes(typed, 82)}
    assert "recruitment" in found
    assert found == {word: pytest.approx(fuzz.ratio(typed, word)) for word in found}
    assert index.lookalikes(typed, 99) == []
    assert index.lookalikes("zecruitmant", 82) == []  # wrong at both ends


def test_an_article_is_about_a_word_or_not_at_all() -> None:
    index = _index()
    much = [255, 1, 0, 128, *[0] * (len(index.articles) - 4)]
    whether = index.whether(int.from_bytes(array("H", much).tobytes(), "little"))
    assert index.lanes(whether).tolist() == [1, 1, 0, 1, *[0] * (len(much) - 4)]


@pytest.mark.parametrize("lang", ["en", "so", "ar"])
def test_the_phrases_of_a_word_are_those_that_have_it(lang: str) -> None:
    index = _index(lang)
    words = [index.words(fold(index.phrases.text(at))) for at in range(len(index.phrases))]
    for word in {word for own in words[::100] for word in own}:
        number = index.number(word)
        assert number is not None
        assert index.phrases.having(number) == [at for at, own in enumerate(words) if word in own]


def test_of_phrases_that_fit_alike_the_first_is_the_nearest() -> None:
    """In every process, whatever order its sets have."""
    index, later = _index(), 0
    for article, id in enumerate(index.articles):
        first: dict[frozenset[str], int] = {}
        for at in index.phrases_of(article):
            text = index.phrases.text(at)
            before = first.setdefault(frozenset(index.words(fold(text))), at)
            for hit in search.rank(index, text).hits if before < at else ():
                if hit.article == id and hit.phrase_score > 0.999:
                    assert hit.phrase == index.phrases.text(before)
                    later += 1
    assert later


def test_only_the_known_words_asked_last_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_KEPT", 2)
    index = Index(shipped()._finder.tables("en"))
    for word in ("permit", "family", "permit", "wage"):
        search.meaning(index, word)
    assert list(index.meanings) == ["permit", "wage"]
    assert search.meaning(index, "permit") is search.meaning(index, "permit")
    unknown = search.meaning(index, "qwertyq")
    assert not unknown.ours
    assert list(index.meanings) == ["wage", "permit"]


@pytest.mark.parametrize("lang", ["so", "sw", "en"])
def test_a_text_is_spelt_as_its_words_are(lang: str) -> None:
    """The words of danger are made of the whole text at once."""
    text = "kaalay yidhi dhibaato nin baa ninkeyga khatar qof ey dh dhahabu kh rr aaa aa aab bba khkh n b"
    spelt = spelling(lang)
    assert spelt(text).split() == [spelt(word) for word in text.split()]
    assert spelling("so")("aaa aab") == "aa ab"  # each pair once, as it has always been
