"""Cleaning (I9) and folding, on real words and on anything at all."""

import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.language.normal import clean, fold

HOSTILE = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e\u200b\u200c\u200d\u200e\u200f\u061c"
        ),
        st.sampled_from("\r\n\t\x00\x85\u2028\ud800\U000e0041e\u0301é"),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("plain text", "plain text"),
        ("e\u0301", "é"),
        ("a\u202eb\u202c", "ab"),
        ("a\x00b\x1bc", "abc"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("tab\tstays", "tab\tstays"),
        ("\U0001f3f4\U000e0067\U000e0062\U000e007f", "\U0001f3f4"),
        ("\ud800lone surrogate", "lone surrogate"),
        ("\ufeffbom", "bom"),
        ("\u2068paired\u2069", "\u2068paired\u2069"),
        ("\u2068\u2067both\u2069\u2069", "\u2068\u2067both\u2069\u2069"),
        ("\u2068unclosed", "unclosed"),
        ("unopened\u2069", "unopened"),
        ("\u2068closed one line\nlater\u2069", "closed one line\nlater"),
        ("\u2067\u2068inner\u2069", "\u2068inner\u2069"),
    ],
)
def test_I9_hidden_characters_are_removed(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize("kept", ["\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u061c"])
def test_I9_joiners_and_marks_that_people_need_stay(kept: str) -> None:
    assert clean(f"می{kept}خواهم") == f"می{kept}خواهم"


@given(HOSTILE)
@example("\u2069\u2068\u2068\u2069\u2069")
def test_I9_cleaning_is_whole_and_final(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not set(cleaned) & set("\u202a\u202b\u202c\u202d\u202e\x00\r\x85\ufeff")
    for line in cleaned.split("\n"):
        depth = 0
        for char in line:
            depth += ("\u2066" <= char <= "\u2068") - (char == "\u2069")
            assert depth >= 0
        assert depth == 0
    cleaned.encode("utf-8")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("کارگری", "كارگري"), ("أحمد", "احمد"), ("إيران", "ايران"), ("مدرسة", "مدرسه"), ("مُدَرِّسٌ", "مدرس"),
        ("مستشفى", "مستشفي"), ("ســلام", "سلام"), ("می‌خواهم", "می خواهم"), ("خانۀ", "خانه"),
        ("مسؤول", "مسوول"),
        ("ሥራ", "ስራ"), ("ሐኪም", "ሀኪም"), ("ፀሐይ", "ጸሀይ"), ("ዓለም", "ኣለም"),
        ("Été", "ete"), ("ESPAÑOL", "espanol"), ("Straße", "strasse"), ("Łódź", "lodz"), ("cœur", "coeur"),
        ("сім'я", "сімя"), ("сімʼя", "сім’я"), ("Ґанок", "ганок"), ("l'emploi", "l emploi"),
        ("٢٠٢٦", "2026"), ("۲۰۲۶", "2026"), ("২০২৬", "2026"), ("ｆｕｌｌ", "full"),
        ("What?!  Is—this", "what is this"), ("سلام، خوبی؟", "سلام خوبی"), ("ሰላም፡ ነው።", "ሰላም ነው"),
        ("İstanbul", "istanbul"), ("👍🏽 ok", "ok"), ("a\u200eb", "ab"),
    ],
)  # fmt: skip
def test_what_people_mean_alike_folds_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize("text", ["हिन्दी", "বাংলাদেশে", "မြန်မာ", "தமிழ்", "ไทย", "ខ្មែរ"])
def test_marks_that_are_letters_to_their_readers_stay(text: str) -> None:
    assert fold(text) == unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(("one", "other"), [("گرگ", "كرك"), ("من", "مین"), ("أب", "أم"), ("papa", "baba")])
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(HOSTILE)
@example("\u03d2\u0301")
@example("\u0345\u1e9e\u0130")
def test_folding_is_final_and_never_raises(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert folded == " ".join(folded.split())


def test_every_character_folds_to_something_final() -> None:
    for code in range(0x20000):
        folded = fold(chr(code))
        assert fold(folded) == folded, hex(code)


@pytest.mark.parametrize(
    "question",
    [
        "Can I work in Canada with my papers?",
        "هل يمكنني العمل في كندا بأوراقي الحالية؟",
        "Чи можу я працювати в Канаді?",
    ],
)
def test_folding_a_question_is_quick(question: str) -> None:
    fold(question)
    best = min(_seconds_for_100(question) for _ in range(5)) / 100
    assert best < 26e-6


def _seconds_for_100(question: str) -> float:
    start = time.process_time()
    for _ in range(100):
        fold(question)
    return time.process_time() - start
