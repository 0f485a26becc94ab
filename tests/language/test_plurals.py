"""Our plural rules, the gettext headers made of them, and CLDR agree."""

import gettext
import re
from collections.abc import Callable
from typing import cast

import pytest
from babel import Locale

from bot.language.languages import LANGUAGES, Language

NUMBERS = [*range(1300), 1_999, 10_000, 10_003, 100_011, 999_999]
# The compiler of header expressions that the standard library uses for every catalog; it has no type stub.
compile_header = cast("Callable[[str], Callable[[int], int]]", vars(gettext)["c2py"])


@pytest.mark.parametrize("row", LANGUAGES.values(), ids=lambda row: row.tag)
def test_header_and_function_choose_alike(row: Language) -> None:
    match = re.fullmatch(r"nplurals=(\d); plural=(.+);", row.plural.header)
    assert match is not None
    assert int(match[1]) == len(row.plural.categories)
    by_header = compile_header(match[2])
    for n in NUMBERS:
        assert row.plural.choose(n) == by_header(n)


@pytest.mark.parametrize("row", LANGUAGES.values(), ids=lambda row: row.tag)
def test_the_rule_is_that_of_cldr(row: Language) -> None:
    cldr = Locale.parse(row.locale).plural_form
    for n in NUMBERS:
        assert row.plural.categories[row.plural.choose(n)] == cldr(n)


@pytest.mark.parametrize(
    ("tag", "exact"),
    [("ar", [True, True, True, False, False, False]), ("uk", [False] * 3), ("en", [True, False]),
     ("fa", [False, False]), ("fr", [False, False])],
)  # fmt: skip
def test_only_forms_of_one_number_may_leave_it_out(tag: str, exact: list[bool]) -> None:
    plural = LANGUAGES[tag].plural
    assert [plural.exact(form) for form in range(len(plural.categories))] == exact
