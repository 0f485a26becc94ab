"""Marks for the reviewer: fees, papers, outside contact, promises, addresses, in eight languages (E2, I10).

When the held-out halves were first looked at, 47 of 48 false sentences were marked with their sign and none
of 12 honest adverts had a mark; all was written by one hand, so strange hands will do worse. The honest
sentences under `hard` were written afterwards, with the mending that they led to.
"""

from __future__ import annotations

import time

import pytest

from bot.features.interviews.vacancies import AdvertCheck, Flag, pieces
from bot.features.interviews.vacancies import words as advert_words
from bot.features.interviews.vacancies.checks import _OF_OFFERS
from bot.features.interviews.vacancies.phrases import SIGNS
from bot.language.languages import LANGUAGES
from tests.features.interviews.vacancies.checking import false, honest, marks, shipped
from tests.features.interviews.vacancies.forms import read

SPLITS = ("tuning", "held_out")


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_E2_what_a_reviewer_has_to_see_is_marked(lang: str, split: str) -> None:
    said = false(split, lang)
    assert set(said) == set(SIGNS)
    missed = [sign for sign, text in said.items() if sign not in {kind for kind, _ in marks(text)}]
    assert missed == []


@pytest.mark.parametrize("split", (*SPLITS, "hard"))
@pytest.mark.parametrize("lang", LANGUAGES)
def test_E2_honest_adverts_have_no_mark(lang: str, split: str) -> None:
    assert [found for text in honest(split, lang) if (found := marks(text))] == []


def test_there_are_twenty_four_honest_adverts_and_half_of_them_were_held_back() -> None:
    sizes = [sum(len(honest(split, lang)) for lang in LANGUAGES) for split in SPLITS]
    assert sizes == [12, 12]


def test_E2_without_phrases_nothing_would_be_marked() -> None:
    """The negative control: the marks come from the phrases."""
    empty = AdvertCheck({}, lambda text: ())
    assert empty.in_text("tasks", false("tuning", "en")["fee"], ()) == []


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Call +254 700 000 001 today", "phone", "+254 700 000 001"),
        ("اتصل ٠٧٧٠٠٠٠٠٠٠١", "phone", "٠٧٧٠٠٠٠٠٠٠١"),
        ("Write to jobs@bakery.example now", "mail", "jobs@bakery.example"),
        ("jobs [at] bakery [dot] example", "mail", "jobs [at] bakery [dot] example"),
        ("see https://jobs.example.net/apply?x=1 first", "link", "https://jobs.example.net/apply?x=1"),
        ("see jobs[.]example[.]net first", "link", "jobs[.]example[.]net"),
        ("ask @somebody_there", "chat", "@somebody_there"),
        ("ask on wa.me/254700 now", "link", "wa.me/254700"),
        ("раypаl bank", "mixed", "раypаl"),
    ],
)
def test_E2_contact_and_addresses_are_marked_where_they_stand(text: str, kind: str, words: str) -> None:
    assert (kind, words) in marks(text)


@pytest.mark.parametrize(
    ("text", "real"),
    [
        ("https://unhcr.org@evil.example/", "evil.example"),
        ("https://unhcr.org:80@evil.example/", "evil.example"),
        ("https://evil.example/unhcr.org", "evil.example"),
        ("https://evil%2Eexample/", "evil.example"),
        ("hxxps://evil.example", "evil.example"),
        ("HTTP://EVIL.example.", "evil.example"),
        ("https://evil。example/", "evil.example"),
        ("https:\\\\evil.example\\x", "evil.example"),
        ("http://203.0.113.7/x", "203.0.113.7"),
        ("https://bücher.example", "xn--bcher-kva.example (bücher.example)"),
        ("https://xn--80ak6aa92e.com", "xn--80ak6aa92e.com (аррӏе.com)"),
    ],
)
def test_I10_every_link_is_shown_by_its_real_host(text: str, real: str) -> None:
    found = shipped().in_text("tasks", text, ["unhcr.org"])
    assert real in [flag.real for flag in found if flag.kind == "link"]


def test_I10_hosts_on_the_list_are_not_marked_and_lookalikes_are() -> None:
    allowed = ("bakery.example",)
    assert marks("More on https://www.bakery.example/about and bakery.example", *allowed) == []
    for other in ("https://bakery.example.evil.test", "notbakery.example", "bakery.example@evil.test"):
        assert {"link", "mail"} & {kind for kind, _ in marks(f"More on {other}", *allowed)}
    mixed = {flag.kind for flag in shipped().in_text("tasks", "on bаkery.example", allowed)}
    assert {"link", "mixed"} <= mixed


def test_E2_marks_are_put_in_place_and_decide_nothing() -> None:
    draft = read(tasks="You bake bread. Message us on WhatsApp or at https://evil.example now.")
    assert draft.vacancy is not None  # a mark never blocks: only people decide
    flags = shipped().flags(draft.vacancy, ["bakery.example"])
    assert {flag.field for flag in flags} == {"tasks"}
    cut = pieces(draft.vacancy.tasks, flags)
    assert "".join(piece.text for piece in cut) == draft.vacancy.tasks
    assert [piece.text for piece in cut if "link" in piece.kinds] == ["https://evil.example"]
    assert [piece.real for piece in cut if piece.real] == [("evil.example",)]
    assert pieces("plain", []) and pieces("plain", [])[0].kinds == ()
    assert pieces("ab", [Flag("tasks", "fee", 0, 1)])[1].kinds == ()


def test_every_mark_has_words() -> None:
    kinds = {*SIGNS, *_OF_OFFERS.values(), "phone", "mail", "link", "mixed"}
    assert kinds == set(advert_words.FLAGS)


@pytest.mark.parametrize(
    "text",
    ["a." * 1000, "aa-a." * 400, "a@" * 1000, "1 " * 1000, "1-" * 1000, "a [dot] " * 250, "%2e" * 660],
)
def test_I3_a_hostile_text_is_checked_within_a_second(text: str) -> None:
    start = time.process_time()
    marks(text)
    assert time.process_time() - start < 1
