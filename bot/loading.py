"""Loading the program quickly: a phone waits for the first answer, and a small server has little memory.

Importing this module begins, `done` ends it. In between the collector of cycles rests: it would look at
everything again and again while there is nearly nothing to collect (a tenth of the start).
"""

from __future__ import annotations

import gc
import sys


def done() -> None:
    """All is imported: it stays as long as the process, so no collection needs to look at it again."""
    gc.freeze()
    gc.enable()


def _load_structlog_without_rich() -> None:
    """structlog imports rich, for a terminal's colours that our lines of JSON never have: 6 MB, 0.07 s.

    Where rich is None in `sys.modules` an import of it fails, which structlog provides for; afterwards it can
    be imported as ever (Typer draws its help with it).
    """
    if "rich" in sys.modules or "structlog" in sys.modules:
        return
    sys.modules["rich"] = None  # type: ignore[assignment]
    try:
        import structlog  # noqa: F401
    finally:
        del sys.modules["rich"]


gc.disable()
_load_structlog_without_rich()
