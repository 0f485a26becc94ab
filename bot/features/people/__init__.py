"""A person, what she said yes to, and forgetting her.

given(conn, person, "profile")      # did she allow it, and not take it back?
erase(conn, keys, person)           # forget everything about her
"""

from bot.features.people.consents import given
from bot.features.people.erasing import erase

__all__ = ["erase", "given"]
