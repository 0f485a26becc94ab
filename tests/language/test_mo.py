"""Our .mo files are GNU gettext's: the standard library reads them alike."""

import gettext
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.mo import Compiled, Table, pack

HEADER = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": "nplurals=2; plural=(n != 1);"}
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)


def test_the_standard_library_reads_them() -> None:
    table: Table = {
        ("menu", "Back"): ("رجوع",),
        ("menu", "{n} day"): ("{n} يوم", "{n} أيام"),
        ("", "Plain"): ("عادي",),
    }
    read = gettext.GNUTranslations(io.BytesIO(pack(table, HEADER)))
    assert read.pgettext("menu", "Back") == "رجوع"
    assert read.pgettext("other", "Back") == "Back"
    assert read.npgettext("menu", "{n} day", "{n} days", 5) == "{n} أيام"


@given(
    st.dictionaries(st.tuples(WORDS, WORDS), st.lists(WORDS, min_size=1, max_size=6).map(tuple), max_size=8)
)
def test_what_is_packed_comes_back(table: Table) -> None:
    read = Compiled(pack(table, HEADER))
    assert dict(read.items()) == table
    assert read.header == HEADER
    assert {key: read.get(key) for key in table} == table
    assert read.get(("no such context", "no such text")) is None


@given(st.binary(max_size=200))
def test_other_bytes_are_refused_not_misread(data: bytes) -> None:
    with pytest.raises(ValueError):
        Compiled(data)
