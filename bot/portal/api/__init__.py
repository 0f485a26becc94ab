"""The employers' API below /api/v1: what their pages do, for programs, through the same services.

    app = build(store, staff, hiring, ...)    # made of the rows of `routes.CALLS` and nothing else (S4)

One call is one transaction at most, and in it the key, the organisation and the Idempotency-Key are looked at
once more. How a call is added: bot.portal.api.table.
"""

from bot.portal.api.app import build
from bot.portal.api.limits import Limits
from bot.portal.api.table import ROOT

__all__ = ["ROOT", "Limits", "build"]
