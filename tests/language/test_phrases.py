"""Phrases: how they are written, what they find, and what takes them back."""

from __future__ import annotations

import time

import pytest

from bot.language.phrases import BadPhrase, Tongue, read_phrase, tokens


def said(tongue: Tongue, text: str) -> list[str]:
    words = tokens(text)
    return [" ".join(w.word for w in words[m.first : m.last + 1]) for m in tongue.find(words)]


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("registration fee", "Pay the Registration Fee now", ["registration fee"]),
        ("registration fee", "registration of the fee", []),
        ("pay .. fee", "pay us a small fee", ["pay us a small fee"]),
        ("pay .. fee", "pay us one two three four fee", []),
        ("pay .. fee", "pay. A fee", []),
        ("guarant* visa", "guaranteed visa", ["guaranteed visa"]),
        ("*lipa ada", "utalipa ada", ["utalipa ada"]),
        ("lipa ada", "utalipa ada", []),
        ("pay|send <n>", "send 250 and pay some", ["send 250"]),
        ("imtixaan la'aan", "Imtixaan la’aan!", ["imtixaan la aan"]),
        ("رسوم تسجيل", "رُسوم التسجيل", []),
        ("<n> soo dir", "Kaliya $250 soo dir EVC", ["250 soo dir"]),
        ("<n> .. now", "15k in one go now, 400usd now", ["15k in one go now", "400usd now"]),
        ("<n> now", "number now", []),
        ("send <n>", "send ksh15000 or 75 000 F", ["send ksh15000"]),
        ("send <n>", "send form16b", []),
    ],
)
def test_a_phrase_is_whole_words_one_after_the_other(phrase: str, text: str, found: list[str]) -> None:
    assert said(Tongue({"fee": [phrase]}), text) == found


def test_letters_that_are_joined_to_a_word_do_not_hide_it() -> None:
    tongue = Tongue({"fee": ["رسوم تسجيل"]}, joined=["ال", "و"])
    assert said(tongue, "ورسوم التسجيل") == ["ورسوم التسجيل"]


@pytest.mark.parametrize(
    "phrase", ["", "..", "pay ..", "<n>", "<n>|pay", "pay !|fee", "*pay*", "la'aan|bila fee"]
)
def test_a_phrase_that_cannot_be_read_is_refused(phrase: str) -> None:
    with pytest.raises(BadPhrase):
        read_phrase(phrase)


TONGUE = Tongue(
    {"fee": ["fee", "pay <n>"], "easy": ["no experience"]},
    denies=["no", "never"],
    denies_after=["is free"],
    settles=["employer pays"],
    wages=["a month"],
)


@pytest.mark.parametrize(
    "text",
    [
        "no fee",
        "We never ask anybody for any fee.",
        "The fee is free today",
        "The fee, the employer pays the fee.",
        "we pay 1900 euro a month",
    ],
)
def test_what_is_denied_or_settled_does_not_count(text: str) -> None:
    assert said(TONGUE, text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a fee", ["fee"]),
        ("Never mind. The fee is due", ["fee"]),  # another sentence
        ("no one here has ever waited long for the fee", ["fee"]),  # too far away
        ("The employer pays nothing.\nThere is a fee", ["fee"]),
        ("pay 1900 euro today", ["pay 1900"]),
        ("no experience, fee", ["no experience", "fee"]),  # that "no" is of the experience
    ],
)
def test_the_negative_controls_of_denial(text: str, found: list[str]) -> None:
    assert said(TONGUE, text) == found


@pytest.mark.parametrize("hostile", ["pay ", "fee no ", "aaaaaaaa", "a+", "x.", "pay\n", "5 ", "15k no "])
def test_I3_the_longest_message_is_read_within_a_second(hostile: str) -> None:
    from tests.features.guidance.offers.test_messages import shipped

    message = (hostile * 4096)[:4096]
    shipped().read(message)
    before = time.process_time()
    shipped().read(message)
    assert time.process_time() - before < 1.0
