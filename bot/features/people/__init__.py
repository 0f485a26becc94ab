"""A person, what she said yes to, and forgetting her.

given(conn, person, "profile")      # did she allow it, and not take it back?
"""

from bot.features.people.consents import given

__all__ = ["given"]
