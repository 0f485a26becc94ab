"""The form of an advert: each cost for the worker blocks (E2), and every problem says what to do."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.features.interviews.employers import words as employer_words
from bot.features.interviews.vacancies import words
from bot.features.interviews.vacancies.model import COSTS, LICENCES, PAPERS, PAYERS, amount
from bot.features.interviews.vacancies.money import currencies, money_text, number_text
from bot.features.skills.labels import CHOICES
from tests.features.interviews.vacancies.forms import FORM, read


def test_a_whole_form_has_no_problems() -> None:
    draft = read()
    assert draft.problems == {} and draft.vacancy is not None
    assert draft.vacancy.pay == "45000.50"
    assert [need.tag for need in draft.vacancy.languages] == ["en", "sw"]


@pytest.mark.parametrize("payer", ["worker", "shared"])
@pytest.mark.parametrize("kind", COSTS)
def test_E2_each_cost_for_the_worker_blocks_with_a_sentence(kind: str, payer: str) -> None:
    draft = read(**{f"cost_{kind}": payer})
    assert draft.vacancy is None
    assert draft.problems == {f"cost_{kind}": words.COST_ON_WORKER}


@pytest.mark.parametrize("payer", ["employer", "public", "none"])
@pytest.mark.parametrize("kind", COSTS)
def test_E2_other_payers_do_not_block(kind: str, payer: str) -> None:
    """The negative control of the one above."""
    assert read(**{f"cost_{kind}": payer}).vacancy is not None


@pytest.mark.parametrize("payer", ["", "agency", "EMPLOYER", "employer worker"])
def test_E2_a_cost_that_nobody_is_named_for_blocks(payer: str) -> None:
    draft = read(cost_visa=payer)
    assert draft.vacancy is None and set(draft.problems) == {"cost_visa"}


def test_E2_every_cost_of_the_guidelines_is_asked_for() -> None:
    assert read(**{f"cost_{kind}": "" for kind in COSTS}).problems.keys() == {
        f"cost_{kind}" for kind in COSTS
    }
    assert set(words.COSTS) == set(COSTS) and set(words.PAYERS) == set(PAYERS)


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("tasks", "", employer_words.MISSING),
        ("tasks", "various work", employer_words.NO_REASON),
        ("tasks", "word " * 500, employer_words.too_long(2000)),
        ("country", "XX", employer_words.NO_COUNTRY),
        ("town", " ", employer_words.MISSING),
        ("pay", "good", words.NO_AMOUNT),
        ("pay", "1.900", words.NO_AMOUNT),
        ("pay", "0", words.NO_AMOUNT),
        ("pay", "-5", words.NO_AMOUNT),
        ("pay", "1000-2000", words.NO_AMOUNT),
        ("currency", "DEM", words.NO_CURRENCY),
        ("currency", "euro", words.NO_CURRENCY),
        ("period", "shift", words.NO_CHOICE),
        ("hours", "49", words.NO_HOURS),
        ("contract", "none", words.NO_CHOICE),
        ("months", "", employer_words.MISSING),
        ("months", "0", words.number_between(1, 60)),
        ("start", "soon", words.NO_START),
        ("start", "2026-11-20", words.PAST_START),
        ("route", "pathways/nothing", words.NO_CHOICE),
        ("route", "none", None),
        ("languages", "en/speaking", words.NO_LANGUAGE),
        ("languages", "en/speaking/C3", words.NO_LANGUAGE),
        ("years", "many", words.number_between(0, 30)),
        ("papers", "passport", words.NO_CHOICE),
        ("licences", "ship", words.NO_CHOICE),
        ("places", "0", words.number_between(1, 500)),
        ("answer_days", "31", words.number_between(1, 30)),
        ("answer_days", "", employer_words.MISSING),
        ("isco", "", words.WHICH_OCCUPATION),
        ("isco", "75", words.WHICH_OCCUPATION),
    ],
)
def test_each_problem_stands_at_its_field_and_nothing_typed_is_lost(
    field: str, value: str, problem: object
) -> None:
    draft = read(**{field: value})
    assert draft.vacancy is None
    at = field if problem is not None else "route_words"
    assert draft.problems == {at: problem or words.NO_ROUTE_WORDS}
    assert draft.typed[field] == (value,)
    assert set(draft.typed) == set(FORM)


def test_an_occupation_is_found_from_words_and_chosen() -> None:
    draft = read(isco="", occupation="I bake bread")
    assert "7512" in draft.offers and draft.vacancy is None
    assert set(read(isco="", occupation="qqqqq").problems) == {"occupation"}
    assert set(read(isco="", occupation="").problems) == {"occupation"}


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1900", "1900"),
        ("1 900,5", "1900.50"),
        ("1\u202f900,50", "1900.50"),
        ("1'900.50", "1900.50"),
        ("١٩٠٠٫٥", "1900.50"),
        ("۱۹۰۰", "1900"),
        ("1,900", None),
        ("1.900,50", None),
        ("1e3", None),
        ("0.00", None),
        ("", None),
    ],
)
def test_an_amount_is_read_or_asked_about_but_never_guessed(typed: str, value: str | None) -> None:
    assert amount(typed) == value


def test_amounts_are_shown_in_the_readers_way() -> None:
    assert money_text("1900.50", "EUR", "en") == "1,900.50 euros (EUR)"
    assert money_text("250000", "UGX", "fr") == "250\u202f000 shillings ougandais (UGX)"
    assert money_text("1200", "JOD", "fa") == "۱٬۲۰۰ دینار اردن (JOD)"
    assert number_text("37.50", "es") == "37,5"
    assert Decimal("1") and "EUR" in currencies() and "DEM" not in currencies()


def test_the_codes_are_those_of_the_skills_profile() -> None:
    assert set(LICENCES) == set(CHOICES["licences"])
    assert CHOICES["licences"] == words.LICENCES
    assert set(words.PAPERS) == set(PAPERS)
