"""The remedy for Babel 2.18's mixing of languages within one process (Babel issue 1234).

Babel resolves aliases of a locale by writing into data that it shares with other locales: after Pashto's
stand-alone weekdays were looked up, Ukrainian Saturday is Pashto. Here every locale gets a deep copy of
its own before it is first used. Costs about 2 MB and 10 ms a locale, once. To be dropped when Babel's
data is its own again; the negative control in tests/language/test_babel_fix.py will say so by failing.
"""

from __future__ import annotations

import copy
import functools
import types
from typing import Any

import babel.core
import babel.localedata


@functools.cache
def _load_own(name: str, merge_inherited: bool = True) -> dict[str, Any]:
    return copy.deepcopy(babel.localedata.load(name, merge_inherited))


def apply() -> None:
    """Give every locale data of its own. Must run before any Babel locale is used; twice does no harm."""
    own = types.SimpleNamespace(**vars(babel.localedata))
    own.load = _load_own
    vars(babel.core)["localedata"] = own
