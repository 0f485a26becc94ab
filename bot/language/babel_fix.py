"""The remedy for Babel 2.18's mixing of languages within one process (Babel issue 1234).

Babel resolves aliases of a locale by writing into data that it shares with other locales: after Pashto's
stand-alone weekdays were looked up, Ukrainian Saturday is Pashto. Here every locale gets a deep copy of
its own before it is first used, without what nobody here asks for, and the shared one is let go again. Costs
about 1 MB and 10 ms a locale, once. To be dropped when Babel's data is its own again; the negative control
in tests/language/test_babel_fix.py will say so by failing.
"""

from __future__ import annotations

import copy
import functools
import types
from typing import Any

import babel.core
import babel.localedata

_NOT_ASKED_FOR = (
    "compact_currency_formats",
    "compact_decimal_formats",
    "compound_unit_patterns",
    "currency_symbols",
    "interval_formats",
    "unit_display_names",
    "unit_patterns",
)
"""Half of a locale's data: units and short sums, which we never write out. Pay in adverts needs the names
of currencies."""


@functools.cache
def _load_own(name: str, merge_inherited: bool = True) -> dict[str, Any]:
    shared = babel.localedata.load(name, merge_inherited)
    own = copy.deepcopy({key: value for key, value in shared.items() if key not in _NOT_ASKED_FOR})
    if name != "root":  # what every other locale begins with
        babel.localedata._cache.pop(name, None)
    return own


def apply() -> None:
    """Give every locale data of its own. Must run before any Babel locale is used; twice does no harm."""
    own = types.SimpleNamespace(**vars(babel.localedata))
    own.load = _load_own
    vars(babel.core)["localedata"] = own
